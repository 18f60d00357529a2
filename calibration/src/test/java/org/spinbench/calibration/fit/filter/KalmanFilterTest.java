package org.spinbench.calibration.fit.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The filter in textbook cases whose solutions are closed forms, with each form of covariance. */
@Tag("any-jdk")
class KalmanFilterTest {
  /** Forms of the covariance. */
  enum Form {
    FULL(FullCovariance::new),
    FACTORED(FactoredCovariance::new);

    final Function<double[], StateCovariance> of;

    Form(Function<double[], StateCovariance> of) {
      this.of = of;
    }

    StateCovariance of(double... variances) {
      return of.apply(variances);
    }
  }

  private static final double R = 0.7;

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(8);

  private static double[] read(KalmanFilter filter, double value, double noise, double... slopes) {
    double variance = filter.project(slopes) + noise;
    return filter.correct(value - filter.foreseen(slopes), noise, variance);
  }

  private static RealMatrix matrix(StateCovariance covariance) {
    RealMatrix all = new Array2DRowRealMatrix(covariance.size(), covariance.size());
    for (int i = 0; i < covariance.size(); i++) {
      for (int j = 0; j < covariance.size(); j++) {
        all.setEntry(i, j, covariance.get(i, j));
      }
    }
    return all;
  }

  /** The mean of all readings and the prior, each with the weight of its information. */
  @ParameterizedTest
  @EnumSource(Form.class)
  void aConstantIsTheWeightedMeanOfItsReadings(Form form) {
    StateCovariance covariance = form.of(4);
    KalmanFilter filter = new KalmanFilter(new double[] {3}, covariance);
    double sum = 3 / 4.0;
    for (int n = 1; n <= 50; n++) {
      double value = random.nextGaussian();
      double[] gain = read(filter, value, R, 1);
      sum += value / R;
      double information = 1 / 4.0 + n / R;
      assertEquals(1 / information, covariance.get(0, 0), 1e-14);
      assertEquals(sum / information, filter.mean()[0], 1e-13);
      assertEquals(1 / (R * information), gain[0], 1e-14);
    }
  }

  /**
   * The local level model: x = P/R of the predicted variance P solves x² − x q − q = 0, with q the
   * variance of a step over R (J. Durbin and S. J. Koopman, Time Series Analysis by State Space
   * Methods, 2nd edition, Oxford 2012, section 2.11).
   */
  @ParameterizedTest
  @EnumSource(Form.class)
  void theGainForARandomWalkBecomesSteady(Form form) {
    for (double q : new double[] {1e-3, 0.2, 1, 30}) {
      StateCovariance covariance = form.of(100);
      KalmanFilter filter = new KalmanFilter(new double[1], covariance);
      double gain = 0;
      for (int n = 0; n < 1000; n++) {
        covariance.add(0, q * R);
        gain = read(filter, random.nextGaussian(), R, 1)[0];
      }
      double x = (q + Math.sqrt(q * q + 4 * q)) / 2;
      assertEquals(x / (x + 1), gain, 1e-12, "q = " + q);
      assertEquals(R * x / (x + 1), covariance.get(0, 0), 1e-12, "q = " + q);
    }
  }

  /**
   * Position and velocity of a point that moves evenly, of which nothing is known before N readings
   * of its position at equal intervals: R 2 (2 N − 1)/(N (N + 1)) is the variance of the position
   * at the last reading, and R 12/(N (N² − 1)) that of the velocity (a regression line; Y.
   * Bar-Shalom, X. R. Li and T. Kirubarajan, Estimation with Applications to Tracking and
   * Navigation, Wiley 2001, section 3.5).
   */
  @ParameterizedTest
  @EnumSource(Form.class)
  void aConstantVelocityIsThatOfTheRegressionLine(Form form) {
    StateCovariance covariance = form.of(1e8, 1e8);
    KalmanFilter filter = new KalmanFilter(new double[2], covariance);
    for (int n = 1; n <= 40; n++) {
      read(filter, 2 - 0.3 * n, R, 1, n);
      if (n > 1) {
        double last =
            covariance.get(0, 0) + 2 * n * covariance.get(0, 1) + n * n * covariance.get(1, 1);
        assertEquals(R * 2 * (2 * n - 1) / (n * (n + 1.0)), last, 1e-5);
        assertEquals(R * 12 / (n * (n * (double) n - 1)), covariance.get(1, 1), 1e-6);
      }
    }
    assertEquals(2, filter.mean()[0], 1e-6);
    assertEquals(-0.3, filter.mean()[1], 1e-6);
  }

