package org.spinbench.experiments.study.report;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.certification.BinomialInterval;

/**
 * A number of a summary with its interval of 95 % confidence. Infinity stands for what too few
 * tasks reached; an end that the tasks do not bound is infinite.
 *
 * @param name of the statistic
 * @param value its estimate; NaN without tasks
 * @param low lower end
 * @param high upper end
 */
public record Estimate(String name, double value, double low, double high) {
  private static final double CONFIDENCE = 0.95;
  private static final double TAIL = (1 - CONFIDENCE) / 2;
  private static final int RESAMPLES = 2000;

  /** The same resamples for every statistic of as many tasks, so that a report repeats itself. */
  private static final long SEED = 23;

  /**
   * A share, with the interval of Clopper and Pearson, which covers the true share with at least 95
   * % whatever it is.
   *
   * @param successes from 0 to trials
   * @param trials if 0, the share is unknown
   */
  public static Estimate share(String name, int successes, int trials) {
    if (trials == 0) {
      return new Estimate(name, Double.NaN, 0, 1);
    }
    BinomialInterval interval = BinomialInterval.of(successes, trials, CONFIDENCE);
    return new Estimate(name, (double) successes / trials, interval.low(), interval.high());
  }

  /**
   * A quantile: the smallest value that at least a part of all values do not exceed. Its interval
   * is between two values of the sample, whose ranks the binomial distribution gives; it assumes
   * nothing about the distribution and admits infinite values (H. A. David and H. N. Nagaraja,
   * Order Statistics, 3rd ed., Wiley 2003, section 7.1, doi:10.1002/0471722162).
   *
   * @param values in any order; none is NaN
   * @param part above 0 and below 1
   */
  public static Estimate quantile(String name, double[] values, double part) {
    int n = values.length;
    if (n == 0) {
      return new Estimate(name, Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    BinomialDistribution below = new BinomialDistribution(null, n, part);
    int low = below.inverseCumulativeProbability(TAIL);
    int high = below.inverseCumulativeProbability(1 - TAIL) + 1;
    return new Estimate(
        name,
        sorted[(int) StrictMath.ceil(part * n) - 1],
        low == 0 ? Double.NEGATIVE_INFINITY : sorted[low - 1],
        high > n ? Double.POSITIVE_INFINITY : sorted[high - 1]);
  }

  /**
   * A statistic of tasks, with the percentile interval of the bootstrap (B. Efron and R. J.
   * Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13, doi:10.1201/9780429246593): of
   * 2000 samples drawn from the tasks with replacement.
   *
   * @param tasks their number
   * @param statistic of the tasks with these indices; may be infinite
   */
  static Estimate resampled(String name, int tasks, ToDoubleFunction<int[]> statistic) {
    int[] drawn = new int[tasks];
    Arrays.setAll(drawn, i -> i);
    if (tasks == 0) {
      return new Estimate(name, Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
    double value = statistic.applyAsDouble(drawn);
    RandomGenerator random = Seeds.generator(SEED, tasks);
    double[] values = new double[RESAMPLES];
    for (int k = 0; k < RESAMPLES; k++) {
      Arrays.setAll(drawn, i -> random.nextInt(tasks));
      values[k] = statistic.applyAsDouble(drawn);
    }
    Arrays.sort(values);
    int cut = (int) (TAIL * RESAMPLES);
    return new Estimate(name, value, values[cut], values[RESAMPLES - 1 - cut]);
  }

  /** The mean of values. */
  public static Estimate mean(double[] values) {
    return resampled(
        "mean",
        values.length,
        tasks -> {
          double sum = 0;
          for (int task : tasks) {
            sum += values[task];
          }
          return sum / tasks.length;
        });
  }

  /**
   * The expected running time: all that was spent, also without success, for each success (N.
   * Hansen et al., COCO, 2021, doi:10.1080/10556788.2020.1808977).
   *
   * @param until what each task spent until its success; infinite without one
   * @param spent what it spent without success
   */
  public static Estimate runningTime(double[] until, double[] spent) {
    return resampled(
        "expected",
        until.length,
        tasks -> {
          double sum = 0;
          int successes = 0;
          for (int task : tasks) {
            boolean reached = Double.isFinite(until[task]);
            sum += reached ? until[task] : spent[task];
            successes += reached ? 1 : 0;
          }
          return successes == 0 ? Double.POSITIVE_INFINITY : sum / successes;
        });
  }
}
