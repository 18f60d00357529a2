package org.spinbench.calibration.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BiasLossTest {
  /** At the half voltage half of the magnetoresistance is left, so a quarter of the power. */
  @Test
  void aQuarterIsLeftAtTheHalfVoltage() {
    double loss = BiasLoss.of(45, 0.36);
    assertEquals(0.25, BiasLoss.factor(loss, 8e-3), 1e-12);
    assertEquals(0.64, BiasLoss.factor(loss, 4e-3), 1e-12);
    assertEquals(1, BiasLoss.factor(loss, 0));
    assertEquals(1, BiasLoss.factor(BiasLoss.of(45, Double.POSITIVE_INFINITY), 8e-3));
  }

  @Test
  void slopesAreThoseOfTheLogarithm() {
    double loss = 15_000;
    double step = 1e-7;
    double byCurrent =
        Math.log(BiasLoss.factor(loss, 6e-3 + step) / BiasLoss.factor(loss, 6e-3 - step));
    assertEquals(byCurrent / (2 * step), BiasLoss.byCurrent(loss, 6e-3), 1e-4);
    double byLoss = Math.log(BiasLoss.factor(loss + 1, 6e-3) / BiasLoss.factor(loss - 1, 6e-3));
    assertEquals(byLoss / 2, BiasLoss.byLoss(loss, 6e-3), 1e-10);
  }
}
