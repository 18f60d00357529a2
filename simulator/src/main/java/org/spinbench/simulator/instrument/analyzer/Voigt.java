package org.spinbench.simulator.instrument.analyzer;

/**
 * The Voigt function: the response of a Gaussian filter to a Lorentzian line.
 *
 * <p>K(x, y) = Re w(x + iy) = (y/π) ∫ exp(−t²) / ((x − t)² + y²) dt
 *
 * <p>with x the detuning and y the half width of the line, both in units of √2 standard deviations
 * of the filter. Rational approximations of J. Humlíček, JQSRT 27, 437 (1982),
 * doi:10.1016/0022-4073(82)90078-4; relative error below 1e-4.
 */
final class Voigt {
  private Voigt() {}

  /** K(x, y) for nonnegative x and y; exp(-x²) for y = 0. */
  static double k(double x, double y) {
    double distance = Math.abs(x);
    if (y == 0) {
      return distance < 27 ? StrictMath.exp(-x * x) : 0;
    }
    double s = distance + y;
    if (s >= 15) {
      return far(distance, y);
    }
    if (s >= 5.5) {
      return middle(distance, y);
    }
    return y >= 0.195 * distance - 0.176 ? near(distance, y) : narrow(distance, y);
  }

  private static double far(double x, double y) {
    // w = a t / (1/2 + t²), t = y − ix
    double re = 0.5 + y * y - x * x;
    double im = -2 * x * y;
    return quotient(0.5641896 * y, -0.5641896 * x, re, im);
  }

  private static double middle(double x, double y) {
    double tr = y;
    double ti = -x;
    double ur = tr * tr - ti * ti;
    double ui = 2 * tr * ti;
    double ar = 1.410474 + 0.5641896 * ur;
    double ai = 0.5641896 * ui;
    double br = 0.75 + ur * (3 + ur) - ui * ui;
    double bi = ui * (3 + 2 * ur);
    return quotient(tr * ar - ti * ai, tr * ai + ti * ar, br, bi);
  }

  private static final double[] NEAR_ABOVE = {16.4955, 20.20933, 11.96482, 3.778987, 0.5642236};
  private static final double[] NEAR_BELOW = {16.4955, 38.82363, 39.27121, 21.69274, 6.699398, 1};

  private static double near(double x, double y) {
    return ratio(NEAR_ABOVE, NEAR_BELOW, y, -x, 1, 0);
  }

  private static final double[] NARROW_ABOVE = {
    36183.31, -3321.9905, 1540.787, -219.0313, 35.76683, -1.320522, 0.56419
  };
  private static final double[] NARROW_BELOW = {
    32066.6, -24322.84, 9022.228, -2186.181, 364.2191, -61.57037, 1.841439, -1
  };

  private static double narrow(double x, double y) {
    double ur = y * y - x * x;
    double ui = -2 * x * y;
    double gaussian = StrictMath.exp(ur) * StrictMath.cos(ui);
    return gaussian - ratio(NARROW_ABOVE, NARROW_BELOW, ur, ui, y, -x);
  }

  /** Real part of f P(z)/Q(z); polynomials by rising powers, z and f complex. */
  private static double ratio(double[] p, double[] q, double zr, double zi, double fr, double fi) {
    double pr = 0;
    double pi = 0;
    for (int i = p.length - 1; i >= 0; i--) {
      double re = pr * zr - pi * zi + p[i];
      pi = pr * zi + pi * zr;
      pr = re;
    }
    double qr = 0;
    double qi = 0;
    for (int i = q.length - 1; i >= 0; i--) {
      double re = qr * zr - qi * zi + q[i];
      qi = qr * zi + qi * zr;
      qr = re;
    }
    return quotient(fr * pr - fi * pi, fr * pi + fi * pr, qr, qi);
  }

  private static double quotient(double ar, double ai, double br, double bi) {
    return (ar * br + ai * bi) / (br * br + bi * bi);
  }
}
