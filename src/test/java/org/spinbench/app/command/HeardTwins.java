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
 * A bench, usually the default one in real time, served over sockets, with a note of all that it
 * hears.
 */
public final class HeardTwins implements AutoCloseable {
  /** Times the computer's clock. */
  private static final double SPEED = 1000;

  private final String text;
  final BenchFile file;
  public final SimulatedBench twins;
  private final List<Message> heard = new ArrayList<>();
  private final Servers servers;

  public HeardTwins() {
    this(DefaultBench.text());
  }

  /** The same for the text of another bench file without a section {@code [safety]}. */
  public HeardTwins(String text) {
    this(text, file -> SimulatedBench.inRealTime(file, 1, SPEED));
  }

  /** The same with a bench of another time. */
  public HeardTwins(Function<BenchFile, SimulatedBench> maker) {
    this(DefaultBench.text(), maker);
  }

  private HeardTwins(String text, Function<BenchFile, SimulatedBench> maker) {
    this.text = text;
    file = BenchFile.parse(text, "the bench");
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

  /** The bench file with the names of the sockets, and without a watchdog. */
  public Path benchFile(Path path) throws IOException {
    String served = text;
    for (String name : file.instruments().keySet()) {
      served = served.replace("INPROC::" + name + "::INSTR", resource(name));
    }
    return Files.writeString(path, served + "\n[safety]\nwatchdog = false\n");
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
