package org.spinbench.calibration;

import org.apache.commons.numbers.gamma.Erfcx;

/**
 * How the emission of an auto-oscillator rises around its threshold: the mean p of the square of
 * its amplitude, in units of its saturation, as a function of ξ = I/I_th, of its nonlinear damping
 * Q and of what noise leaves of it at threshold, w = p(ξ = 1). Far above threshold every knee is x
 * = (ξ − 1)/(ξ + Q) (A. Slavin and V. Tiberkevich 2009, doi:10.1109/TMAG.2008.2009935).
 *
 * <p>Currents are above zero; A.
 */
public enum Knee {
  /** p = [x + √(x² + 4 w²)]/2: that of calibrations of earlier versions, and of designs. */
  ROOT {
    @Override
    public double orbit(double current, double threshold, double q, double w) {
      double x = unperturbed(current / threshold, q);
      return 0.5 * (x + root(x, w));
    }

    @Override
    public double slope(double current, double threshold, double q, double w) {
      double xi = current / threshold;
      double x = unperturbed(xi, q);
      return 0.5 * (1 + x / root(x, w)) * (1 + q) / ((xi + q) * (xi + q) * threshold);
    }

    @Override
    public double steepness(double current, double threshold, double q, double w) {
      double xi = current / threshold;
      double dx = (1 + q) / ((xi + q) * (xi + q) * threshold);
      return 0.5 * current * dx / root(unperturbed(xi, q), w);
    }

    @Override
    public void slopes(double scale, double left, double xi, double q, double w, double[] slopes) {
      double x = unperturbed(xi, q);
      double root = Math.max(1e-300, root(x, w));
      double byX = scale * 0.5 * (1 + x / root) * left;
      slopes[BY_XI] = byX * ((1 + q) / ((xi + q) * (xi + q)));
      slopes[BY_Q] = -byX * (xi - 1) / ((xi + q) * (xi + q));
      slopes[BY_NOISE] = scale * 2 * w / root * left;
    }

    private double root(double x, double w) {
      return Math.sqrt(x * x + 4 * w * w);
    }
  },

  /**
   * With thermal noise, which spreads the square as a normal variable that is cut off at zero:
   *
   * <pre>
   * p = x + n Q (1 + Q)/(ξ + Q) + s φ(z)/Φ(z),   z = x/s,   s = √(n ξ) (1 + Q)/(ξ + Q),
   * w = √(2 n/π) + n Q</pre>
   *
   * with φ and Φ the density and the distribution of a normal variable. The first two terms are the
   * mean of the stationary distribution without its lower end (V. Tiberkevich, A. Slavin and J.-V.
   * Kim 2007, doi:10.1063/1.2812546, with n (1 + Q) for its η); the third is what the end adds, as
   * far as the distribution is normal there. Beside the whole distribution with Q to 5 and w to
   * 0.035, it is 0.6 % off above threshold and 6 % at half of it.
   */
  THERMAL {
    @Override
    public double orbit(double current, double threshold, double q, double w) {
      double xi = current / threshold;
      double s1 = deviation(q, w);
      return cutOff(unperturbed(xi, q), s1 * growth(xi, q)) + s1 * s1 * q * (1 + q) / (xi + q);
    }

    @Override
    public double slope(double current, double threshold, double q, double w) {
      double[] slopes = new double[SLOPES];
      slopes(1, 1, current / threshold, q, w, slopes);
      return slopes[BY_XI] / threshold;
    }

    @Override
    public double steepness(double current, double threshold, double q, double w) {
      double orbit = orbit(current, threshold, q, w);
      return orbit == 0 ? 0 : 0.5 * current * slope(current, threshold, q, w) / orbit;
    }

    @Override
    public void slopes(double scale, double left, double xi, double q, double w, double[] slopes) {
      double x = unperturbed(xi, q);
      double s1 = deviation(q, w);
      double s1ByNoise = 1 / (2 * q * s1 + AT_THRESHOLD);
      double s1ByQ = -s1 * s1 * s1ByNoise;
      double growth = growth(xi, q);
      double s = s1 * growth;
      double byX = cutOffByX(x, s);
      double byS = cutOffByDeviation(x, s);
      double above = xi + q;
      double more = q * (1 + q) / above;
      double unit = scale * left;
      slopes[BY_XI] =
          unit
              * (byX * (1 + q) / (above * above)
                  + byS * s * (0.5 / xi - 1 / above)
                  - s1 * s1 * more / above);
      slopes[BY_Q] =
          unit
              * (-byX * (xi - 1) / (above * above)
                  + byS * (s1ByQ * growth + s * (1 / (1 + q) - 1 / above))
                  + 2 * s1 * s1ByQ * more
                  + s1 * s1 * ((1 + 2 * q) - more) / above);
      slopes[BY_NOISE] = unit * Math.signum(w) * s1ByNoise * (byS * growth + 2 * s1 * more);
    }

    /** √n, the deviation of the square at threshold. */
    private double deviation(double q, double w) {
      double size = Math.abs(w);
      return 2 * size / (AT_THRESHOLD + Math.sqrt(AT_THRESHOLD * AT_THRESHOLD + 4 * q * size));
    }

    /** Deviation of the square over that at threshold. */
    private double growth(double xi, double q) {
      return Math.sqrt(xi) * (1 + q) / (xi + q);
    }
  };

