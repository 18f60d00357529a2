package org.spinbench.simulator.dynamics;

/**
 * The power spectrum of an oscillator's amplitude under thermal noise, exact at any current, with
 * its peak and its full width at half maximum.
 *
 * <pre>
 *   S(ω) = 2 Re ∫ P(p) p u(p) dp,   (iω − M) u = 1
 *   M u = (a + D′) u + [2 p Re a + 4 D + 2 p D′] u′ + 2 p D u″,   a = −i N p − Γ₊(p) + Γ₋(p)
 * </pre>
 *
 * ω is counted from ω₀. M is the generator of {@link NonlinearOscillator} for functions c u(p): the
 * expected amplitude after a time t, from c, is c u(p, t). On a grid of p the equation is
 * tridiagonal. Near threshold the line is not a Lorentzian, and its width has a minimum just below
 * threshold and a maximum just above it, which no interpolation between the two limits shows.
 *
 * <p>Reference: generator of a Markov process and its spectrum, C. W. Gardiner, "Handbook of
 * Stochastic Methods", third edition (2004), section 5.2; model as in {@link NonlinearOscillator}.
 */
public final class EmissionSpectrum {
  private static final int POINTS = 1501;

  /** Points that look for the line before its top is found between three of them. */
  private static final int SCAN = 24;

  /** Part of the line's width to which its peak and its edges are found. */
  private static final double EXACT = 1e-4;

  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private final NonlinearOscillator oscillator;
  private final double supercriticality;
  private final StationaryPower power;
  private final int points;
  private final double low;
  private final double step;
  private final double[] weight;
  private final double peak;
  private final double width;

  /**
   * The spectrum at one current.
   *
   * @param supercriticality ξ = I/I_th, of either sign
   * @throws IllegalArgumentException if the oscillator has no noise, or nothing limits its power
   */
  public EmissionSpectrum(NonlinearOscillator oscillator, double supercriticality) {
    this(oscillator, supercriticality, POINTS);
  }

  /**
   * The same on a grid of so many powers: 1501 are right to 0.1 % of the width, 401 to 1 %, in a
   * quarter of the time.
   */
  public EmissionSpectrum(NonlinearOscillator oscillator, double supercriticality, int points) {
    this.points = points;
    weight = new double[points];
    this.oscillator = oscillator;
    this.supercriticality = supercriticality;
    power = new StationaryPower(oscillator, supercriticality);
    low = power.low();
    step = (power.high() - low) / (points - 1);
    for (int i = 0; i < points; i++) {
      double p = low + i * step;
      weight[i] = (i == 0 || i == points - 1 ? 0.5 : 1) * step * p * power.density(p);
    }
    peak = highest();
    double half = density(peak) / 2;
    width = (edge(half, 1) - edge(half, -1)) / (2 * Math.PI);
  }

  /** The power of the oscillator, of which this is the spectrum. */
  public StationaryPower power() {
    return power;
  }

  /** Frequency of the highest point of the line minus ω₀/2π, Hz. */
  public double peakShift() {
    return peak / (2 * Math.PI);
  }

  /** Full width at half maximum, Hz. */
  public double width() {
    return width;
  }

