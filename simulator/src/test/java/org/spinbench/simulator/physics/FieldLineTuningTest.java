package org.spinbench.simulator.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class FieldLineTuningTest {
  private static final FieldLineTuning TUNING = new FieldLineTuning(3e9, 1e10, 0.05);

  @Test
  void tenMilliamperesShiftByThirtyMegahertzAndALittle() {
    assertEquals(30e6 + 1e6, TUNING.shift(10e-3, 0), 1e-3);
    assertEquals(-30e6 + 1e6, TUNING.shift(-10e-3, 0), 1e-3);
  }

  @Test
  void neighboursShiftByTheirShareOfTheLinearPart() {
    assertEquals(0.05 * 3e9 * 4e-3, TUNING.shift(0, 4e-3), 1e-6);
    assertEquals(TUNING.shift(2e-3, 0) - 0.6e6, TUNING.shift(2e-3, -4e-3), 1e-6);
  }

  /**
   * 17 MHz/mA: 0.10 MHz per A/m of an in-plane film of 1.2 T at 30 kA/m, under a strip 3 µm wide,
   * whose field is I/(2w).
   */
  @Test
  void reproducesTheTuningOfANanopillar() {
    double fieldPerAmpere = 1 / (2 * 3e-6);
    FieldLineTuning nanopillar = new FieldLineTuning(0.10e6 * fieldPerAmpere, 0, 0);
    assertEquals(17e6, nanopillar.shift(1e-3, 0), 0.5e6);
  }

  /** Two lines so close that one field reaches both junctions alike, or with opposite sign. */
  @Test
  void aNeighbourMayReachAsFarAsTheOwnLine() {
    assertEquals(3e6, new FieldLineTuning(3e9, 0, 1).shift(0, 1e-3), 1e-6);
    assertEquals(-3e6, new FieldLineTuning(3e9, 0, -1).shift(0, 1e-3), 1e-6);
  }

  @Test
  void refusesMoreThanTheWholeFieldAsCrosstalk() {
    assertThrows(IllegalArgumentException.class, () -> new FieldLineTuning(1, 0, 1.1));
  }
}
