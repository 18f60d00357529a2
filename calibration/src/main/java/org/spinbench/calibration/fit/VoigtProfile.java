package org.spinbench.calibration.fit;

import org.apache.commons.math3.complex.Complex;

/**
 * The Voigt profile: a Lorentzian line convolved with a Gaussian filter.
 *
 * <p>By the rational approximations of J. Humlíček, "Optimized computation of the Voigt and complex
 * probability functions", J. Quant. Spectrosc. Radiat. Transfer 27, 437 (1982), DOI
 * 10.1016/0022-4073(82)90078-4, whose relative error is below 10⁻⁴.
 */
final class VoigtProfile {
  /** Full width at half maximum of a Gaussian over its standard deviation: 2√(2 ln 2). */
  private static final double WIDTH_OF_SIGMA = 2 * StrictMath.sqrt(2 * StrictMath.log(2));

  private static final double[] NEAR_NUMERATOR = {16.4955, 20.20933, 11.96482, 3.778987, 0.5642236};
  private static final double[] NEAR_DENOMINATOR = {
    16.4955, 38.82363, 39.27121, 21.69274, 6.699398, 1
  };
  private static final double[] CORE_NUMERATOR = {
    36183.31, -3321.9905, 1540.787, -219.0313, 35.76683, -1.320522, 0.56419
  };
  private static final double[] CORE_DENOMINATOR = {
    32066.6, -24322.84, 9022.228, -2186.181, 364.2191, -61.57037, 1.841439, -1
  };

  private VoigtProfile() {}

  /**
   * Density at a distance from the centre, 1/Hz; its integral is one.
   *
   * @param distance Hz
   * @param lorentzian full width at half maximum of the line, Hz; not negative
   * @param gaussian full width at half maximum of the filter, Hz; positive
   */
  static double density(double distance, double lorentzian, double gaussian) {
    double sigma = gaussian / WIDTH_OF_SIGMA;
    double scale = sigma * StrictMath.sqrt(2);
    double x = distance / scale;
    double y = lorentzian / 2 / scale;
    return faddeeva(x, y) / (scale * StrictMath.sqrt(Math.PI));
  }

  /** Real part of w(x + iy). */
  private static double faddeeva(double x, double y) {
    Complex t = new Complex(y, -x);
    double s = Math.abs(x) + y;
    if (s >= 15) {
      return t.multiply(0.5641896).divide(t.multiply(t).add(0.5)).getReal();
    }
    Complex u = t.multiply(t);
    if (s >= 5.5) {
      Complex above = t.multiply(u.multiply(0.5641896).add(1.410474));
      return above.divide(u.multiply(u.add(3)).add(0.75)).getReal();
    }
    if (y >= 0.195 * Math.abs(x) - 0.176) {
      return polynomial(NEAR_NUMERATOR, t).divide(polynomial(NEAR_DENOMINATOR, t)).getReal();
    }
    Complex rational = polynomial(CORE_NUMERATOR, u).divide(polynomial(CORE_DENOMINATOR, u));
    // exp(u) by StrictMath, since Complex does not use it.
    double exponential = StrictMath.exp(u.getReal()) * StrictMath.cos(u.getImaginary());
    return exponential - t.multiply(rational).getReal();
  }

  /** By Horner's scheme; coefficients from the constant up. */
  private static Complex polynomial(double[] coefficients, Complex at) {
    Complex sum = Complex.ZERO;
    for (int k = coefficients.length - 1; k >= 0; k--) {
      sum = sum.multiply(at).add(coefficients[k]);
    }
    return sum;
  }
}
