package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VoigtTest {
  private static final double FILTER = 300e3;

  /** What the profile is: a Lorentzian folded with a Gaussian, summed in small steps. */
  private static double folded(double distance, double lorentzian) {
    double sigma = FILTER / (2 * StrictMath.sqrt(2 * StrictMath.log(2)));
    double step = sigma / 200;
    double sum = 0;
    for (double x = -8 * sigma; x <= 8 * sigma; x += step) {
      double gaussian =
          StrictMath.exp(-x * x / (2 * sigma * sigma)) / (sigma * Math.sqrt(2 * Math.PI));
      double d = distance - x;
      double half = lorentzian / 2;
      sum += gaussian * half / Math.PI / (d * d + half * half) * step;
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(doubles = {20e3, 100e3, 300e3, 2e6, 30e6})
  void isALorentzianFoldedWithAGaussian(double lorentzian) {
    for (double distance = 0; distance < 3e6; distance += 37e3) {
      double expected = folded(distance, lorentzian);
      assertEquals(expected, Voigt.density(distance, lorentzian, FILTER), 2e-4 * expected);
      assertEquals(expected, Voigt.density(-distance, lorentzian, FILTER), 2e-4 * expected);
    }
  }

  @Test
  void withoutALorentzianIsTheGaussian() {
    double sigma = FILTER / (2 * StrictMath.sqrt(2 * StrictMath.log(2)));
    double peak = 1 / (sigma * Math.sqrt(2 * Math.PI));
    assertEquals(peak, Voigt.density(0, 0, FILTER), 1e-4 * peak);
    assertEquals(peak / 2, Voigt.density(FILTER / 2, 0, FILTER), 1e-4 * peak, "half maximum");
  }
}
