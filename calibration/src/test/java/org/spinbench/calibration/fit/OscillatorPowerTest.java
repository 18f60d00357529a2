package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class OscillatorPowerTest {
  /** I_th = 10 µA, Q = 2: p(20 µA) = 1/4, p(40 µA) = 1/2 (Slavin and Tiberkevich 2009). */
  @Test
  void followsTheTextbookAboveThreshold() {
    assertEquals(0.25 * 4e-10, OscillatorPower.power(20e-6, 10e-6, 1, 2, 0), 1e-20);
    assertEquals(0.5 * 16e-10, OscillatorPower.power(40e-6, 10e-6, 1, 2, 0), 1e-20);
  }

  @Test
  void emitsItsNoiseAtThresholdAndLessBelow() {
    assertEquals(1e-3, OscillatorPower.power(1, 1, 1, 2, 1e-3), 1e-12);
    assertEquals(0, OscillatorPower.power(0.5, 1, 1, 2, 1e-3), 1e-5);
    assertEquals(0, OscillatorPower.power(-5, 1, 1, 2, 1e-3));
    assertEquals(0, OscillatorPower.power(0.5, 1, 1, 2, 0));
  }

  @Test
  void slopeIsThatOfThePower() {
    for (double threshold : new double[] {1, 0.4}) {
      for (double i = 0.1; i < 3; i += 0.13) {
        double h = 1e-6;
        double numeric =
            (OscillatorPower.power(i + h, threshold, 2, 1.5, 0.02)
                    - OscillatorPower.power(i - h, threshold, 2, 1.5, 0.02))
                / (2 * h);
        assertEquals(numeric, OscillatorPower.powerSlope(i, threshold, 2, 1.5, 0.02), 1e-6);
      }
      assertEquals(0, OscillatorPower.powerSlope(-0.5, threshold, 2, 1.5, 0.02));
    }
  }
}
