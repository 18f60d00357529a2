package org.spinbench.experiments.training.certification;

import java.util.Locale;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.spinbench.drivers.text.Percent;

/**
 * The Clopper-Pearson interval of a probability after a count of successes (Biometrika 26, 404,
 * 1934, doi:10.1093/biomet/26.4.404): it covers the true value with at least the stated confidence,
 * whatever that value is.
 *
 * @param low lower end
 * @param high upper end
 */
public record BinomialInterval(double low, double high) {
  private static final double CONFIDENCE = 0.95;

  /** A fraction in words: correct answers, trials, and the 95 % interval. */
  public static String share(int right, int trials) {
    BinomialInterval interval = of(right, trials, CONFIDENCE);
    return String.format(
        Locale.ROOT,
        "%d of %d right, %s %% (95 %% confidence: %s to %s %%)",
        right,
        trials,
        Percent.of((double) right / trials, 1),
        Percent.atLeast(interval.low, 1),
        Percent.atMost(interval.high, 1));
  }

  /**
   * The two-sided interval; both tails have the same probability.
   *
   * @param successes from 0 to trials
   * @param trials at least 1
   * @param confidence such as 0.95
   */
  public static BinomialInterval of(int successes, int trials, double confidence) {
    if (trials < 1 || successes < 0 || successes > trials) {
      throw new IllegalArgumentException(
          successes + " successes in " + trials + " trials have no confidence interval");
    }
    double tail = (1 - confidence) / 2;
    int failures = trials - successes;
    double low =
        successes == 0
            ? 0
            : new BetaDistribution(successes, failures + 1).inverseCumulativeProbability(tail);
    double high =
        failures == 0
            ? 1
            : new BetaDistribution(successes + 1, failures).inverseCumulativeProbability(1 - tail);
    return new BinomialInterval(low, high);
  }
}
