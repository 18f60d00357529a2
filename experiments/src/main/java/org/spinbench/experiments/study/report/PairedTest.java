package org.spinbench.experiments.study.report;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.spinbench.experiments.task.Seeds;

/**
 * Whether differences of pairs are chance: the probability, if each difference could as well have
 * the other sign, of what was seen or something more extreme on either side.
 */
public final class PairedTest {
  /** Up to so many differences, all combinations of signs are counted. */
  private static final int FEW = 16;

  private static final int DRAWS = 9999;
  private static final long SEED = 29;

  /** Rounding of a sum does not decide whether two sums are equal. */
  private static final double EQUAL = 1e-12;

  private PairedTest() {}

  /**
   * The sign test; for yes and no it is McNemar's exact test (Psychometrika 12, 153, 1947,
   * doi:10.1007/BF02295996).
   *
   * @param more number of pairs whose second value is larger
   * @param less number of pairs whose second value is smaller
   */
  public static double sign(int more, int less) {
    int pairs = more + less;
    if (pairs == 0) {
      return 1;
    }
    double tail =
        new BinomialDistribution(null, pairs, 0.5).cumulativeProbability(Math.min(more, less));
    return Math.min(1, 2 * tail);
  }

  /**
   * The permutation test of the mean difference: all combinations of signs of up to 16 differences
   * that are not zero, of more differences 9999 random ones and the one that was seen (B. Phipson
   * and G. K. Smyth, 2010, doi:10.2202/1544-6115.1585).
   */
  public static double permutation(double[] differences) {
    double[] d = Arrays.stream(differences).filter(x -> x != 0).toArray();
    double seen = Math.abs(Arrays.stream(d).sum());
    double least = seen - EQUAL * Arrays.stream(d).map(Math::abs).sum();
    if (d.length <= FEW) {
      int extreme = 0;
      for (int signs = 0; signs < 1 << d.length; signs++) {
        double sum = 0;
        for (int i = 0; i < d.length; i++) {
          sum += (signs >> i & 1) == 0 ? d[i] : -d[i];
        }
        extreme += Math.abs(sum) >= least ? 1 : 0;
      }
      return (double) extreme / (1 << d.length);
    }
    RandomGenerator random = Seeds.generator(SEED, d.length);
    int extreme = 1;
    for (int draw = 0; draw < DRAWS; draw++) {
      double sum = 0;
      for (double one : d) {
        sum += random.nextBoolean() ? one : -one;
      }
      extreme += Math.abs(sum) >= least ? 1 : 0;
    }
    return extreme / (DRAWS + 1.0);
  }
}
