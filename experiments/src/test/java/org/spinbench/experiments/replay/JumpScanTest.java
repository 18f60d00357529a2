package org.spinbench.experiments.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.fit.filter.DriftFilter;

/** Jumps in readings of a known distribution. */
class JumpScanTest {
  private static final int READINGS = 60;

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(9);

  /** Filtered readings, and what they were. */
  private record Filtered(double[][] slopes, double[] residuals, DriftFilter.Result result) {}

  /** White noise of unit variance about a mean that is known, with a step. */
  private Filtered white(int n, int onset, double step) {
    double[] residuals = new double[n];
    for (int i = 0; i < n; i++) {
      residuals[i] = random.nextGaussian() + (i >= onset ? step : 0);
    }
    double[][] slopes = new double[n][1];
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return new Filtered(
        slopes,
        residuals,
        new DriftFilter(new double[n], slopes, residuals, 0)
            .run(new double[1], new double[1], ones, 0));
  }

  private static double[] ones(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  /**
   * With numbers that wander and numbers that are uncertain: of all readings together, which are
   * one normal distribution of covariance C, a jump of trace s gains (sᵀC⁻¹y)²/(sᵀC⁻¹s), its size
   * being sᵀC⁻¹y/(sᵀC⁻¹s).
   */
  @Test
  void ratioAndSizeAreThoseOfGeneralisedLeastSquares() {
    for (int trial = 0; trial < 10; trial++) {
      double[] times = new double[READINGS];
      double[][] slopes = new double[READINGS][2];
      double[] signature = new double[READINGS];
      double[] variances = new double[READINGS];
      for (int i = 0; i < READINGS; i++) {
        times[i] = (i == 0 ? 1 : times[i - 1]) + random.nextDouble(0.1, 2);
        slopes[i] = random.doubles(2, -2, 2).toArray();
        signature[i] = random.nextDouble(-1, 3);
        variances[i] = random.nextDouble(0.5, 2);
      }
      double rate = 0.05;
      double deviation = 0.8;
      RealMatrix covariance = covariance(times, slopes, variances, rate, deviation);
      double[] y = new CholeskyDecomposition(covariance).getL().operate(normal(READINGS));
      for (int i = 25; i < READINGS; i++) {
        y[i] += 0.6 * signature[i];
      }
      DriftFilter.Result filtered =
          new DriftFilter(times, slopes, y, 1)
              .run(new double[2], new double[] {0, deviation}, variances, rate);
      JumpScan.Jump found = JumpScan.best(slopes, filtered, signature);
      DecompositionSolver inverse = new CholeskyDecomposition(covariance).getSolver();
      double best = 0;
      int from = -1;
      double size = 0;
      for (int onset = 0; onset <= READINGS - JumpScan.FEWEST_AFTER; onset++) {
        double[] trace = signature.clone();
        Arrays.fill(trace, 0, onset, 0);
        RealVector weighed = inverse.solve(new ArrayRealVector(trace));
        double product = weighed.dotProduct(new ArrayRealVector(y));
        double square = weighed.dotProduct(new ArrayRealVector(trace));
        if (product * product / square > best) {
          best = product * product / square;
          from = onset;
          size = product / square;
        }
      }
      assertEquals(from, found.onset());
      assertEquals(best, found.ratio(), 1e-8 * best);
      assertEquals(size, found.size(), 1e-8 * Math.abs(size));
    }
  }

  private static RealMatrix covariance(
      double[] times, double[][] slopes, double[] variances, double rate, double deviation) {
    int n = times.length;
    RealMatrix covariance = new Array2DRowRealMatrix(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double walked = rate * Math.min(times[i], times[j]) * slopes[i][0] * slopes[j][0];
        double uncertain = deviation * deviation * slopes[i][1] * slopes[j][1];
        double noise = i == j ? variances[i] : 0;
        covariance.setEntry(i, j, walked + uncertain + noise);
        covariance.setEntry(j, i, walked + uncertain + noise);
      }
    }
    return covariance;
  }

