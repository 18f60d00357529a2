package org.spinbench.app.card;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;

/** Clients of a bench server that are no Spinbench: each sends text as it is, past every driver. */
final class Strangers {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final RandomText text;
  private final Consumer<String> note;
  private final Map<String, Transport> links = new HashMap<>();

  Strangers(RandomText text, Consumer<String> note) {
    this.text = text;
    this.note = note;
  }

  /** Sends a line to an instrument, and reads whatever it answers. */
  void send(Instrument instrument, ResourceName resource, Transports server) {
    Transport link = links.computeIfAbsent(instrument.name(), name -> server.open(resource));
    String line = text.line(instrument);
    note.accept("stranger to " + instrument.name() + ": " + line);
    link.write(line.getBytes(StandardCharsets.ISO_8859_1), PATIENCE);
    note.accept(" -> passed");
    try {
      while (true) {
        link.read(PATIENCE);
      }
    } catch (TransportTimeoutException silent) {
      // It has answered all.
    }
  }
}
