package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("any-jdk")
class VoigtProfileTest {
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
      assertEquals(expected, VoigtProfile.density(distance, lorentzian, FILTER), 2e-4 * expected);
      assertEquals(expected, VoigtProfile.density(-distance, lorentzian, FILTER), 2e-4 * expected);
    }
  }

  @Test
  void withoutALorentzianIsTheGaussian() {
    double sigma = FILTER / (2 * StrictMath.sqrt(2 * StrictMath.log(2)));
    double peak = 1 / (sigma * Math.sqrt(2 * Math.PI));
    assertEquals(peak, VoigtProfile.density(0, 0, FILTER), 1e-4 * peak);
    assertEquals(
        peak / 2, VoigtProfile.density(FILTER / 2, 0, FILTER), 1e-4 * peak, "half maximum");
  }

  /**
   * Re w(x + iy) as S. G. Johnson's Faddeeva package (as in SciPy 1.17) and exp(−z²) erfc(−iz) in
   * 30 digits give it: in each region of Humlíček's approximations, where he states 10⁻⁴, and just
   * inside their boundaries, where the approximation of the region beside is worse than that.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 0.5, 0.6156903",
    "0, 2, 0.2553957",
    "0, 30, 0.01879589",
    "0.5, 0.02, 0.7659661",
    "1, 0.25, 0.3716583",
    "2.6, 0.676, 0.06695399",
    "3.05, 0.405, 0.02940394",
    "4, 0.61, 0.02322565",
    "2, 2, 0.1479528",
    "3.8, 1.7, 0.05936208",
    "6.65, 1.13, 0.01448085",
    "6.6, 1.13, 0.01470194",
    "5.6, 0.01, 0.000189288",
    "11.85, 3.15, 0.01192985",
    "9, 8, 0.03125939",
    "20, 0.5, 0.0007074522",
    "3, 40, 0.01402159",
    "1000, 1, 5.641899e-07"
  })
  void isTheFaddeevaFunctionToATenThousandth(double x, double y, double w) {
    double scale = FILTER / (2 * StrictMath.sqrt(StrictMath.log(2)));
    double expected = w / (scale * StrictMath.sqrt(Math.PI));
    assertEquals(expected, VoigtProfile.density(x * scale, 2 * y * scale, FILTER), 1e-4 * expected);
    assertEquals(
        expected, VoigtProfile.density(-x * scale, 2 * y * scale, FILTER), 1e-4 * expected);
  }
}
