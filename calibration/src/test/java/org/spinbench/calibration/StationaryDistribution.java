package org.spinbench.calibration;

/**
 * An auto-oscillator with thermal noise, by numerical integration of its stationary distribution:
 *
 * <pre>P(p) ∝ exp{−[p − ξ ∫ (1 − p)/(1 + Q p) dp]/η}</pre>
 *
 * (V. Tiberkevich, A. Slavin and J.-V. Kim 2007, doi:10.1063/1.2812546).
 *
 * @param q Q, above zero
 * @param noise η
 */
public record StationaryDistribution(double q, double noise) {
  private static final int PARTS = 2_000;

  /** The one whose mean at ξ = 1 is w, found by halving. */
  public static StationaryDistribution of(double q, double w) {
    double low = 0;
    double high = 4 * (1 + q) * w * w;
    for (int i = 0; i < 60; i++) {
      double middle = 0.5 * (low + high);
      if (new StationaryDistribution(q, middle).mean(1) < w) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return new StationaryDistribution(q, high);
  }

  /** The mean square of the amplitude at ξ. */
  public double mean(double xi) {
    double bright = Math.max(0, (xi - 1) / (xi + q));
    double deviation = Math.sqrt(noise / (1 + q)) * (1 + Math.sqrt(xi));
    double reach = xi < 1 ? Math.min(12 * deviation, 40 * noise / (1 - xi)) : 12 * deviation;
    double low = Math.max(0, bright - reach);
    double step = (bright + reach - low) / PARTS;
    double least = exponent(xi, bright);
    double sum = 0;
    double moment = 0;
    for (int i = 0; i <= PARTS; i++) {
      double p = low + i * step;
      double part = (i == 0 || i == PARTS ? 0.5 : 1) * Math.exp(least - exponent(xi, p));
      sum += part;
      moment += part * p;
    }
    return moment / sum;
  }

  private double exponent(double xi, double p) {
    double gain = -p / q + (1 + 1 / q) / q * Math.log1p(q * p);
    return (p - xi * gain) / noise;
  }
}
