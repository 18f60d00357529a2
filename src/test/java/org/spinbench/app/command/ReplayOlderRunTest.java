package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.sweep.plan.Plan;

/**
 * A run that was measured before readings waited by themselves, with a meter of every role: its
 * messages and its looks at the clock are those of its time. It was measured with
 *
 * <pre>
 * set:  lock_in.time_constant = 0.1, input 1.power = 100e-6, neuron 1.bias = 5e-3,
 *       synapse 1.current = 1e-3
 * sweep: input 1.frequency = 246e6, 252e6; lock_in.phase = 0, 45, with a wait of 10 ms
 * read: chain 1.voltage, voltmeter_2.voltage, lock_in.r (2 samples), power_meter.power,
 *       bias_1.voltage, field:1.current, neuron 1.power, analyzer.band_power
 * </pre>
 *
 * <p>on the bench "characterisation" with {@code pulsed = true} for rf_1.
 */
@Tag("any-jdk")
class ReplayOlderRunTest {
  private static final String RUN = "before-readings-waited";

  @TempDir Path folder;

  @BeforeEach
  void unpack() throws IOException {
    unpack(RUN);
  }

  private void unpack(String name) throws IOException {
    try (InputStream packed = ReplayOlderRunTest.class.getResourceAsStream(name + ".sqlite.gz");
        InputStream run = new GZIPInputStream(packed)) {
      Files.copy(run, folder.resolve(name + ".sqlite"));
    }
  }

  private RunFile run() {
    return RunFile.read(new Runs(folder).find(RUN));
  }

  @Test
  void itIsReplayedAsItWasMade() {
    Outcome outcome = Outcome.of("replay", RUN, "--runs", folder.toString());
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains("1512 recorded events replayed"), outcome.out());
  }

  /**
   * Recorded by the last version that did not ask for marks: a sweep of neuron 1's bias at 37 µW of
   * input 1, which reads spectra, and a training of 60 evaluations, which computes with the powers
   * that it asked for.
   */
  @ParameterizedTest
  @ValueSource(strings = {"before-readings-were-marked", "before-powers-were-kept"})
  void soIsARunOfTheTimeBeforeMarks(String run) throws IOException {
    unpack(run);
    Outcome outcome = Outcome.of("replay", run, "--runs", folder.toString());
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains("recorded events replayed"), outcome.out());
  }

  /**
   * A sweep of that time asks nothing of the channels of the field source that it did not use. Its
   * plan sets what it sweeps, and sweeps through equal points, which no new plan may.
   */
  @Test
  void soIsARunOfTheTimeBeforeEverythingRested() throws IOException {
    String run = "before-everything-rested";
    soIsARunOfTheTimeBeforeMarks(run);
    Path plan = folder.resolve("plan.toml");
    try (RunFile old = RunFile.read(new Runs(folder).find(run))) {
      Files.writeString(plan, old.start().options().get("plan"));
    }
    Outcome outcome = Outcome.of("measure", plan.toString(), "--runs", folder.toString());
    assertEquals(1, outcome.code(), outcome.out());
    assertTrue(outcome.err().contains("input 1.power is swept through 2 points"), outcome.err());
    assertTrue(outcome.err().contains("input 1.frequency is set to"), outcome.err());
    outcome = Outcome.of("compare", plan.toString(), "--backend", run, "--backend", "simulator");
    assertEquals(1, outcome.code(), outcome.out());
  }

  /** A transcript of its own says the same in its first line. */
  @Test
  void soIsATranscriptOfThatTime() throws IOException {
    Path transcript = folder.resolve("session.txt");
    Path bench = folder.resolve("bench.toml");
    Path plan = folder.resolve("plan.toml");
    try (RunFile run = run()) {
      Files.copy(run.transcripts().text(run.transcripts().sessions().get(0)), transcript);
      Files.writeString(bench, run.start().bench());
      Files.writeString(plan, run.start().options().get("plan"));
      assertEquals(2, Plan.read(plan).axes().size());
    }
    String first = Files.readAllLines(transcript, StandardCharsets.US_ASCII).get(0);
    assertTrue(first.startsWith("spinbench transcript 2, begun"), first);
    Outcome outcome =
        Outcome.of(
            "measure",
            plan.toString(),
            bench.toString(),
            "--replay",
            transcript.toString(),
            "--runs",
            folder.resolve("again").toString());
    assertEquals(0, outcome.code(), outcome.err());
  }

  /** A simulated training of that time would be resumed on such a bench; a new one is not. */
  @Test
  void aReplayedBenchWaitsAsTheRecordedOneDid() {
    BenchFile file = Backends.file(null);
    try (RunFile run = run();
        Backend old = Backends.simulated(file, 1);
        Backend station = Backends.simulated(file, 1)) {
      old.treatAsIn(run, RunFile.GoingOn.REPEATED);
      try (Bench then = old.openBench();
          Bench now = station.openBench()) {
        assertFalse(then.ports().readingsWait());
        assertTrue(now.ports().readingsWait());
      }
    }
  }

  /** What was wrong with it: two readings of a lock-in in a row, of a filter on its way. */
  @Test
  void itsReadingsWereCalledSettledAndAreNotChanged() {
    List<NotedReading> readings = new ArrayList<>();
    try (RunFile run = run()) {
      run.eachReading(readings::add);
    }
    List<NotedReading> lockIn =
        readings.stream().filter(one -> one.name().equals("lock_in.r")).toList();
    assertEquals(8, lockIn.size());
    assertTrue(lockIn.stream().allMatch(one -> one.settled().orElseThrow()));
    double step = Math.abs(lockIn.get(1).value() - lockIn.get(0).value());
    assertTrue(step > 1000 * lockIn.get(0).uncertainty(), "by " + step + " V");
  }
}
