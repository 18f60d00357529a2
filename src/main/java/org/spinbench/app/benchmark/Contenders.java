package org.spinbench.app.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.scpi.ScpiNumber;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.transport.ResourceName;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.SystemTransports;
import org.spinbench.simulator.server.Servers;
import org.spinbench.simulator.server.Servers.Link;

/**
 * One instrument, served on the loopback interface over every link, and all who speak with it: the
 * bare socket, sessions of ours, and Python clients where these are installed.
 */
final class Contenders implements AutoCloseable {
  private static final Dialect DIALECT = new Dialect(Duration.ofSeconds(20), ":SYST:ERR?", true);

  private final Servers servers;
  private final List<Contender> all = new ArrayList<>();

  Contenders() {
    BenchmarkInstrument instrument = new BenchmarkInstrument();
    servers =
        new Servers(
            List.of(new Servers.Instrument("benchmark", "SGS100A", true, instrument)),
            Servers.Ports.loopback());
    try {
      all.add(bare(instrument.answers()));
      Map<Link, ResourceName> resources = servers.instruments().get(0).resources();
      resources.forEach((link, resource) -> all.add(session(link.text(), resource)));
      addPython("pyvisa-py", Link.SOCKET, resources);
      addPython("pyvisa-py", Link.VXI11, resources);
      addPython("pyvisa-py", Link.HISLIP, resources);
      addPython("PyMeasure", Link.SOCKET, resources);
    } catch (RuntimeException failure) {
      close();
      throw failure;
    }
  }

  private static Contender bare(Map<String, byte[]> answers) {
    BareSocket socket = openBare(answers);
    return new JavaContender(
        "bare Java socket",
        workload -> workload.messages().forEach(socket::exchange),
        socket::close);
  }

  private static BareSocket openBare(Map<String, byte[]> answers) {
    try {
      return new BareSocket(answers);
    } catch (IOException e) {
      throw new UncheckedIOException("the bare socket cannot be opened", e);
    }
  }

  private Contender session(String link, ResourceName resource) {
    ScpiSession session =
        new ScpiSession(
            "benchmark",
            resource,
            new SystemTransports(servers.linkSettings()),
            new SystemClock(),
            DIALECT);
    return new JavaContender(
        "Spinbench, " + link, workload -> carryOut(workload, session), session::close);
  }

  private static void carryOut(Workload workload, ScpiSession session) {
    String first = workload.messages().get(0);
    switch (workload) {
      case QUERY -> session.queryNumber(first);
      case CHECKED_SET_AND_QUERY -> {
        session.command(first.replace(";" + DIALECT.errorCheck().query(), ""));
        session.queryNumber(workload.messages().get(1));
      }
      case TRACE ->
          Arrays.stream(session.query(first).split(",")).mapToDouble(ScpiNumber::parse).toArray();
      case BLOCK -> session.queryBlock(first);
    }
  }

  private void addPython(String library, Link link, Map<Link, ResourceName> resources) {
    PythonContender.start(library, link.text(), resources.get(link)).ifPresent(all::add);
  }

  /** All of them; the bare socket is the first. */
  List<Contender> all() {
    return all;
  }

  @Override
  public void close() {
    all.forEach(Contender::close);
    servers.close();
  }
}
