package org.spinbench.drivers.instrument.role;

/**
 * The step response of a chain of n equal RC stages, such as the low-pass filter of a lock-in
 * amplifier with 6 dB an octave for each stage: at a time t after a step of its input
 *
 * <p>ε(s) = e⁻ˢ Σₖ sᵏ/k!, k from 0 to n − 1, s = t/τ,
 *
 * <p>of the step is still missing at its output, the probability that a Poisson process of unit
 * rate has fewer than n events in s (W. Feller, An Introduction to Probability Theory and Its
 * Applications, volume 2, section I.3).
 */
public final class RcChain {
  private static final int HALVINGS = 60;

  /**
   * Number of time constants that is always enough for four stages and the precision of a double.
   */
  private static final double LONGEST = 1000;

  private RcChain() {}

  /**
   * The missing fraction of a step.
   *
   * @param stages from 1
   * @param timeConstants since the step, in time constants of one stage; before the step the
   *     fraction is 1
   */
  public static double remainder(int stages, double timeConstants) {
    if (!(timeConstants > 0)) {
      return 1;
    }
    double term = 1;
    double sum = 1;
    for (int k = 1; k < stages; k++) {
      term *= timeConstants / k;
      sum += term;
    }
    double decay = StrictMath.exp(-timeConstants);
    return decay == 0 ? 0 : decay * sum;
  }

  /**
   * Number of time constants of one stage after which at most a fraction of a step is missing.
   *
   * @param remainder the fraction, above 0 and below 1
   */
  public static double timeConstants(int stages, double remainder) {
    double low = 0;
    double high = LONGEST;
    for (int k = 0; k < HALVINGS; k++) {
      double middle = (low + high) / 2;
      if (remainder(stages, middle) > remainder) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
