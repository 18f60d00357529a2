package org.spinbench.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.fit.LeastSquares;

class PriorInfluenceTest {
  /**
   * Three readings of one number, 7.1, 6.8 and 7.4 with deviations of 0.6, and the prior 5 ± 0.4:
   * by the weighted mean, the readings alone give 7.1 ± 0.6/√3.
   */
  @Test
  void withoutThePriorTheReadingsRemain() {
    double[] read = {7.1, 6.8, 7.4};
    LeastSquares.Solution fit =
        new LeastSquares("x")
            .prior("number", 5, 5, 0.4)
            .minimise(
                3,
                (values, residuals) -> {
                  for (int i = 0; i < 3; i++) {
                    residuals[i] = (values[0] - read[i]) / 0.6;
                  }
                });
    PriorInfluence influence = fit.report().priors().get("number");
    assertEquals(new Value(5, 0.4), influence.prior());
    double readings = 3 / 0.36;
    double prior = 1 / 0.16;
    assertEquals(prior / (prior + readings), influence.share(), 1e-9);
    assertFalse(influence.dominated());
    Value alone = influence.without().orElseThrow();
    assertEquals(7.1, alone.value(), 1e-6);
    assertEquals(0.6 / Math.sqrt(3), alone.deviation(), 1e-6);
    assertEquals(
        (7.1 * readings + 5 * prior) / (readings + prior), influence.posterior().value(), 1e-6);
    // the readings' mean and the prior differ by 2.1, with a variance of 0.6²/3 + 0.4²
    assertEquals(2.1 / Math.sqrt(0.12 + 0.16), influence.pull().orElseThrow(), 1e-6);
  }

  @Test
  void aPriorThatNoReadingChangedIsAllThereIs() {
    PriorInfluence influence = new PriorInfluence(new Value(2, 1), new Value(2, 1));
    assertEquals(1, influence.share());
    assertTrue(influence.dominated());
    assertEquals(Optional.empty(), influence.without());
    assertEquals(Optional.empty(), influence.pull());
  }

  @Test
  void aCalibrationOfAnEarlierVersionHasNone() {
    FitReport fit = new FitReport(java.util.List.of(), java.util.List.of(), 0, 1);
    assertEquals(Map.of(), fit.priors());
  }
}
