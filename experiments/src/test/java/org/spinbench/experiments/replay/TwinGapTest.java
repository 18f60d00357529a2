package org.spinbench.experiments.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.procedure.BringUp;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.network.BenchNetwork;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.network.Ledger;
import org.spinbench.experiments.network.RunLog;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunException;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.Assignment;
import org.spinbench.experiments.training.TrainingOptions;
import org.spinbench.experiments.training.TrainingRun;
import org.spinbench.simulator.bench.SimulatedBench;

/**
 * Chips that changed after their calibration, and one that did not; the truth is known here alone.
 */
class TwinGapTest {
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "default");
  private static final long CHIP = 3;
  private static final int PARAMETER_SETS = 8;
  private static final int INPUTS = 32;

  @TempDir static Path folder;

  private static Calibration calibration;
  private static Recording unchanged;
  private static Recording changed;

  @BeforeAll
  static void record() {
    SimulatedBench simulated = new SimulatedBench(FILE, CHIP);
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      calibration = BringUp.calibrate(bench.ports(), (stage, done, total) -> {});
      unchanged = recorded(bench, FILE, "unchanged");
    }
    BenchFile other =
        with(
            "changes",
            List.of(
                Map.of("device", "synapse 4", "after", 0.0, "frequency", 1.02),
                Map.of("device", "neuron 2", "after", 0.0, "strength", 0.8)));
    SimulatedBench later = new SimulatedBench(other, CHIP);
    try (Bench bench = Bench.open(other, later, later.clock())) {
      changed = recorded(bench, other, "changed");
    }
  }

  /** The default bench with another entry in its section on simulation. */
  private static BenchFile with(String key, Object value) {
    Map<String, Object> simulation = new HashMap<>(FILE.simulation());
    simulation.put(key, value);
    return FILE.withSimulation(simulation);
  }

  /** A run that sets random parameters and inputs. */
  private static Recording recorded(Bench bench, BenchFile file, String name) {
    StartDocument start =
        TrainingRun.start(
            bench,
            DefaultBench.text(),
            null,
            Assignment.of(Task.named("xor")),
            1,
            TrainingOptions.standard(),
            StartDocument.Program.running("test", ""));
    try (RunFile run = new Runs(folder.resolve(name)).create(start, Instant.EPOCH)) {
      run.calibration(calibration.toJson());
      evaluate(bench, file, run);
      run.commit();
      return Recording.of(run);
    }
  }

  private static void evaluate(Bench bench, BenchFile file, RunFile run) {
    BenchNetwork network = new BenchNetwork(bench.ports(), calibration.toneFrequencies());
    Evaluations evaluations =
        new Evaluations(network, new Ledger(10_000), new RunLog(run, bench.clock(), file));
    bench.ports().onReading(evaluations::note);
    RandomGenerator random = Seeds.generator(7);
    for (int set = 0; set < PARAMETER_SETS; set++) {
      double[] parameters = new double[9];
      for (int i = 0; i < 9; i++) {
        parameters[i] = i < 6 ? random.nextDouble(-5e-3, 5e-3) : random.nextDouble(5.5e-3, 7.5e-3);
      }
      evaluations.apply(parameters);
      for (int i = 0; i < INPUTS; i++) {
        double[] input = {random.nextDouble(5e-6, 120e-6), random.nextDouble(5e-6, 120e-6)};
        evaluations.evaluate(Purpose.TRAIN, input, 0);
      }
    }
  }

  /** What the simulated bench without noise reads, with a chip as a calibration says. */
  private static Repetition.Readings repeated(Recording recording, Calibration chip) {
    Map<String, Object> simulation = new HashMap<>(FILE.simulation());
    simulation.put("fidelity", "static");
    simulation.put("known", KnownDevices.section(chip));
    BenchFile file = FILE.withSimulation(simulation);
    SimulatedBench simulated = new SimulatedBench(file, 1);
    try (Bench bench = Bench.open(file, simulated, simulated.clock())) {
      return Repetition.on(bench.ports(), recording, (done, total) -> {});
    }
  }

  private static TwinGap gap(Recording recording, Calibration chip) {
    Repetition.Readings readings = repeated(recording, chip);
    return TwinGap.of(recording, readings, readings, chip);
  }

  private static String text(TwinGap gap) {
    List<String> lines = new ArrayList<>();
    gap.changes()
        .forEach(
            change -> {
              lines.add(change.text());
              change.instead().forEach(other -> lines.add("or else " + other.text()));
            });
    gap.nodes()
        .forEach(n -> lines.add(n.name() + " " + n.asCalibrated() + " fitted " + n.fitted()));
    return String.join("\n", lines);
  }

  @Test
  void namesTheDevicesThatChangedWithTheirSizesAndNobodyElse() {
    TwinGap gap = gap(changed, calibration);
    assertEquals(2, gap.changes().size(), () -> text(gap));
    Change detuned = gap.changes().get(0);
    assertEquals("synapse 4", detuned.device(), () -> text(gap));
    assertEquals(4, detuned.junction());
    assertEquals(Change.Kind.RESONANCE, detuned.kind());
    assertSize(0.02, detuned, 0.002);
    Change dimmed = gap.changes().get(1);
    assertEquals("neuron 2", dimmed.device(), () -> text(gap));
    assertEquals(8, dimmed.junction());
    assertEquals(Change.Kind.POWER, dimmed.kind());
    assertSize(-0.2, dimmed, 0.04);
    assertTrue(gap.asCalibrated() > 10, () -> text(gap));
    assertTrue(gap.nodes().get(1).asCalibrated() > 10 * gap.nodes().get(0).asCalibrated());

    TwinGap after = gap(changed, gap.fitted());
    assertEquals(List.of(), after.changes(), () -> text(after));
    assertEquals(1, after.afterFit(), 0.1, () -> text(after));
  }

  private static void assertSize(double truth, Change change, double mostUncertain) {
    assertEquals(truth, change.relative(), 3 * change.relativeDeviation(), change.text());
    assertTrue(change.relativeDeviation() < mostUncertain, change.text());
  }

  @Test
  void namesNobodyOnAChipThatIsAsItWasCalibrated() {
    TwinGap gap = gap(unchanged, calibration);
    assertEquals(List.of(), gap.changes(), () -> text(gap));
    assertEquals(1, gap.afterFit(), 0.1, () -> text(gap));
    assertEquals(1, gap.asCalibrated(), 0.8, () -> text(gap));
    assertEquals(PARAMETER_SETS * INPUTS, gap.setpoints());
    assertEquals(0, gap.skipped());
    assertEquals(
        List.of("chain 1", "chain 2", "chain 3", "neuron 3"),
        gap.nodes().stream().map(TwinGap.NodeGap::name).toList());
    assertEquals(List.of(1, 1, 2, 2), gap.nodes().stream().map(TwinGap.NodeGap::layer).toList());
  }

  /** The simulated chip as calibrated is the twin, apart from what drives and reads it. */
  @Test
  void theSimulatedChipIsTheCalibratedOne() {
    Repetition.Readings readings = repeated(unchanged, calibration);
    for (Node node : Node.of(FILE).subList(0, 3)) {
      double[] predicted =
          node.predicted(calibration, FILE, unchanged.setpoints(), readings.observed());
      for (int i = 0; i < predicted.length; i++) {
        // Sources set powers to a hundredth of a decibel.
        double tolerance = 1e-5 + 3e-3 * Math.abs(predicted[i]);
        double read = node.value(readings.observed().get(i));
        assertEquals(predicted[i], read, tolerance, node.toString());
      }
    }
  }

  @Test
  void aRunWithTooFewReadingsIsRefused() {
    Recording few =
        new Recording(
            "few.sqlite",
            FILE,
            unchanged.toneFrequencies(),
            unchanged.setpoints().subList(0, 5),
            unchanged.readings().subList(0, 5),
            0);
    RunException refused = assertThrows(RunException.class, () -> gap(few, calibration));
    assertEquals(
        "few.sqlite has 5 readings of chain 1 to compare; at least 20 tell a changed device from"
            + " chance",
        refused.getMessage());
  }

  @Test
  void theParametersAreThoseThatStoodAtTheReading() {
    Recording.Setpoint first = unchanged.setpoints().get(0);
    Recording.Setpoint last = unchanged.setpoints().get(PARAMETER_SETS * INPUTS - 1);
    RandomGenerator random = Seeds.generator(7);
    assertEquals(random.nextDouble(-5e-3, 5e-3), first.parameters()[0]);
    assertEquals(first.parameters()[0], unchanged.setpoints().get(INPUTS - 1).parameters()[0]);
    assertTrue(first.parameters()[0] != unchanged.setpoints().get(INPUTS).parameters()[0]);
    assertEquals(PARAMETER_SETS * INPUTS, last.number());
  }
}