  /** Place of the derivatives by ξ, Q and w in {@link #slopes}. */
  public static final int BY_XI = 0;

  public static final int BY_Q = 1;
  public static final int BY_NOISE = 2;

  /** Number of these derivatives. */
  public static final int SLOPES = 3;

  private static final double SQRT2 = Math.sqrt(2);

  /** φ(0)/Φ(0). */
  private static final double AT_THRESHOLD = Math.sqrt(2 / Math.PI);

  /** Deviations above zero beyond which the end of a normal distribution adds nothing. */
  private static final double FLAT = 38;

  /** Deviations below zero beyond which the asymptotic series is exact to 1e-12. */
  private static final double FAR = 60;

  /** The mean square of the amplitude; above zero with noise. */
  public abstract double orbit(double current, double threshold, double q, double w);

  /** Derivative of {@link #orbit} by the current, 1/A. */
  public abstract double slope(double current, double threshold, double q, double w);

  /** Half of the derivative of the logarithm of {@link #orbit} by that of the current. */
  public abstract double steepness(double current, double threshold, double q, double w);

  /**
   * The derivatives of {@link #orbit} by ξ, Q and w, each times two factors.
   *
   * @param slopes receives them at {@link #BY_XI}, {@link #BY_Q} and {@link #BY_NOISE}
   */
  public abstract void slopes(
      double scale, double left, double xi, double q, double w, double[] slopes);

  /** The square of the amplitude without noise; negative below threshold. */
  private static double unperturbed(double xi, double q) {
    return (xi - 1) / (xi + q);
  }

  /** Mean of the part above zero of a normal distribution with the mean x: x + s φ(x/s)/Φ(x/s). */
  private static double cutOff(double x, double s) {
    double z = x / s;
    if (s == 0 || z > FLAT) {
      return Math.max(0, x);
    }
    return s * (z < -FAR ? beyond(-z) : z + hazard(z));
  }

  private static double cutOffByX(double x, double s) {
    double z = x / s;
    if (s == 0 || z > FLAT) {
      return x > 0 ? 1 : 0;
    }
    if (z < -FAR) {
      return beyondSlope(-z);
    }
    double hazard = hazard(z);
    return 1 - hazard * (z + hazard);
  }

  private static double cutOffByDeviation(double x, double s) {
    double z = x / s;
    if (s == 0 || z > FLAT) {
      return 0;
    }
    if (z < -FAR) {
      return beyond(-z) - z * beyondSlope(-z);
    }
    double hazard = hazard(z);
    return hazard * (1 + z * (z + hazard));
  }

  /** φ(z)/Φ(z). */
  private static double hazard(double z) {
    return AT_THRESHOLD / Erfcx.value(-z / SQRT2);
  }

  /** z + φ(z)/Φ(z) at z = −t, by its asymptotic series. */
  private static double beyond(double t) {
    double u = 1 / (t * t);
    return (1 - u * (2 - u * (10 - u * 74))) / t;
  }

  /** Derivative of z + φ(z)/Φ(z) by z at z = −t. */
  private static double beyondSlope(double t) {
    double u = 1 / (t * t);
    return u * (1 - u * (6 - u * (50 - u * 518)));
  }
}
