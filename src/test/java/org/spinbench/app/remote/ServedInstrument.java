package org.spinbench.app.remote;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.SystemTransports;
import org.spinbench.drivers.transport.zeromq.KeyFolder;
import org.spinbench.simulator.server.Servers;
import org.spinbench.simulator.server.Servers.Link;

/** A bench server that owns one instrument, called meter, and reaches it over a link of its own. */
final class ServedInstrument implements AutoCloseable {
  static final String NAME = "meter";

  /** Without signs of life that could come between. */
  static final Duration ENDLESS = Duration.ofHours(1);

  private final Servers lab;
  private final BenchServer server;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final AtomicInteger rests = new AtomicInteger();

  ServedInstrument(Endpoint instrument, Link link, Duration lease, Duration grace) {
    this(instrument, link, settings(lease, grace, Optional.empty()));
  }

  ServedInstrument(Endpoint instrument, Link link, BenchServer.Settings settings) {
    lab =
        new Servers(
            List.of(new Servers.Instrument(NAME, "contract", false, instrument)),
            Servers.Ports.loopback());
    ResourceName resource = lab.instruments().get(0).resources().get(link);
    server =
        new BenchServer(
            settings,
            Map.of(NAME, resource),
            new SystemTransports(lab.linkSettings()),
            rests::incrementAndGet,
            new SystemClock(),
            log::add,
            (name, message) -> new String(message, StandardCharsets.ISO_8859_1).contains("? "));
  }

  static BenchServer.Settings settings(Duration lease, Duration grace, Optional<KeyFolder> keys) {
    return new BenchServer.Settings(InetAddress.getLoopbackAddress(), 0, keys, lease, grace, false);
  }

  ResourceName name() {
    return server.names().get(NAME);
  }

  int port() {
    return ((ResourceName.ZeroMq) name()).port();
  }

  /** Another instrument's name on the same server. */
  static ResourceName name(int port) {
    return new ResourceName.ZeroMq(0, "127.0.0.1", port, NAME);
  }

  /** What the server has said. */
  List<String> log() {
    return log;
  }

  /** How often the bench was brought to rest. */
  int rests() {
    return rests.get();
  }

  @Override
  public void close() {
    server.close();
    lab.close();
  }
}
