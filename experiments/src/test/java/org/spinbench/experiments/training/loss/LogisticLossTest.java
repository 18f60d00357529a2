package org.spinbench.experiments.training.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LogisticLossTest {
  private static final LogisticLoss LOSS = new LogisticLoss(1e-7, 2e-8, 0.2);

  @Test
  void isLnTwoAtTheDecisionForBothClasses() {
    assertEquals(StrictMath.log(2), LOSS.value(1e-7, 0), 1e-15);
    assertEquals(StrictMath.log(2), LOSS.value(1e-7, 1), 1e-15);
  }

  @Test
  void isLinearInTheScoreFarOnTheWrongSideAndNothingFarOnTheRight() {
    double power = 2e-6;
    double score = StrictMath.log((2e-6 + 2e-8) / (1e-7 + 2e-8)) / 0.2;
    assertEquals(score, LOSS.value(power, 0), 1e-5);
    assertEquals(0, LOSS.value(power, 1), 1e-5);
    assertEquals(StrictMath.log(6) / 0.2, LOSS.value(0, 1), 2e-4);
  }

  @Test
  void slopesAgreeWithFiniteDifferences() {
    for (int label = 0; label < 2; label++) {
      for (double power = 1e-9; power < 3e-6; power *= 1.7) {
        double h = power * 1e-5;
        double slope = (LOSS.value(power + h, label) - LOSS.value(power - h, label)) / (2 * h);
        assertEquals(slope, LOSS.slope(power, label), 1e-6 * Math.abs(slope) + 1e-3);
      }
    }
  }

  @Test
  void slopeByTheLevelOfTheDecisionAgreesWithFiniteDifferences() {
    double level = LOSS.level(LOSS.threshold());
    double h = 1e-6;
    for (double power = 1e-9; power < 3e-6; power *= 2.1) {
      double slope =
          (LogisticLoss.atLevel(level + h, 2e-8, 0.2).value(power, 1)
                  - LogisticLoss.atLevel(level - h, 2e-8, 0.2).value(power, 1))
              / (2 * h);
      assertEquals(slope, -LOSS.byScore(power, 1) / 0.2, 1e-6);
    }
  }

  @Test
  void staysFiniteForAnyPower() {
    for (double power : new double[] {0, 1e-30, 1e-3, 1e9}) {
      for (int label = 0; label < 2; label++) {
        assertTrue(Double.isFinite(LOSS.value(power, label)));
        assertTrue(Double.isFinite(LOSS.slope(power, label)));
      }
    }
  }
}
