package org.spinbench.app.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.experiments.imported.RunImport;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.sweep.RecordedSweep;
import org.spinbench.experiments.sweep.plan.Point;
import org.spinbench.simulator.server.Servers;
import org.spinbench.simulator.server.Servers.Link;

/**
 * Logs that pyvisa writes while it talks to a simulated instrument become runs: what pyvisa-py
 * itself logs of VXI-11, and what a program logs of any other link, of which pyvisa-py logs no
 * message.
 */
class PyvisaLogTest {
  private static Servers servers;

  @TempDir Path folder;

  @BeforeAll
  static void serve() {
    servers =
        new Servers(
            List.of(new Servers.Instrument("outside", "SGS100A", true, new OutsideInstrument())),
            Servers.Ports.loopback());
  }

  @AfterAll
  static void close() {
    servers.close();
  }

  /** Has three powers set and asked for; the log is all that is left of it. */
  private List<Point> logged(Link link, boolean byTheProgram) throws Exception {
    String resource = servers.instruments().get(0).resources().get(link).toString();
    Path log = folder.resolve("session.log");
    String said =
        Outside.python(
            folder,
            "pyvisa_log.py",
            List.of("pyvisa_py"),
            link.name(),
            resource,
            log.toString(),
            byTheProgram ? "program" : "pyvisa");
    assertTrue(said.endsWith("logged\n"), said);
    Path map =
        Files.writeString(
            folder.resolve("map.toml"),
            """
            name = "powers"

            [[setting]]
            name = "rf_1.power"
            unit = "dBm"
            resource = "%1$s"
            message = ":SOUR:POW (\\\\S+)"

            [[reading]]
            name = "rf_1.set power"
            unit = "dBm"
            resource = "%1$s"
            message = ":SOUR:POW\\\\?"
            uncertainty = 0.01
            """
                .formatted(resource));
    Path run =
        RunImport.read(
            log,
            map,
            "",
            columns -> {},
            new Runs(folder),
            StartDocument.Program.running("test", ""),
            Instant.EPOCH);
    try (RunFile file = RunFile.read(run)) {
      return new RecordedSweep(file).points();
    }
  }

  private static void assertThreePowers(List<Point> points) {
    assertEquals(
        List.of(List.of(-1.5), List.of(-2.5), List.of(-3.5)),
        points.stream().map(Point::settings).toList());
    for (Point point : points) {
      assertEquals(2, point.readings().get(0).samples());
      assertEquals(point.settings().get(0), point.readings().get(0).value());
    }
  }

  @Test
  void vxi11IsLoggedByPyvisaItself() throws Exception {
    assertThreePowers(logged(Link.VXI11, false));
  }

  @Test
  void aProgramThatLogsAboveVxi11IsNotReadTwice() throws Exception {
    assertThreePowers(logged(Link.VXI11, true));
  }

  @Test
  void anyOtherLinkIsLoggedByTheProgram() throws Exception {
    assertThreePowers(logged(Link.SOCKET, true));
    assertThreePowers(logged(Link.HISLIP, true));
  }
}