  private double[] normal(int n) {
    return random.doubles(n).map(x -> random.nextGaussian()).toArray();
  }

  /**
   * Of n onsets each exceeds a threshold as often as χ² of one degree of freedom; any of them at
   * most n times as often (Bonferroni), and more often than the first one alone.
   */
  @Test
  void whiteNoiseExceedsAThresholdNoOftenerThanBonferroniAllows() {
    int trials = 3000;
    double one = 0.002;
    double threshold = new ChiSquaredDistribution(1).inverseCumulativeProbability(1 - one);
    int n = 40;
    int onsets = n - JumpScan.FEWEST_AFTER + 1;
    int exceeded = 0;
    for (int trial = 0; trial < trials; trial++) {
      Filtered noise = white(n, n, 0);
      double ratio = JumpScan.best(noise.slopes, noise.result, ones(n)).ratio();
      exceeded += ratio > threshold ? 1 : 0;
    }
    double most = onsets * one;
    assertTrue(
        exceeded <= trials * most + 4 * Math.sqrt(trials * most * (1 - most)),
        exceeded + " alarms");
    assertTrue(exceeded >= trials * one + 2 * Math.sqrt(trials * one), exceeded + " alarms");
  }

  /**
   * The most likely onset of a step of δ deviations is the true one if neither of two random walks
   * that fall by δ²/2 a step ever rises above its beginning: exp(−2 Σ Φ(−δ√n/2)/n), by Spitzer's
   * identity for the limit that D. V. Hinkley found (1970, doi:10.1093/biomet/57.1.1).
   */
  @Test
  void aStepIsDatedAsWellAsMaximumLikelihoodCan() {
    NormalDistribution normal = new NormalDistribution();
    for (double step : new double[] {1.5, 2.5}) {
      double sum = 0;
      for (int n = 1; n < 200; n++) {
        sum += normal.cumulativeProbability(-step * Math.sqrt(n) / 2) / n;
      }
      double exact = Math.exp(-2 * sum);
      int trials = 800;
      int right = 0;
      double size = 0;
      for (int trial = 0; trial < trials; trial++) {
        Filtered changed = white(120, 60, step);
        JumpScan.Jump found = JumpScan.best(changed.slopes, changed.result, ones(120));
        right += found.onset() == 60 ? 1 : 0;
        size += found.size() / trials;
      }
      double deviation = Math.sqrt(exact * (1 - exact) / trials);
      assertEquals(exact, right / (double) trials, 4 * deviation, "step " + step);
      assertEquals(step, size, 0.05, "size");
    }
  }

  /**
   * An innovation of a hundred deviations is a wrong reading, no step: it counts as one of five.
   */
  @Test
  void oneWrongReadingIsNoJump() {
    int n = 40;
    double[] residuals = new double[n];
    residuals[20] = 100;
    double[][] slopes = new double[n][1];
    DriftFilter.Result filtered =
        new DriftFilter(new double[n], slopes, residuals, 0)
            .run(new double[1], new double[1], ones(n), 0);
    JumpScan.Jump found = JumpScan.best(slopes, filtered, ones(n));
    // That reading counts as 5 deviations with a deviation of 100/5; 19 others follow it.
    double square = 19 + 1 / 400.0;
    assertEquals(20, found.onset());
    assertEquals(0.25 / square, found.size(), 1e-12);
    assertEquals(0.25 * 0.25 / square, found.ratio(), 1e-12);
  }

  @Test
  void whatMovesNothingIsNoJumpAndFewReadingsAreNone() {
    Filtered noise = white(30, 30, 0);
    assertEquals(
        new JumpScan.Jump(0, 0, 0), JumpScan.best(noise.slopes, noise.result, new double[30]));
    Filtered late = white(30, 27, 50);
    JumpScan.Jump found = JumpScan.best(late.slopes, late.result, ones(30));
    assertTrue(found.onset() <= 30 - JumpScan.FEWEST_AFTER, found.toString());
  }
}
