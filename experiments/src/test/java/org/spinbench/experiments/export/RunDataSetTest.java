package org.spinbench.experiments.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.Step;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.sweep.RecordedSweep;

/** A training of two evaluations and two steps, made up. */
class RunDataSetTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;

  private RunFile training() {
    StartDocument start =
        new StartDocument(
            BEGIN,
            "train",
            DefaultBench.text(),
            7L,
            42,
            "xor",
            Map.of("coupling", "analog"),
            new StartDocument.Program("test", "", "17", "Linux"),
            Map.of(),
            Map.of());
    RunFile run = new Runs(folder).create(start, BEGIN);
    for (int i = 0; i < 2; i++) {
      run.setting(BEGIN.plusNanos(i), i == 0 ? "field current of synapse 1" : "bias", 1e-3, "A");
    }
    run.reading(voltage(1, 9e-3), Purpose.CALIBRATE, OptionalLong.empty());
    run.evaluation(1, Purpose.TRAIN, new double[] {1e-6, 2e-6}, 0);
    run.reading(voltage(1, 1e-3), Purpose.TRAIN, OptionalLong.of(1));
    run.reading(voltage(3, 3e-3), Purpose.TRAIN, OptionalLong.of(1));
    run.evaluation(2, Purpose.TEST, new double[] {3e-6, 4e-6}, 1);
    run.reading(voltage(2, -2e-3), Purpose.TEST, OptionalLong.of(2));
    run.reading(power(3, 5e-7), Purpose.TEST, OptionalLong.of(2));
    run.evaluation(3, Purpose.TEST, new double[] {5e-6, 6e-6}, 1);
    run.step(new Step(BEGIN, "twin", 0, 0.5, 0.75, true, List.of(1e-3, 2e-3)));
    run.step(new Step(BEGIN, "block", 1, 0.25, 1, false, List.of(3e-3, 4e-3)));
    run.stop(new StopDocument(BEGIN, StopDocument.SUCCESS, "", "{\"testAccuracy\":1.0}"));
    return run;
  }

  private static Reading voltage(int chain, double value) {
    return new Reading(
        "voltmeter_" + chain,
        "voltage",
        value,
        Unit.VOLT,
        1e-8,
        BEGIN.plusSeconds(chain),
        0.01,
        0.02,
        false,
        false);
  }

  private static Reading power(int neuron, double value) {
    return new Reading(
        "analyzer",
        "emitted power of neuron " + neuron,
        value,
        Unit.WATT,
        1e-9,
        BEGIN.plusSeconds(9),
        true);
  }

  private static double[] numbers(DataSet data, String name) {
    return ((Values.Numbers) data.variable(name).values()).values();
  }

  private static long[] integers(DataSet data, String name) {
    return ((Values.Integers) data.variable(name).values()).values();
  }

  private static List<String> texts(DataSet data, String name) {
    return List.of(((Values.Texts) data.variable(name).values()).values());
  }

  @Test
  void evaluationsHaveTheirInputsLabelsAndNodes() {
    try (RunFile run = training()) {
      DataSet data = RunDataSet.of(run);
      assertEquals(List.of("TRAIN", "TEST", "TEST"), texts(data, "purpose"));
      assertEquals(List.of("input 1", "input 2"), texts(data, "input"));
      assertArrayEquals(
          new double[] {1e-6, 2e-6, 3e-6, 4e-6, 5e-6, 6e-6}, numbers(data, "input_power"));
      assertArrayEquals(new long[] {0, 1, 1}, integers(data, "expected"));
      double none = Double.NaN;
      assertArrayEquals(
          new double[] {1e-3, none, 3e-3, none, -2e-3, none, none, none, none},
          numbers(data, "chain_voltage"));
      assertArrayEquals(
          new double[] {none, none, none, none, none, 5e-7, none, none, none},
          numbers(data, "neuron_power"));
      assertEquals(1e-9, numbers(data, "neuron_power_uncertainty")[5]);
      long second = 1_000_000_000L;
      long begin = BEGIN.getEpochSecond() * second;
      assertArrayEquals(
          new long[] {begin + 3 * second, begin + 9 * second, begin + 9 * second},
          integers(data, "time"),
          "what was cut off before it was read did not come first");
      assertArrayEquals(
          new long[] {0, 1, 0}, integers(data, "flawed"), "the power was beyond the range");
      assertEquals("purpose time", data.variable("expected").attributes().get("coordinates"));
    }
  }

  @Test
  void stepsHaveTheirParametersByName() {
    try (RunFile run = training()) {
      DataSet data = RunDataSet.of(run);
      assertEquals(List.of("twin", "block"), texts(data, "phase"));
      assertArrayEquals(new double[] {0.5, 0.25}, numbers(data, "loss"));
      assertArrayEquals(new long[] {1, 0}, integers(data, "accepted"));
      assertEquals(List.of("field current of synapse 1", "bias"), texts(data, "parameter"));
      assertEquals(List.of("step", "parameter"), data.variable("parameters").dimensions());
      assertArrayEquals(new double[] {1e-3, 2e-3, 3e-3, 4e-3}, numbers(data, "parameters"));
    }
  }

  @Test
  void everyReadingIsThereWithAllThatIsKnownOfIt() {
    try (RunFile run = training()) {
      DataSet data = RunDataSet.of(run);
      assertEquals("voltmeter_1.voltage", texts(data, "reading_name").get(0));
      assertArrayEquals(new long[] {0, 1, 1, 2, 2}, integers(data, "reading_of"));
      assertArrayEquals(new long[] {0, 0, 0, 0, 1}, integers(data, "reading_overload"));
      assertArrayEquals(
          new double[] {0.01, 0.01, 0.01, 0.01, Double.NaN}, numbers(data, "reading_range"));
      assertEquals(0.02, numbers(data, "reading_integration")[0]);
      assertEquals("W", texts(data, "reading_unit").get(4));
      assertArrayEquals(new double[] {1e-3, 1e-3}, numbers(data, "setting_value"));
      assertEquals("success", data.attributes().get("status"));
      assertEquals(42L, data.attributes().get("seed"));
    }
  }

  @Test
  void aTableHasAColumnForEachNode() throws IOException {
    Path file = folder.resolve("run.csv");
    try (RunFile run = training()) {
      assertEquals(
          List.of(
              file,
              folder.resolve("run-steps.csv"),
              folder.resolve("run-readings.csv"),
              folder.resolve("run-settings.csv")),
          RunExport.CSV.write(run, file));
    }
    List<String> lines = Files.readAllLines(file);
    assertEquals(4, lines.size());
    assertTrue(
        lines.get(0).startsWith("evaluation,purpose,time,chain_voltage of chain 1 (V),"),
        lines.get(0));
    assertTrue(lines.get(2).startsWith("2,TEST,2026-01-01T00:00:09Z,,-0.002,,"), lines.get(2));
    assertTrue(lines.get(2).endsWith(",3.0E-6,4.0E-6,1,1"), lines.get(2));
    assertEquals(
        "2,block,1,2026-01-01T00:00:00Z,0.25,1.0,0,0.003,0.004",
        Files.readAllLines(folder.resolve("run-steps.csv")).get(2));
  }

  @Test
  void aSweepThatDoesNotSayWhatItsReadingsAreIsRefused() {
    try (RunFile run = training()) {
      RunException e = assertThrows(RunException.class, () -> new RecordedSweep(run));
      assertTrue(e.getMessage().contains("does not say what its numbers are"), e.getMessage());
    }
  }
}
