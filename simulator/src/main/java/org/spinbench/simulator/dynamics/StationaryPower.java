package org.spinbench.simulator.dynamics;

import static org.spinbench.simulator.physics.Checks.finite;
import static org.spinbench.simulator.physics.Checks.positive;

/**
 * The distribution of an oscillator's power under thermal noise, exact at any current.
 *
 * <pre>
 *   ln P(p) = (1/η) ∫ [Γ₋(p)/Γ₊(p) − 1] dp + const
 *           = −p (Q + q ξ)/(Q η) + ξ (Q + q)/(Q² η) ln(1 + Q p) + const      (Q above 0)
 *           = [(ξ − 1) p − ξ q p²/2]/η + const                               (Q = 0)
 * </pre>
 *
 * It is the stationary solution of the Fokker-Planck equation of {@link NonlinearOscillator}; the
 * mean, the variance and the correlation time are quadratures over it. ln P is concave, so one
 * maximum and two tails bound the range of integration.
 *
 * <p>Reference: V. Tiberkevich, A. Slavin, J.-V. Kim, Appl. Phys. Lett. 91, 192506 (2007),
 * doi:10.1063/1.2812546; correlation time: C. W. Gardiner, "Handbook of Stochastic Methods", third
 * edition (2004), section 5.2 (one-dimensional Fokker-Planck equations).
 */
public final class StationaryPower {
  /** Where the density has fallen by e to the minus this, it counts no more. */
  private static final double TAIL = 45;

  private static final int INTERVALS = 4000;

  private final NonlinearOscillator oscillator;
  private final double supercriticality;
  private final double peak;
  private final double low;
  private final double high;
  private final double mean;
  private final double variance;
  private final double norm;

  /**
   * The distribution at one current.
   *
   * @param supercriticality ξ = I/I_th, of either sign
   * @throws IllegalArgumentException if the oscillator has no noise, or nothing limits its power
   */
  public StationaryPower(NonlinearOscillator oscillator, double supercriticality) {
    finite("supercriticality", supercriticality, "");
    positive("thermal noise", oscillator.noise(), "");
    this.oscillator = oscillator;
    this.supercriticality = supercriticality;
    peak = oscillator.stationaryPower(supercriticality);
    if (supercriticality == 1) {
      oscillator.stationaryPower(Math.nextUp(1.0)); // nothing but the noise would limit the power
    }
    low = lowerEnd();
    high = upperEnd();
    double sum = 0;
    double first = 0;
    double second = 0;
    double step = (high - low) / INTERVALS;
    for (int i = 0; i <= INTERVALS; i++) {
      double p = low + i * step;
      double weight = simpson(i) * step / 3 * relative(p);
      double deviation = p - peak;
      sum += weight;
      first += weight * deviation;
      second += weight * deviation * deviation;
    }
    norm = sum;
    mean = peak + first / sum;
    variance = second / sum - (first / sum) * (first / sum);
  }

  private static double simpson(int i) {
    if (i == 0 || i == INTERVALS) {
      return 1;
    }
    return i % 2 == 0 ? 2 : 4;
  }

  /** ln P without its constant. */
  private double logarithm(double p) {
    double q = oscillator.depletion();
    double damping = oscillator.damping();
    double integral =
        damping == 0
            ? (supercriticality - 1) * p - supercriticality * q * p * p / 2
            : -p * (damping + q * supercriticality) / damping
                + supercriticality
                    * (damping + q)
                    / (damping * damping)
                    * StrictMath.log1p(damping * p);
    return integral / oscillator.noise();
  }

  /** P(p)/P(peak). */
  private double relative(double p) {
    return StrictMath.exp(logarithm(p) - logarithm(peak));
  }

  private double lowerEnd() {
    if (peak == 0 || logarithm(0) - logarithm(peak) > -TAIL) {
      return 0;
    }
    double inside = peak;
    double outside = 0;
    for (int i = 0; i < 60; i++) {
      double middle = (inside + outside) / 2;
      if (logarithm(middle) - logarithm(peak) > -TAIL) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    return outside;
  }

  private double upperEnd() {
    double length = oscillator.noise();
    while (logarithm(peak + length) - logarithm(peak) > -TAIL) {
      length *= 1.25;
    }
    return peak + length;
  }

  /** ⟨p⟩. */
  public double mean() {
    return mean;
  }

  /** Standard deviation of p. */
  public double deviation() {
    return Math.sqrt(variance);
  }

  /** P(p), normalised. */
  public double density(double p) {
    return p < 0 ? 0 : relative(p) / norm;
  }

  /** Below it lies next to nothing of the distribution. */
  double low() {
    return low;
  }

  /** Above it lies next to nothing of the distribution. */
  double high() {
    return high;
  }

  /**
   * Correlation time of the power, s: ∫ ⟨δp(0) δp(t)⟩ dt / ⟨δp²⟩. It is 1/(2 Γ_p) far from
   * threshold, and finite at it.
   */
  public double correlationTime() {
    double step = (high - low) / INTERVALS;
    double[] moment = new double[INTERVALS + 1];
    for (int i = 0; i <= INTERVALS; i++) {
      double p = low + i * step;
      moment[i] = (p - mean) * relative(p) / norm;
    }
    // The flux vanishes at both ends, and each tail is summed from its own end: no cancellation.
    int middle = (int) ((mean - low) / step);
    return (ofTail(moment, 1, middle, step) + ofTail(moment, INTERVALS - 1, middle + 1, step))
        / variance;
  }

  private double ofTail(double[] moment, int from, int to, double step) {
    int direction = from <= to ? 1 : -1;
    double flux = 0;
    double sum = 0;
    for (int i = from; i != to + direction; i += direction) {
      double p = low + i * step;
      flux += (moment[i - direction] + moment[i]) * step / 2;
      double conducting = 2 * p * oscillator.diffusion(p) * relative(p) / norm;
      sum += conducting > 0 ? flux * flux / conducting * step : 0;
    }
    return sum;
  }
}
