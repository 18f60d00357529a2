package org.spinbench.drivers.instrument.role;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RcChainTest {
  /**
   * The upper tail of the chi-square distribution with 2n degrees of freedom, at twice the time.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 2.302585, 0.1",
    "1, 6.907755, 0.001",
    "2, 4.743865, 0.05",
    "3, 8.405947, 0.01",
    "4, 13.06224, 0.001",
    "4, 10.04512, 0.01"
  })
  void theStepResponseIsThatOfTheTables(int stages, double time, double remainder) {
    assertEquals(remainder, RcChain.remainder(stages, time), 2e-6 * remainder + 1e-9);
    assertEquals(time, RcChain.timeConstants(stages, remainder), 1e-5 * time);
  }

  /** Stages one after another, each an RC low-pass, followed in small steps of time. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void theStepResponseIsThatOfStagesInSeries(int stages) {
    double[] outputs = new double[stages];
    double step = 1e-4;
    for (int k = 1; k <= 80_000; k++) {
      double input = 1;
      for (int stage = 0; stage < stages; stage++) {
        outputs[stage] += step * (input - outputs[stage]);
        input = outputs[stage];
      }
      if (k % 20_000 == 0) {
        assertEquals(
            1 - outputs[stages - 1], RcChain.remainder(stages, k * step), 3e-4, "after " + k);
      }
    }
  }

  @Test
  void beforeAStepAllOfItIsMissingAndLongAfterItNothing() {
    assertEquals(1, RcChain.remainder(4, 0));
    assertEquals(1, RcChain.remainder(4, -3));
    assertEquals(0, RcChain.remainder(4, Double.POSITIVE_INFINITY));
    assertTrue(RcChain.remainder(4, 900) >= 0);
  }
}
