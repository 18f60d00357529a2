package org.spinbench.experiments.run.review;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.Step;
import org.spinbench.experiments.run.StopDocument;

class RunComparisonTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;

  private RunFile run(long seed, String bench, String java, double loss, double current) {
    StartDocument start =
        new StartDocument(
            NOON.plusSeconds(seed),
            "train",
            bench,
            7L,
            seed,
            "xor",
            Map.of("blocks", "6"),
            new StartDocument.Program("0.1.0", "", java, "Linux"),
            Map.of("rf_1", "Rohde&Schwarz,SGS100A"),
            Map.of("rf_1.power", "-120"));
    RunFile run = new Runs(folder).create(start, NOON);
    for (String name : List.of("field current of synapse 1", "bias of neuron 1")) {
      run.setting(NOON, name, current, "A");
    }
    run.evaluation(1, Purpose.TEST, new double[] {1e-6}, 1);
    run.reading(
        new Reading("voltmeter_1", "voltage", 1e-3, Unit.VOLT, 1e-8, NOON, false),
        Purpose.TEST,
        OptionalLong.of(1));
    run.step(new Step(NOON, "block", 1, loss, 0.9, true, List.of(current, 5e-3)));
    run.step(new Step(NOON, "block", 2, 9, 0.5, false, List.of(0.0, 0.0)));
    run.calibration(
        "{\"chains\":[{\"name\":\"chain 1\",\"offset\":{\"value\":"
            + current
            + ",\"deviation\":1.0},\"fit\":{\"chiSquare\":"
            + loss
            + "}}],\"curves\":["
            + loss
            + "]}");
    run.stop(
        new StopDocument(
            NOON.plusSeconds(seed + 60),
            StopDocument.SUCCESS,
            "",
            "{\"testAccuracy\":" + loss + ",\"confidence\":{\"low\":0.9}}"));
    return run;
  }

  private static Map<String, String> texts(List<RunComparison.Difference> differences) {
    Map<String, String> texts = new LinkedHashMap<>();
    differences.forEach(one -> texts.put(one.name(), one.a() + " | " + one.b()));
    return texts;
  }

  private static final String BENCH =
      """
      name = "b" # of two junctions
      [[synapses]]
      name = "synapse 1"
      frequency = 250e6
      """;

  @Test
  void runsThatDifferInNothingDifferInNothing() {
    try (RunFile a = run(1, BENCH, "17", 0.5, 1e-3);
        RunFile b = run(1, BENCH, "17", 0.5, 1e-3)) {
      assertEquals(new RunComparison(List.of(), List.of()), RunComparison.of(a, b));
    }
  }

  @Test
  void onlyWhatDiffersIsNamed() {
    String other = BENCH.replace("250e6", "251e6").replace("of two", "of 2") + "loss_db = 3\n";
    try (RunFile a = run(1, BENCH, "17", 0.5, 1e-3);
        RunFile b = run(2, other, "25", 0.25, 2e-3)) {
      RunComparison comparison = RunComparison.of(a, b);
      assertEquals(
          Map.of(
              "seed", "1 | 2",
              "bench.synapses.synapse 1.frequency", "2.5E+8 | 2.51E+8",
              "bench.synapses.synapse 1.loss_db", "null | 3",
              "program.java", "\"17\" | \"25\""),
          texts(comparison.configuration()));
      assertEquals(
          Map.of(
              "results.testAccuracy", "0.5 | 0.25",
              "calibration.chains.chain 1.offset.value", "0.001 | 0.002",
              "parameter field current of synapse 1", "0.001 | 0.002"),
          texts(comparison.outcome()));
    }
  }

  @Test
  void aRunWithoutEndIsOpen() {
    StartDocument start;
    try (RunFile a = run(1, BENCH, "17", 0.5, 1e-3)) {
      start = a.start();
      try (RunFile b = new Runs(folder).create(start, NOON)) {
        Map<String, String> outcome = texts(RunComparison.of(a, b).outcome());
        assertEquals("\"success\" | \"open\"", outcome.get("status"));
        assertEquals("1 | null", outcome.get("evaluations to test"));
        assertEquals("60.0 | null", outcome.get("seconds on the bench"));
      }
    }
  }
}