  /**
   * The update in the form of Joseph, (I − k hᵀ) P (I − k hᵀ)ᵀ + k R kᵀ, which is symmetric and
   * positive definite by its shape (R. S. Bucy and P. D. Joseph, Filtering for Stochastic Processes
   * with Applications to Guidance, Interscience 1968).
   */
  @ParameterizedTest
  @EnumSource(Form.class)
  void theCovarianceIsThatOfTheJosephForm(Form form) {
    StateCovariance covariance = form.of(1, 0.5, 2, 3);
    KalmanFilter filter = new KalmanFilter(new double[4], covariance);
    for (int n = 0; n < 200; n++) {
      covariance.add(n % 4, 0.1 * random.nextDouble());
      double[] slopes = random.doubles(4, -2, 2).toArray();
      RealMatrix before = matrix(covariance);
      double[] k = read(filter, random.nextGaussian(), R, slopes);
      RealMatrix gain = MatrixUtils.createColumnRealMatrix(k);
      RealMatrix kept =
          MatrixUtils.createRealIdentityMatrix(4)
              .subtract(gain.multiply(MatrixUtils.createRowRealMatrix(slopes)));
      RealMatrix joseph =
          kept.multiply(before)
              .multiply(kept.transpose())
              .add(gain.multiply(gain.transpose()).scalarMultiply(R));
      RealMatrix after = matrix(covariance);
      assertEquals(0, after.subtract(joseph).getNorm(), 1e-13);
      assertEquals(0, after.subtract(after.transpose()).getNorm(), 1e-14);
      double[] eigenvalues = new EigenDecomposition(joseph).getRealEigenvalues();
      double least = Arrays.stream(eigenvalues).min().orElseThrow();
      assertTrue(least > 0.01, "least eigenvalue " + least);
      for (int i = 0; i < 4; i++) {
        double shared = after.getRowVector(i).dotProduct(MatrixUtils.createRealVector(slopes));
        assertEquals(shared / R, k[i], 1e-13, "the gain is P h/R with P after the reading");
      }
    }
  }

  /**
   * Two readings that differ by δ in one slope, with noise of deviation δ, whose square is lost
   * when it is added to one (P. Dyer and S. McReynolds; M. S. Grewal, L. R. Weill and A. P.
   * Andrews, Global Positioning Systems, Inertial Navigation, and Integration, Wiley 2001, example
   * 8.1). For δ → 0 the sum of the components is known, and the third to a variance of a half.
   */
  @Test
  void theFactorsAreRightWhereTheFullMatrixIsLostInRounding() {
    double[][] limit = {{0.625, -0.375, -0.25}, {-0.375, 0.625, -0.25}, {-0.25, -0.25, 0.5}};
    assertEquals(0, ofNearlyEqualReadings(Form.FACTORED, 1e-9, limit), 1e-6);
    assertEquals(0, ofNearlyEqualReadings(Form.FULL, 1e-3, limit), 1e-2);
    assertTrue(ofNearlyEqualReadings(Form.FULL, 1e-9, limit) > 0.1);
  }

  /** The largest error of an element. */
  private static double ofNearlyEqualReadings(Form form, double delta, double[][] expected) {
    StateCovariance covariance = form.of(1, 1, 1);
    KalmanFilter filter = new KalmanFilter(new double[3], covariance);
    read(filter, 0, delta * delta, 1, 1, 1);
    read(filter, 0, delta * delta, 1, 1, 1 + delta);
    RealMatrix error = matrix(covariance).subtract(new Array2DRowRealMatrix(expected));
    return Arrays.stream(error.getData())
        .flatMapToDouble(Arrays::stream)
        .map(Math::abs)
        .max()
        .orElseThrow();
  }

  /** A component that is known exactly, until noise is added to it, whatever its place. */
  @ParameterizedTest
  @EnumSource(Form.class)
  void noiseAddsToTheVarianceOfItsComponentAlone(Form form) {
    StateCovariance covariance = form.of(0, 0, 2);
    covariance.add(1, 0.5);
    covariance.add(0, 0);
    covariance.add(2, 1);
    double[][] expected = {{0, 0, 0}, {0, 0.5, 0}, {0, 0, 3}};
    assertEquals(new Array2DRowRealMatrix(expected), matrix(covariance));
  }

  /** Two components that relax keep e^(−t/τ₁) e^(−t/τ₂) of their covariance, in any order. */
  @Test
  void scaledComponentsKeepTheProductOfTheirFactors() {
    FullCovariance covariance = new FullCovariance(new double[] {1, 2, 3});
    read(new KalmanFilter(new double[3], covariance), 0, R, 1, 1, 1);
    RealMatrix before = matrix(covariance);
    covariance.scale(1, new double[] {0.5, 0.2});
    double[] kept = {1, 0.5, 0.2};
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        assertEquals(before.getEntry(i, j) * kept[i] * kept[j], covariance.get(i, j), 1e-16);
      }
    }
  }

  @Test
  void aMeanOfAnotherSizeThanTheCovarianceIsRefused() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new KalmanFilter(new double[2], new FullCovariance(new double[] {1})));
    assertTrue(refused.getMessage().contains("2 components"), refused::getMessage);
  }
}
