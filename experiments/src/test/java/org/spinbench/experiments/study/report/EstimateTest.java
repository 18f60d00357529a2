package org.spinbench.experiments.study.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.experiments.task.Seeds;

/** Estimates and tests, against published values and closed forms. */
class EstimateTest {
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  private static double[] ranks(int n) {
    return IntStream.rangeClosed(1, n).mapToDouble(i -> n + 1 - i).toArray();
  }

  /** The ranks of the tables of the sign test: 2 and 9 of 10, 40 and 61 of 100. */
  @ParameterizedTest
  @CsvSource({"10, 5, 2, 9", "100, 50, 40, 61", "6, 3, 1, 6"})
  void theIntervalOfAMedianLiesBetweenTwoRanks(int n, double median, double low, double high) {
    assertEquals(
        new Estimate("median", median, low, high), Estimate.quantile("median", ranks(n), 0.5));
  }

  /** Five values do not bound their median with 95 %: both ends miss it with 1/32. */
  @Test
  void fewValuesBoundNothing() {
    Estimate of = Estimate.quantile("median", ranks(5), 0.5);
    assertEquals(new Estimate("median", 3, -INFINITE, INFINITE), of);
    assertTrue(Double.isNaN(Estimate.quantile("median", new double[0], 0.5).value()));
  }

  @Test
  void whatWasNotReachedIsInfinite() {
    double[] values = ranks(100);
    Arrays.fill(values, 0, 45, INFINITE);
    assertEquals(
        new Estimate("median", 50, 40, INFINITE), Estimate.quantile("median", values, 0.5));
    assertEquals(INFINITE, Estimate.quantile("75 %", values, 0.75).value());
  }

  /** Ranks 8 and 18 of 25 miss the median as often as 25 coins show at most 7 heads, twice. */
  @Test
  void theIntervalCoversTheQuantile() {
    RandomGenerator random = Seeds.generator(6);
    int missed = 0;
    for (int k = 0; k < 20_000; k++) {
      double[] values = new double[25];
      Arrays.setAll(values, i -> random.nextExponential());
      Estimate of = Estimate.quantile("median", values, 0.5);
      missed += of.low() > StrictMath.log(2) || of.high() < StrictMath.log(2) ? 1 : 0;
    }
    assertEquals(20_000 * 0.04329, missed, 3 * 29, "missed");
  }

  /** With all of n, the lower end is the n-th root of 0.025. */
  @Test
  void aShareHasTheExactInterval() {
    Estimate all = Estimate.share("share", 64, 64);
    assertEquals(1, all.value());
    assertEquals(StrictMath.pow(0.025, 1 / 64.0), all.low(), 1e-9);
    assertEquals(1, all.high());
    assertTrue(Double.isNaN(Estimate.share("share", 0, 0).value()));
  }

  /** The bootstrap of a mean is as wide as its standard error says. */
  @Test
  void theIntervalOfAMeanIsThatOfItsError() {
    RandomGenerator random = Seeds.generator(6);
    double[] values = new double[400];
    Arrays.setAll(values, i -> random.nextGaussian());
    double mean = Arrays.stream(values).average().orElseThrow();
    double error =
        StrictMath.sqrt(Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum()) / 400;
    Estimate of = Estimate.mean(values);
    assertEquals(mean, of.value());
    assertEquals(mean - 1.96 * error, of.low(), 0.15 * error);
    assertEquals(mean + 1.96 * error, of.high(), 0.15 * error);
    assertEquals(of, Estimate.mean(values));
  }

  @Test
  void theExpectedRunningTimeCountsWhatFailuresSpent() {
    double[] until = {10, INFINITE, 30};
    Estimate of = Estimate.runningTime(until, new double[] {11, 100, 33});
    assertEquals(70, of.value());
    assertEquals(10, of.low());
    assertEquals(INFINITE, of.high());
    assertEquals(INFINITE, Estimate.runningTime(new double[] {INFINITE}, new double[] {5}).value());
  }

  @ParameterizedTest
  @CsvSource({"8, 2, 0.109375", "2, 8, 0.109375", "5, 0, 0.0625", "3, 3, 1", "0, 0, 1"})
  void theSignTestCountsHeads(int more, int less, double chance) {
    assertEquals(chance, PairedTest.sign(more, less), 1e-12);
  }

  /**
   * Darwin's maize in eighths of an inch: 863 of the 32 768 combinations of signs reach the sum of
   * 314 (R. A. Fisher, The Design of Experiments, 1935, section 21).
   */
  @Test
  void thePermutationTestOfDarwinsMaizeIsFishers() {
    double[] maize = {49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48};
    assertEquals(2 * 863 / 32_768.0, PairedTest.permutation(maize));
  }

  @Test
  void manyDifferencesAreDrawn() {
    double[] same = new double[40];
    assertEquals(1, PairedTest.permutation(same), "no difference");
    Arrays.fill(same, 0.1);
    assertEquals(1e-4, PairedTest.permutation(same));
    double[] both = new double[40];
    Arrays.setAll(both, i -> i % 2 == 0 ? 0.1 : -0.1);
    assertEquals(1, PairedTest.permutation(both));
    // A sum of 12 of 40 signs: the binomial tail of 26 heads, twice, is 0.0807.
    Arrays.setAll(both, i -> i < 26 ? 1 : -1);
    assertEquals(0.0807, PairedTest.permutation(both), 0.009);
  }
}
