package org.spinbench.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.experiments.run.store.RowStream;
import org.spinbench.experiments.run.store.RunException;

/** Evaluations of a run with what was read in each, and what had been set before. */
class ReadEvaluationTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  @TempDir Path folder;

  private RunFile run() {
    StartDocument start =
        new StartDocument(
            NOON,
            "train",
            "",
            7L,
            42,
            "xor",
            Map.of(),
            new StartDocument.Program("1", "", "17", "Linux"),
            Map.of(),
            Map.of());
    return new Runs(folder).create(start, NOON);
  }

  private static void set(RunFile run, long time, double value) {
    run.setting(NOON.plusMillis(time), "bias", value, "A");
  }

  private static void evaluate(RunFile run, long number) {
    run.evaluation(number, Purpose.TRAIN, new double[] {1e-6}, 0);
  }

  private static void read(RunFile run, long time, OptionalLong evaluation, double value) {
    Reading reading =
        new Reading("meter", "voltage", value, Unit.VOLT, 1e-8, NOON.plusMillis(time), value > 9);
    run.reading(reading, Purpose.TRAIN, evaluation);
  }

  /** As number: settings before it: values. */
  private static List<String> told(RunFile run) {
    List<String> told = new ArrayList<>();
    ReadEvaluation.each(
        run,
        one ->
            told.add(
                one.evaluation().number()
                    + ": "
                    + one.settings().stream().map(NotedSetting::value).toList()
                    + ": "
                    + one.readings().stream().map(NotedReading::value).toList()));
    return told;
  }

  @Test
  void eachComesWithItsReadingsAndWhatWasSetBeforeThem() {
    try (RunFile run = run()) {
      read(run, 0, OptionalLong.empty(), 0.5);
      set(run, 1, 1);
      set(run, 2, 2);
      evaluate(run, 1);
      read(run, 3, OptionalLong.of(1), 1.1);
      read(run, 4, OptionalLong.of(1), 1.2);
      read(run, 5, OptionalLong.empty(), 1.3); // belongs to none
      set(run, 6, 3);
      evaluate(run, 2); // cut off before it was read
      evaluate(run, 4);
      read(run, 7, OptionalLong.of(4), 4.1);
      set(run, 7, 4); // at the same time, so not before it
      evaluate(run, 5);
      read(run, 8, OptionalLong.of(5), 5.1);
      set(run, 9, 5);
      assertEquals(
          List.of("1: [1.0, 2.0]: [1.1, 1.2]", "2: []: []", "4: [3.0]: [4.1]", "5: [4.0]: [5.1]"),
          told(run));
    }
  }

  @Test
  void aLongRunIsReadInOrder() {
    int evaluations = 2 * RowStream.TOGETHER + 5;
    try (RunFile run = run()) {
      List<String> expected = new ArrayList<>();
      for (int n = 1; n <= evaluations; n++) {
        boolean sets = n % 3 == 1;
        if (sets) {
          set(run, 3 * n, n);
        }
        evaluate(run, n);
        read(run, 3 * n + 1, OptionalLong.of(n), 0.25);
        read(run, 3 * n + 2, OptionalLong.of(n), 0.5);
        expected.add(n + ": " + (sets ? "[" + (double) n + "]" : "[]") + ": [0.25, 0.5]");
      }
      assertEquals(expected, told(run));
    }
  }

  @Test
  void readingsOutOfOrderAreNoticed() {
    try (RunFile run = run()) {
      evaluate(run, 1);
      evaluate(run, 2);
      read(run, 1, OptionalLong.of(2), 2);
      read(run, 2, OptionalLong.of(1), 1);
      String said = assertThrows(RunException.class, () -> told(run)).getMessage();
      assertTrue(said.contains("a reading of evaluation 1 follows one of evaluation 2"), said);
    }
  }

  @Test
  void anOverloadIsNoValue() {
    try (RunFile run = run()) {
      evaluate(run, 1);
      read(run, 1, OptionalLong.of(1), 1);
      read(run, 2, OptionalLong.of(1), 10);
      RecordedReadings readings = new RecordedReadings(run);
      assertEquals(List.of(1.0, Double.NaN), readings.values(1));
      assertEquals(List.of(), readings.values(2));
    }
  }
}
