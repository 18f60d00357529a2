package org.spinbench.app.command.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.command.Outcome;
import org.spinbench.app.command.Version;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.calibrate.CalibrationExperiment;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.Display;
import org.spinbench.experiments.runner.Experiment;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.study.broadcast.BroadcastExperiment;
import org.spinbench.simulator.bench.SimulatedBench;

/**
 * Calibrations and runs of 'broadcast' that end in the middle: on instruments they are measured
 * again from their beginning, in the same file.
 */
class ResumeFromStartTest {
  private static final String RESOURCES = "/org/spinbench/app/command/";

  private static final String KILLED = "killed.sqlite";

  @TempDir Path folder;

  @BeforeAll
  static void paintNothing() {
    System.setProperty("java.awt.headless", "true");
  }

  /**
   * Ends a run when it has shown so often how far it is, and keeps what its file holds just before:
   * what is left of a program that is killed then.
   */
  private final class Killing implements Display {
    private int left;

    Killing(int shown) {
      left = shown;
    }

    @Override
    public void show(String stage, double share, String detail) {
      left--;
      if (left == 0) {
        copy(only("runs"), folder.resolve(KILLED));
        throw new IllegalStateException("the test has stopped it");
      }
    }

    @Override
    public void show(String stage, String detail) {
      show(stage, 0, detail);
    }

    @Override
    public void say(String line) {}

    @Override
    public void clear() {}

    @Override
    public boolean isRedrawn() {
      return true;
    }
  }

  /** Copies a run file when what was noted has been written. */
  private static void copy(Path run, Path to) {
    long before = 0;
    for (long now = readings(run); now == 0 || now != before; now = readings(run)) {
      before = now;
      try {
        TimeUnit.MILLISECONDS.sleep(200);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + run);
        PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
      copy.setString(1, to.toString());
      copy.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path only(String runs) {
    Runs all = new Runs(folder.resolve(runs));
    return all.find(all.list().get(0).name());
  }

  private static String text(String bench) throws IOException {
    try (InputStream in = ResumeFromStartTest.class.getResourceAsStream(RESOURCES + bench)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** A bench that does not start over: instruments, as far as a run can see. */
  private static Backend instruments(String text) {
    BenchFile file = BenchFile.parse(text, "the bench file");
    SimulatedBench bench = new SimulatedBench(file, 1);
    return Backend.of(text, file, 1L, bench, bench.clock());
  }

  private ExperimentRunner runner(Display display) {
    return new ExperimentRunner(folder.resolve("runs"), Version.program(), display);
  }

  private Path killed(String text, Experiment<?> experiment, int shown) {
    try (Backend backend = instruments(text)) {
      ExperimentRunner runner = runner(new Killing(shown));
      assertThrows(IllegalStateException.class, () -> runner.run(backend, experiment));
    }
    Path run = folder.resolve(KILLED);
    try (RunFile left = RunFile.read(run)) {
      assertTrue(left.stop().isEmpty());
    }
    return run;
  }

  private <R> R resume(String text, Experiment<R> experiment, Path run) {
    try (Backend backend = instruments(text);
        RunFile open = RunFile.open(run)) {
      return runner(Display.NONE).resume(backend, experiment, open);
    }
  }

  private static void assertReplays(Path run) {
    Outcome replayed = Outcome.of("replay", run.toString());
    assertEquals(0, replayed.code(), replayed.err());
    assertTrue(replayed.out().contains("replayed in 2 sessions"), replayed.out());
  }

  private static long readings(Path path) {
    try (RunFile run = RunFile.read(path)) {
      long[] all = new long[1];
      run.eachReading((NotedReading one) -> all[0]++);
      return all[0];
    }
  }

  /** Of two sets of evaluations only the last is the calibration's, for whoever reads the run. */
  @Test
  void aCalibrationIsMeasuredAgain() throws IOException {
    String text = text("two-junctions.toml");
    Path run = killed(text, new CalibrationExperiment(), 30);
    int begun;
    try (RunFile left = RunFile.read(run)) {
      begun = left.calibrated().size();
      assertTrue(begun > 5, begun + " evaluations");
    }
    long before = readings(run);
    resume(text, new CalibrationExperiment(), run);
    try (RunFile ended = RunFile.read(run)) {
      int again = ended.calibrated().size();
      assertTrue(again > begun, again + " evaluations");
      assertEquals(begun + again, ended.extent().rows().get("calibration"));
      assertTrue(ended.calibration().isPresent());
    }
    assertTrue(readings(run) > 2 * before, "readings of both sessions stay");
    assertReplays(run);
    Outcome compared =
        Outcome.of("replay", run.toString(), "--against", "simulator", "--report", report());
    assertEquals(0, compared.code(), compared.err());
  }

  private String report() {
    return folder.resolve("report.html").toString();
  }

  @Test
  void aBroadcastIsMeasuredAgain() throws IOException {
    String text = text("three-junctions.toml");
    Path samples = folder.resolve("samples.csv");
    StringBuilder rows = new StringBuilder();
    for (int n = 0; n < 40; n++) {
      int kind = n % 2;
      rows.append(
          "%d,%d,%d,class %d%n".formatted(10 * kind + n % 5, 3 + n % 3, 12 - 9 * kind, kind));
    }
    Files.writeString(samples, rows);
    Path run = killed(text, BroadcastExperiment.of(List.of(samples), 10, 1), 5);
    long before = readings(run);
    assertTrue(before > 0);
    resume(text, BroadcastExperiment.of(List.of(samples), 10, 1), run);
    try (RunFile ended = RunFile.read(run)) {
      assertEquals("success", ended.stop().orElseThrow().status());
      assertEquals(List.of(1, 2), ended.transcripts().sessions());
    }
    assertTrue(readings(run) > 2 * before);
    assertReplays(run);
  }
}
