package org.spinbench.app.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.server.Servers;

/**
 * The default bench, usually in real time, served over sockets, with a note of all that it hears.
 */
public final class HeardTwins implements AutoCloseable {
  /** Times the computer's clock. */
  private static final double SPEED = 1000;

  final BenchFile file = BenchFile.parse(DefaultBench.text(), "the default bench");
  public final SimulatedBench twins;
  private final List<Message> heard = new ArrayList<>();
  private final Servers servers;

  public HeardTwins() {
    this(file -> SimulatedBench.inRealTime(file, 1, SPEED));
  }

  /** The same with a bench of another time. */
  public HeardTwins(Function<BenchFile, SimulatedBench> maker) {
    twins = maker.apply(file);
    List<Servers.Instrument> instruments = new ArrayList<>();
    twins
        .endpoints()
        .forEach(
            (name, endpoint) ->
                instruments.add(
                    new Servers.Instrument(
                        name,
                        file.instruments().get(name).model(),
                        false,
                        new Ear(name, endpoint))));
    servers = new Servers(instruments, Servers.Ports.loopback());
  }

  /** What an instrument has heard. */
  record Message(String instrument, String text) {}

  /** The name of an instrument's socket. */
  String resource(String instrument) {
    return servers.instruments().stream()
        .filter(one -> one.name().equals(instrument))
        .map(one -> one.resources().get(Servers.Link.SOCKET).toString())
        .findFirst()
        .orElseThrow();
  }

  /** The default bench file with the names of the sockets, and without a watchdog. */
  public Path benchFile(Path path) throws IOException {
    String text = DefaultBench.text();
    for (String name : file.instruments().keySet()) {
      text = text.replace("INPROC::" + name + "::INSTR", resource(name));
    }
    return Files.writeString(path, text + "\n[safety]\nwatchdog = false\n");
  }

  /** What was heard since it was last asked. */
  List<Message> heard() {
    synchronized (heard) {
      List<Message> all = List.copyOf(heard);
      heard.clear();
      return all;
    }
  }

  @Override
  public void close() {
    servers.close();
  }

  /** An instrument whose messages are noted. */
  private final class Ear extends ForwardingEndpoint {
    private final String name;

    Ear(String name, Endpoint inner) {
      super(inner);
      this.name = name;
    }

    private void note(String text) {
      synchronized (heard) {
        heard.add(new Message(name, text));
      }
    }

    @Override
    public void write(byte[] message) {
      note(new String(message, StandardCharsets.ISO_8859_1).strip());
      super.write(message);
    }

    @Override
    public byte[] exchange(byte[] message, Client client) {
      note(new String(message, StandardCharsets.ISO_8859_1).strip());
      return super.exchange(message, client);
    }

    @Override
    public void clear() {
      note("device clear");
      super.clear();
    }

    @Override
    public void trigger() {
      note("trigger");
      super.trigger();
    }
  }
}