  /**
   * Power per angular frequency, in units of p s.
   *
   * @param detuning ω − ω₀, rad/s
   */
  public double density(double detuning) {
    // The Thomas algorithm with complex numbers; the sign of c's rotation makes ω count upwards.
    double[] upperRe = new double[points];
    double[] upperIm = new double[points];
    double[] rightRe = new double[points];
    double[] rightIm = new double[points];
    double slope = oscillator.diffusionSlope();
    for (int i = 0; i < points; i++) {
      double p = low + i * step;
      double diffusion = oscillator.diffusion(p);
      double gain = oscillator.gain(supercriticality, p);
      double second = 2 * p * diffusion / (step * step);
      double first = 2 * p * gain + 4 * diffusion + 2 * p * slope;
      double below;
      double above;
      double middle;
      if (i == 0) {
        // At p = 0 the second derivative has no weight; elsewhere the end is beyond all of P.
        below = 0;
        above = low == 0 ? first / step : 2 * second;
        middle = -above;
      } else if (i == points - 1) {
        below = second * 2;
        above = 0;
        middle = -second * 2;
      } else {
        below = second - first / (2 * step);
        above = second + first / (2 * step);
        middle = -2 * second;
      }
      double re = -(middle + gain + slope);
      double im = oscillator.shift() * p - detuning;
      double pivotRe = re;
      double pivotIm = im;
      double sideRe = 1;
      double sideIm = 0;
      if (i > 0) {
        pivotRe += below * upperRe[i - 1];
        pivotIm += below * upperIm[i - 1];
        sideRe += below * rightRe[i - 1];
        sideIm += below * rightIm[i - 1];
      }
      double norm = pivotRe * pivotRe + pivotIm * pivotIm;
      upperRe[i] = -above * pivotRe / norm;
      upperIm[i] = above * pivotIm / norm;
      rightRe[i] = (sideRe * pivotRe + sideIm * pivotIm) / norm;
      rightIm[i] = (sideIm * pivotRe - sideRe * pivotIm) / norm;
    }
    double uRe = 0;
    double uIm = 0;
    double sum = 0;
    for (int i = points - 1; i >= 0; i--) {
      double re = rightRe[i] - (upperRe[i] * uRe - upperIm[i] * uIm);
      double im = rightIm[i] - (upperRe[i] * uIm + upperIm[i] * uRe);
      uRe = re;
      uIm = im;
      sum += weight[i] * uRe;
    }
    return 2 * sum;
  }

  /** Where the line is highest: a scan over the shifts of the likely powers, then its best part. */
  private double highest() {
    double shift = oscillator.shift();
    double reach = 4 * Math.PI * scale() + 2 * Math.abs(shift) * power.deviation();
    double middle = shift * (power.mean() + power.deviation() * power.deviation() / power.mean());
    double interval = 2 * reach / SCAN;
    int best = 0;
    double highest = 0;
    for (int i = 0; i <= SCAN; i++) {
      double here = density(middle - reach + i * interval);
      if (here > highest) {
        highest = here;
        best = i;
      }
    }
    double left = middle - reach + (best - 1) * interval;
    double right = left + 2 * interval;
    double a = right - GOLDEN * (right - left);
    double b = left + GOLDEN * (right - left);
    double atA = density(a);
    double atB = density(b);
    while (right - left > EXACT * 2 * Math.PI * scale()) {
      if (atA > atB) {
        right = b;
        b = a;
        atB = atA;
        a = right - GOLDEN * (right - left);
        atA = density(a);
      } else {
        left = a;
        a = b;
        atA = atB;
        b = left + GOLDEN * (right - left);
        atB = density(b);
      }
    }
    return (left + right) / 2;
  }

  /** A width that is near enough to look for the line with, Hz. */
  private double scale() {
    double spread = Math.abs(oscillator.shift()) * power.deviation() / (2 * Math.PI);
    double asymptotic = oscillator.asymptoticWidth(supercriticality);
    double atThreshold =
        oscillator.relaxation()
            / Math.PI
            * Math.sqrt(oscillator.noise() * (oscillator.damping() + oscillator.depletion()));
    return Math.max(
        Math.min(asymptotic, supercriticality < 1 ? asymptotic : spread + atThreshold),
        atThreshold / 2);
  }

  /** Where the line falls to a level on one side of its peak, rad/s. */
  private double edge(double level, int side) {
    double inside = 0;
    double outside = Math.PI * scale();
    while (density(peak + side * outside) > level) {
      inside = outside;
      outside *= 2;
    }
    while (outside - inside > EXACT * outside) {
      double middle = (inside + outside) / 2;
      if (density(peak + side * middle) > level) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    return side * (inside + outside) / 2;
  }
}
