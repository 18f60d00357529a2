package org.spinbench.experiments.reanalysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.run.store.RunException;

/** How a network did in its test, from readings that were chosen. */
class ReanalysisTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final String OUTPUT =
      BenchFile.parse(DefaultBench.text(), "the default bench").readout().neurons().get(0);

  @TempDir Path folder;
  private long number;

  private RunFile run() {
    return new Runs(folder)
        .create(
            new StartDocument(
                BEGIN,
                "train",
                DefaultBench.text(),
                7L,
                42,
                "xor",
                Map.of("coupling", "analog"),
                new StartDocument.Program("test", "unknown", "17", "Linux"),
                Map.of(),
                Map.of()),
            BEGIN);
  }

  private void answer(RunFile run, Purpose purpose, int expected, double power) {
    number++;
    run.evaluation(number, purpose, new double[] {1e-6, 2e-6}, expected);
    Reading reading =
        new Reading("analyzer", "emitted power of " + OUTPUT, power, Unit.WATT, 1e-9, BEGIN, false);
    run.reading(reading, purpose, OptionalLong.of(number));
  }

  private static Map<String, Reanalysis.Result> results(RunFile run) {
    Map<String, Reanalysis.Result> results = new LinkedHashMap<>();
    Reanalysis.of(run).forEach(one -> results.put(one.name(), one));
    return results;
  }

  private static double now(Map<String, Reanalysis.Result> results, String name) {
    return results.get(name).now().value();
  }

  /** Of n right ones or none, the interval of Clopper and Pearson has closed forms. */
  @ParameterizedTest
  @CsvSource({"20, true", "20, false", "1, true", "7, false"})
  void whereAllAreRightOrNoneTheIntervalIsItsClosedForm(int samples, boolean right) {
    try (RunFile run = run()) {
      run.event(BEGIN, RunFile.DECISION, "5.0E-7");
      for (int i = 0; i < samples; i++) {
        answer(run, Purpose.TEST, 1, right ? 6e-7 : 4e-7);
      }
      Map<String, Reanalysis.Result> results = results(run);
      double rare = StrictMath.pow(0.025, 1.0 / samples);
      assertEquals(samples, now(results, "test samples"));
      assertEquals(right ? 1 : 0, now(results, "test accuracy"));
      assertEquals(right ? rare : 0, now(results, "least accuracy (95 %)"), 1e-9);
      assertEquals(right ? 1 : 1 - rare, now(results, "greatest accuracy (95 %)"), 1e-9);
    }
  }

  /** Only the test counts, by the last decision, and what equals the decision is no class 1. */
  @Test
  void theLastDecisionDecidesOnTheTestAlone() {
    try (RunFile run = run()) {
      run.event(BEGIN, RunFile.DECISION, "1.0E-9");
      answer(run, Purpose.TRAIN, 1, 0);
      run.event(BEGIN, RunFile.DECISION, "5.0E-7");
      answer(run, Purpose.TEST, 1, 6e-7);
      answer(run, Purpose.TEST, 0, 5e-7);
      answer(run, Purpose.TEST, 1, 5e-7);
      answer(run, Purpose.CERTIFY, 0, 1e-7);
      answer(run, Purpose.VALIDATE, 0, 1);
      run.stop(
          new StopDocument(
              BEGIN, StopDocument.SUCCESS, "", "{\"testSamples\":4,\"testAccuracy\":0.8}"));
      Map<String, Reanalysis.Result> results = results(run);
      assertEquals(4, now(results, "test samples"));
      assertEquals(0.75, now(results, "test accuracy"));
      assertTrue(results.get("test samples").same());
      assertFalse(results.get("test accuracy").same());
      assertTrue(results.get("least accuracy (95 %)").recorded().isEmpty());
    }
  }

  @Test
  void aRunThatHoldsNothingIsRefused() {
    try (RunFile run = run()) {
      String message = assertThrows(RunException.class, () -> Reanalysis.of(run)).getMessage();
      assertTrue(message.contains(" has nothing to reanalyse: "), message);
      run.event(BEGIN, RunFile.DECISION, "5.0E-7");
      answer(run, Purpose.TRAIN, 1, 1);
      message = assertThrows(RunException.class, () -> Reanalysis.of(run)).getMessage();
      assertTrue(message.endsWith("no decision of a trained network"), message);
      assertEquals(List.of("5.0E-7"), run.events(RunFile.DECISION));
    }
  }
}
