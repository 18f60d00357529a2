package org.spinbench.drivers.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.standin.StandInBench;
import org.spinbench.drivers.standin.TestClock;

/** Steps of biases of the small bench: a twentieth of 9 mA. */
final class BiasStepsTest {
  private static final double STEP = 0.45e-3;

  private final BenchFile file = BenchFile.parse(StandInBench.TOML, "small.toml");
  private final Bench bench = Bench.open(file, new StandInBench(), new TestClock());
  private final BiasSteps steps = new BiasSteps(file);
  private final BiasSource bias = bench.ports().biasSource(0);

  private static LimitException refused(Runnable step) {
    LimitException e = assertThrows(LimitException.class, step::run);
    assertEquals(LimitException.Level.CHIP, e.level());
    return e;
  }

  @Test
  void aLiveBiasMovesByAStepOfItsRampAndNoMore() {
    bench.ports().bias(0, 4e-3);
    steps.requireStep(bias, 4e-3 + STEP);
    assertEquals(
        "bias_1 current: from 0.004 to 0.005 A is more than one step of its ramp, 4.5E-4; take"
            + " smaller steps",
        refused(() -> steps.requireStep(bias, 5e-3)).getMessage());
  }

  @Test
  void towardsZeroItMayGoAtOnceButNotBeyond() {
    bench.ports().bias(0, 4e-3);
    steps.requireStep(bias, 0);
    steps.requireStep(bias, 1e-3);
    refused(() -> steps.requireStep(bias, -1e-3));
  }

  @Test
  void whatIsOffMayHaveAnyLevelAndIsSwitchedOnNearZeroOnly() {
    bench.ports().bias(0, 4e-3);
    bias.output().set(false);
    steps.requireStep(bias, 8e-3);
    assertEquals(
        "bias_1 output: its level is 0.004 A, and switching it on would be a step; set the level"
            + " to 0 first",
        refused(() -> steps.requireAtRest(bias)).getMessage());
    bias.level().set(STEP);
    steps.requireAtRest(bias);
  }

  @Test
  void aFieldLineIsNoJunctionAndTakesAnyStep() {
    bench.ports().fieldCurrent(0, 1e-3);
    BiasSource line = bench.ports().fieldSource(0);
    steps.requireStep(line, 8);
    steps.requireAtRest(line);
  }
}
