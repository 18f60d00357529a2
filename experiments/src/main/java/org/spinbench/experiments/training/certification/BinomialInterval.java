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
  private static final double CONFIDENCE = CertificationPlan.CONFIDENCE;

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
   * The probability that a count of successes proves: with the stated confidence the true one is at
   * least this. 64 of 64 prove 0.954 with a confidence of 0.95.
   *
   * @param successes from 0 to trials
   * @param trials at least 1
   * @param confidence such as 0.95
   */
  public static double proven(int successes, int trials, double confidence) {
    return of(successes, trials, 2 * confidence - 1).low;
  }

  /**
   * What samples say about a goal, in words: that they prove it with 95 % confidence, or which
   * accuracy they do prove.
   *
   * @param goal accuracy, as a part of 1
   */
  public static String claim(double goal, int right, int trials) {
    return claim(goal, right, trials, trials);
  }

  /**
   * The same for samples that were tested again: they prove what the different ones prove, however
   * often each was tested.
   *
   * @param different number of different samples
   */
  public static String claim(double goal, int right, int trials, int different) {
    int distinct = Math.min(trials, different);
    int wrong = (int) Math.ceil((double) (trials - right) * distinct / trials);
    double proven = proven(distinct - wrong, distinct, CONFIDENCE);
    String repeated = distinct < trials ? ", " + distinct + " of them different" : "";
    String counted = right + " of " + trials + " samples right" + repeated + ": ";
    String wanted = Percent.of(goal, 1) + " %";
    return proven >= goal
        ? counted + wanted + " proven with 95 % confidence"
        : counted
            + wanted
            + " not yet proven, at least "
            + Percent.atLeast(proven, 1)
            + " % with 95 % confidence";
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
