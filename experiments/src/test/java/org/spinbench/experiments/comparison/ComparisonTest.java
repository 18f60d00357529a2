package org.spinbench.experiments.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.calibration.Calibration;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.measure.Measurement;
import org.spinbench.experiments.measure.SweepOutput;
import org.spinbench.experiments.registry.ExperimentRegistry;
import org.spinbench.experiments.replay.ReadingGap;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.Display;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.simulator.bench.SimulatedBench;

/** The registry knows how runs of a kind are compared, and the setpoints go to the bench given. */
class ComparisonTest {
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "the default bench");
  private static final int POINTS = 5;

  @TempDir static Path folder;
  private static RunFile sweep;

  private final List<Physics> simulated = new ArrayList<>();
  private final List<RunFile> repeated = new ArrayList<>();

  private final OtherBench benches =
      new OtherBench() {
        @Override
        public Backend bench(RunFile run, BenchFile file) {
          repeated.add(run);
          return backend(file, 1);
        }

        @Override
        public Backend simulated(BenchFile file, Physics physics, Optional<Calibration> chip) {
          simulated.add(physics);
          assertTrue(chip.isEmpty(), "the run has no calibration");
          return backend(file, 2);
        }
      };

  @BeforeAll
  static void measure() {
    Plan plan =
        Plan.named("p")
            .sweep(Axis.linear("rf_1.frequency", 200e6, 300e6, POINTS))
            .read("chain 1.voltage");
    new ExperimentRunner(folder, StartDocument.Program.running("test", ""), Display.NONE)
        .run(backend(FILE, 1), new Measurement(plan, SweepOutput.NONE));
    Runs runs = new Runs(folder);
    sweep = runs.read(runs.list().get(0).name());
  }

  private static Backend backend(BenchFile file, long seed) {
    SimulatedBench bench = new SimulatedBench(file, seed);
    return Backend.of(DefaultBench.text(), file, seed, bench, bench.clock());
  }

  private ComparisonRequest against(Opponent opponent, Physics physics, boolean fit) {
    return new ComparisonRequest(
        opponent, Optional.ofNullable(physics), Optional.empty(), fit, benches, Display.NONE);
  }

  private static ComparedReadings compare(ComparisonRequest request) {
    return assertInstanceOf(
        ComparedReadings.class, ExperimentRegistry.standard().compare(sweep, request));
  }

  @Test
  void theBenchOfTheRunAgrees() {
    ComparedReadings compared = compare(against(Opponent.BENCH, null, false));
    assertEquals(List.of(sweep), repeated);
    assertEquals(List.of(), simulated);
    assertEquals("a bench", compared.other());
    ReadingGap.Gap voltage = compared.gap().readings().get(0);
    assertEquals("chain 1.voltage", voltage.name());
    assertEquals(POINTS, voltage.number());
    assertFalse(voltage.differs(), "the same chip");
  }

  @Test
  void withoutCalibrationTheSimulatedChipIsItsDesign() {
    ComparedReadings compared = compare(against(Opponent.SIMULATOR, null, false));
    assertEquals("the simulated chip as designed", compared.other());
    assertEquals(List.of(Physics.IDEAL), simulated);
    assertEquals(List.of(), repeated);
  }

  @Test
  void whatHasNoEffectOnASweepIsRefusedBeforeAnyBenchIsMade() {
    RunException fit =
        assertThrows(
            RunException.class, () -> compare(against(Opponent.BENCH, Physics.IDEAL, true)));
    assertTrue(fit.getMessage().contains("--fit is for trainings"), fit.getMessage());
    RunException physics =
        assertThrows(
            RunException.class, () -> compare(against(Opponent.SIMULATOR, Physics.FULL, false)));
    assertTrue(physics.getMessage().contains("needs to know the chip"), physics.getMessage());
    assertEquals(List.of(), simulated);
    assertEquals(List.of(), repeated);
  }

  @Test
  void aKindCanBeComparedInItsOwnWay() {
    ComparedRun own = new ComparedReadings("another way", List.of(), null);
    ExperimentRegistry registry =
        ExperimentRegistry.standard().compared(Measurement.KIND, (run, request) -> own);
    assertSame(own, registry.compare(sweep, against(Opponent.BENCH, null, false)));
  }
}
