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
  private static final int POINTS = 3001;
  private static final int HALVINGS = 40;

  private final NonlinearOscillator oscillator;
  private final double supercriticality;
  private final StationaryPower power;
  private final double step;
  private final double[] weight = new double[POINTS];
  private final double peak;
  private final double width;

  /**
   * The spectrum at one current.
   *
   * @param supercriticality ξ = I/I_th, of either sign
   * @throws IllegalArgumentException if the oscillator has no noise, or nothing limits its power
   */
  public EmissionSpectrum(NonlinearOscillator oscillator, double supercriticality) {
    this.oscillator = oscillator;
    this.supercriticality = supercriticality;
    power = new StationaryPower(oscillator, supercriticality);
    step = power.high() / (POINTS - 1);
    for (int i = 0; i < POINTS; i++) {
      double p = i * step;
      weight[i] = (i == 0 || i == POINTS - 1 ? 0.5 : 1) * step * p * power.density(p);
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
    double[] upperRe = new double[POINTS];
    double[] upperIm = new double[POINTS];
    double[] rightRe = new double[POINTS];
    double[] rightIm = new double[POINTS];
    double slope = oscillator.diffusionSlope();
    for (int i = 0; i < POINTS; i++) {
      double p = i * step;
      double diffusion = oscillator.diffusion(p);
      double gain = oscillator.gain(supercriticality, p);
      double second = 2 * p * diffusion / (step * step);
      double first = 2 * p * gain + 4 * diffusion + 2 * p * slope;
      double below;
      double above;
      double middle;
      if (i == 0) {
        below = 0;
        above = first / step;
        middle = -first / step;
      } else if (i == POINTS - 1) {
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
    for (int i = POINTS - 1; i >= 0; i--) {
      double re = rightRe[i] - (upperRe[i] * uRe - upperIm[i] * uIm);
      double im = rightIm[i] - (upperRe[i] * uIm + upperIm[i] * uRe);
      uRe = re;
      uIm = im;
      sum += weight[i] * uRe;
    }
    return 2 * sum;
  }

  /** Where the line is highest: a scan over the shifts of all powers, then thirds of the best. */
  private double highest() {
    double shift = oscillator.shift();
    double reach = 2 * Math.PI * scale();
    double from = Math.min(0, shift * power.high()) - reach;
    double to = Math.max(0, shift * power.high()) + reach;
    int steps = (int) Math.min(400, Math.max(20, Math.ceil((to - from) / reach * 2)));
    double best = from;
    double highest = 0;
    for (int i = 0; i <= steps; i++) {
      double at = from + (to - from) * i / steps;
      double here = density(at);
      if (here > highest) {
        highest = here;
        best = at;
      }
    }
    double left = best - (to - from) / steps;
    double right = best + (to - from) / steps;
    for (int i = 0; i < HALVINGS; i++) {
      double a = left + (right - left) / 3;
      double b = right - (right - left) / 3;
      if (density(a) < density(b)) {
        left = a;
      } else {
        right = b;
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
    double outside = 2 * Math.PI * scale();
    while (density(peak + side * outside) > level) {
      inside = outside;
      outside *= 2;
    }
    for (int i = 0; i < HALVINGS; i++) {
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
