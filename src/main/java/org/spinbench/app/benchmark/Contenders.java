package org.spinbench.app.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.scpi.format.ScpiNumber;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.LinkSettings;
import org.spinbench.drivers.transport.system.SystemTransports;
import org.spinbench.simulator.server.Servers.Link;

/**
 * All contenders on one link: the bare socket, our session, and Python clients if they are
 * installed.
 */
final class Contenders implements AutoCloseable {
  private static final Dialect DIALECT = new Dialect(Duration.ofMinutes(2), ":SYST:ERR?", true);
  private static final Map<Link, List<String>> LIBRARIES =
      Map.of(
          Link.SOCKET, List.of("pyvisa-py", "PyMeasure"),
          Link.VXI11, List.of("pyvisa-py"),
          Link.HISLIP, List.of("pyvisa-py"));

  private final List<Contender> all = new ArrayList<>();

  /**
   * Opens all contenders.
   *
   * @param answers of the bare socket's other end to each message
   * @param link of the others to the instrument
   */
  Contenders(Map<String, byte[]> answers, Link link, ResourceName resource, LinkSettings settings) {
    try {
      all.add(bare(answers));
      all.add(session(link.text(), resource, settings));
      for (String library : LIBRARIES.getOrDefault(link, List.of())) {
        PythonContender.start(library, link.text(), resource).ifPresent(all::add);
      }
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

  private static Contender session(String link, ResourceName resource, LinkSettings settings) {
    ScpiSession session =
        new ScpiSession(
            "benchmark", resource, new SystemTransports(settings), new SystemClock(), DIALECT);
    return new JavaContender(
        "Spinbench, " + link, workload -> carryOut(workload, session), session::close);
  }

  private static void carryOut(LinkWorkload workload, ScpiSession session) {
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

  /** All contenders; the bare socket is the first. */
  List<Contender> all() {
    return all;
  }

  @Override
  public void close() {
    all.forEach(Contender::close);
  }
}
