package org.spinbench.calibration.fit.filter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.junit.jupiter.api.Test;

/** The filter against the same problem solved at once, as one normal distribution. */
class DriftFilterTest {
  private static final int READINGS = 40;
  private static final double RATE = 0.3;
  private static final double[] MEAN = {0, 0, 1, -2};
  private static final double[] DEVIATIONS = {0.2, 0, 1, 30};

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(4);
  private final double[] times = new double[READINGS];
  private final double[] residuals = new double[READINGS];
  private final double[] variances = new double[READINGS];
  private final double[][] slopes = new double[READINGS][4];

  DriftFilterTest() {
    double time = 2;
    double[] walk = {0.1, 0};
    for (int i = 0; i < READINGS; i++) {
      double step = i == 0 ? time : random.nextDouble(0.1, 2);
      time += i == 0 ? 0 : step;
      times[i] = time;
      variances[i] = random.nextDouble(0.5, 2);
      residuals[i] = Math.sqrt(variances[i]) * random.nextGaussian();
      double[] x = {walk[0], walk[1], 1.5, 4};
      for (int k = 0; k < 4; k++) {
        if (k < 2) {
          walk[k] += Math.sqrt(RATE * step) * random.nextGaussian();
          x[k] = walk[k];
        }
        slopes[i][k] = random.nextDouble(-2, 2);
        residuals[i] += slopes[i][k] * x[k];
      }
    }
  }

  /** Covariance of all readings beforehand, noise included, and their mean. */
  private RealMatrix covariance() {
    RealMatrix all = new Array2DRowRealMatrix(READINGS, READINGS);
    for (int i = 0; i < READINGS; i++) {
      for (int j = 0; j < READINGS; j++) {
        double sum = i == j ? variances[i] : 0;
        for (int k = 0; k < 4; k++) {
          double walked = k < 2 ? RATE * Math.min(times[i], times[j]) : 0;
          sum += slopes[i][k] * slopes[j][k] * (DEVIATIONS[k] * DEVIATIONS[k] + walked);
        }
        all.setEntry(i, j, sum);
      }
    }
    return all;
  }

  private RealVector unexpected() {
    RealVector rest = new ArrayRealVector(residuals);
    return rest.subtract(new Array2DRowRealMatrix(slopes).operate(new ArrayRealVector(MEAN)));
  }

  private DriftFilter.Result filtered() {
    return new DriftFilter(times, slopes, residuals, 2).run(MEAN, DEVIATIONS, variances, RATE);
  }

  @Test
  void theLikelihoodIsThatOfAllReadingsTogether() {
    LUDecomposition all = new LUDecomposition(covariance());
    RealVector rest = unexpected();
    double expected =
        -0.5
            * (rest.dotProduct(all.getSolver().solve(rest))
                + Math.log(all.getDeterminant())
                + READINGS * Math.log(2 * Math.PI));
    assertEquals(expected, filtered().logLikelihood(), 1e-8);
  }

  @Test
  void theNumbersAreThoseOfAllReadingsTogether() {
    RealMatrix shared = new Array2DRowRealMatrix(4, READINGS);
    double[] prior = new double[4];
    for (int k = 0; k < 4; k++) {
      for (int i = 0; i < READINGS; i++) {
        double walked = k < 2 ? RATE * times[i] : 0;
        shared.setEntry(k, i, slopes[i][k] * (DEVIATIONS[k] * DEVIATIONS[k] + walked));
      }
      prior[k] = DEVIATIONS[k] * DEVIATIONS[k] + (k < 2 ? RATE * times[READINGS - 1] : 0);
    }
    LUDecomposition all = new LUDecomposition(covariance());
    double[] mean =
        shared
            .operate(all.getSolver().solve(unexpected()))
            .add(new ArrayRealVector(MEAN))
            .toArray();
    RealMatrix learned = shared.multiply(all.getSolver().getInverse()).multiply(shared.transpose());
    DriftFilter.Result result = filtered();
    assertArrayEquals(mean, result.mean(), 1e-9);
    for (int j = 0; j < 4; j++) {
      for (int k = 0; k < 4; k++) {
        double expected = (j == k ? prior[j] : 0) - learned.getEntry(j, k);
        assertEquals(expected, result.covariance()[j][k], 1e-8);
      }
    }
    assertArrayEquals(Arrays.copyOf(mean, 2), result.track()[READINGS - 1], 1e-9);
    assertEquals(
        Math.sqrt(result.covariance()[1][1]), result.trackDeviations()[READINGS - 1][1], 1e-12);
  }

  /** A number at the time of a reading, and a sum, from all readings as one normal distribution. */
  @Test
  void sumsAtEachReadingAreThoseOfAllReadingsTogether() {
    double[][] sums = {{1, 0, 0, 0}, {0.5, 1, -2, 0.1}};
    DriftFilter.Smoothed smoothed =
        new DriftFilter(times, slopes, residuals, 2)
            .smoothed(MEAN, DEVIATIONS, variances, RATE, sums);
    RealMatrix inverse = new LUDecomposition(covariance()).getSolver().getInverse();
    for (int i : new int[] {0, 7, READINGS - 1}) {
      for (int s = 0; s < sums.length; s++) {
        double[] shared = new double[READINGS];
        double prior = 0;
        double mean = 0;
        for (int k = 0; k < 4; k++) {
          double own = DEVIATIONS[k] * DEVIATIONS[k];
          mean += sums[s][k] * MEAN[k];
          prior += sums[s][k] * sums[s][k] * (own + (k < 2 ? RATE * times[i] : 0));
          for (int j = 0; j < READINGS; j++) {
            double walked = k < 2 ? RATE * Math.min(times[i], times[j]) : 0;
            shared[j] += sums[s][k] * slopes[j][k] * (own + walked);
          }
        }
        RealVector by = inverse.operate(new ArrayRealVector(shared));
        assertEquals(mean + by.dotProduct(unexpected()), smoothed.means()[i][s], 1e-8);
        double left = prior - by.dotProduct(new ArrayRealVector(shared));
        assertEquals(left, smoothed.variances()[i][s], 1e-8);
      }
    }
  }

  @Test
  void oneFarReadingMovesLittle() {
    DriftFilter.Result before = filtered();
    residuals[20] += 1e4;
    DriftFilter.Result after = filtered();
    assertTrue(Math.abs(after.innovations()[20]) > 100);
    for (int k = 2; k < 4; k++) {
      double deviation = Math.sqrt(before.covariance()[k][k]);
      assertEquals(before.mean()[k], after.mean()[k], 3 * deviation);
    }
  }

  @Test
  void whatIsKnownMillionTimesBetterAfterwardsStaysPositive() {
    Arrays.fill(variances, 1e-18);
    DriftFilter.Result result =
        new DriftFilter(times, slopes, residuals, 2).run(MEAN, DEVIATIONS, variances, 0);
    for (int k = 0; k < 4; k++) {
      assertTrue(result.covariance()[k][k] >= 0);
    }
  }

  @Test
  void theLikelihoodsAloneAreThoseOfTheWholeResult() {
    double[] alone =
        new DriftFilter(times, slopes, residuals, 2)
            .logLikelihoods(MEAN, DEVIATIONS, variances, RATE);
    assertArrayEquals(filtered().logLikelihoods(), alone, 0);
  }
}
