package org.spinbench.simulator.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.physics.AmplifierNoise.Stage;

class AmplifierNoiseTest {
  /** k_B T₀, −173.98 dBm/Hz. */
  private static final double THERMAL = 4.0039e-21;

  /**
   * D. M. Pozar, "Microwave Engineering", 4th edition, example 10.2: amplifier of 10 dB and 2 dB, a
   * filter that loses 1 dB, a mixer that loses 3 dB with 4 dB of noise figure: 2.55 dB.
   */
  @Test
  void aReceiverHasItsPublishedNoiseFigure() {
    List<Stage> receiver =
        List.of(Stage.decibels(10, 2), Stage.decibels(-1, 1), Stage.decibels(-3, 4));
    assertEquals(2.55, 10 * Math.log10(AmplifierNoise.factor(receiver)), 0.01);
    assertEquals(1, AmplifierNoise.factor(List.of()));
  }

  @Test
  void whatOnlyLosesIsAsWarmAsItsSource() {
    assertEquals(THERMAL, AmplifierNoise.density(List.of(new Stage(0.5, 2)), 0.5), 1e-25);
    assertEquals(THERMAL, AmplifierNoise.density(List.of(new Stage(1, 1)), 0.01), 1e-25);
  }

  /** (F G₁ − 1) L + 1 with a loss L behind a stage. */
  @Test
  void aLossAtTheEndAttenuatesTheNoiseAndAddsItsOwn() {
    List<Stage> stages = List.of(Stage.decibels(30, 3));
    double amplified = Math.pow(10, 0.3) * 1000;
    assertEquals(
        THERMAL * amplified, AmplifierNoise.density(stages, 1000), 1e-4 * amplified * THERMAL);
    double behind = THERMAL * ((amplified - 1) / 10 + 1);
    assertEquals(behind, AmplifierNoise.density(stages, 100), 1e-4 * behind);
  }

  @Test
  void noStageIsQuieterThanNothing() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> new Stage(10, 0.9));
    assertEquals(
        "noise factor of a stage must be finite and at least 1 (0 dB), not 0.9",
        refused.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Stage(0, 1));
  }
}
