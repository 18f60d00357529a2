package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compared with an LU decomposition of the full matrix, by another program. */
class SkylineCholeskyTest {
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);

  /**
   * JᵀJ + 1 of rows that each depend on one block of three numbers and on the last ones.
   *
   * @param border how many last numbers are coupled with every block
   */
  private double[][] arrow(int blocks, int border) {
    int n = 3 * blocks + border;
    double[][] matrix = new double[n][n];
    for (int i = 0; i < n; i++) {
      matrix[i][i] = 1;
    }
    for (int row = 0; row < 4 * n; row++) {
      int block = row % blocks;
      double[] slopes = new double[n];
      for (int i = 0; i < n; i++) {
        boolean own = i / 3 == block && i < 3 * blocks;
        slopes[i] = own || i >= 3 * blocks ? random.nextGaussian() : 0;
      }
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          matrix[i][j] += slopes[i] * slopes[j];
        }
      }
    }
    return matrix;
  }

  /** The upper triangle is not looked at. */
  private static double[][] lower(double[][] matrix) {
    double[][] lower = new double[matrix.length][];
    Arrays.setAll(lower, i -> Arrays.copyOf(matrix[i], i + 1));
    return lower;
  }

  private static double[][] damped(double[][] matrix, double damping) {
    double[][] damped = new double[matrix.length][];
    Arrays.setAll(damped, i -> matrix[i].clone());
    for (int i = 0; i < damped.length; i++) {
      damped[i][i] *= 1 + damping;
    }
    return damped;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5})
  void solvesAndInvertsWhatIsMadeOfBlocks(int border) {
    double[][] matrix = arrow(4, border);
    double[] b = random.doubles(matrix.length, -1, 1).toArray();
    for (double damping : new double[] {0, 0.3}) {
      RealMatrix full = new Array2DRowRealMatrix(damped(matrix, damping));
      LUDecomposition lu = new LUDecomposition(full);
      SkylineCholesky factor = SkylineCholesky.of(lower(matrix), damping).orElseThrow();
      double[] solved = lu.getSolver().solve(new Array2DRowRealMatrix(b)).getColumn(0);
      assertArrayEquals(solved, factor.solve(b), 1e-12);
      double[][] inverse = lu.getSolver().getInverse().getData();
      double[][] own = factor.inverse();
      double[] diagonal = factor.inverseDiagonal();
      for (int i = 0; i < inverse.length; i++) {
        assertArrayEquals(inverse[i], own[i], 1e-12);
        assertEquals(inverse[i][i], diagonal[i], 1e-12);
      }
      assertEquals(StrictMath.log(lu.getDeterminant()), factor.logDeterminant(), 1e-9);
    }
  }

  /** L⁻ᵀ (L⁻ᵀ)ᵀ = A⁻¹: what is made of the unit vectors has the covariance A⁻¹. */
  @Test
  void whatIsDrawnHasTheInverseAsCovariance() {
    double[][] matrix = arrow(3, 2);
    SkylineCholesky factor = SkylineCholesky.of(lower(matrix), 0).orElseThrow();
    int n = matrix.length;
    double[][] covariance = new double[n][n];
    for (int k = 0; k < n; k++) {
      double[] unit = new double[n];
      unit[k] = 1;
      double[] drawn = factor.drawn(unit);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          covariance[i][j] += drawn[i] * drawn[j];
        }
      }
    }
    double[][] inverse = factor.inverse();
    for (int i = 0; i < n; i++) {
      assertArrayEquals(inverse[i], covariance[i], 1e-12);
    }
  }

  @Test
  void whatIsNotPositiveDefiniteHasNoFactor() {
    assertTrue(SkylineCholesky.of(new double[][] {{1}, {2, 1}}, 0).isEmpty());
    assertTrue(SkylineCholesky.of(new double[][] {{-1}}, 0).isEmpty());
    assertTrue(SkylineCholesky.of(new double[][] {{Double.NaN}}, 0).isEmpty());
    assertTrue(SkylineCholesky.of(new double[][] {{Double.POSITIVE_INFINITY}}, 0).isEmpty());
    // two numbers that cannot be told apart, to rounding; damping tells them apart
    double[][] same = {{3}, {3, 3}};
    assertTrue(SkylineCholesky.of(same, 0).isEmpty());
    double[] half = SkylineCholesky.of(same, 1e-6).orElseThrow().solve(new double[] {3, 3});
    assertArrayEquals(new double[] {0.5, 0.5}, half, 1e-6);
  }

  /** Readings in volts or in nanovolts: what can be told apart does not depend on the unit. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-20, 1, 1e20})
  void theUnitDoesNotDecideWhatIsSingular(double unit) {
    double[][] apart = {{3 * unit}, {3 * unit, 3.001 * unit}};
    assertTrue(SkylineCholesky.of(apart, 0).isPresent());
    double[][] same = {{3 * unit}, {3 * unit, 3 * unit}};
    assertTrue(SkylineCholesky.of(same, 0).isEmpty());
  }

  @Test
  void whatNothingDependsOnStaysWhereThereIsDamping() {
    double[][] matrix = {{4}, {0, 0}};
    assertTrue(SkylineCholesky.of(matrix, 0).isEmpty());
    double[] step = SkylineCholesky.of(matrix, 1).orElseThrow().solve(new double[] {8, 0});
    assertArrayEquals(new double[] {1, 0}, step, 1e-15);
  }

  @Test
  void theMatrixIsLeftAsItIs() {
    double[][] matrix = {{4}, {2, 5}};
    SkylineCholesky.of(matrix, 0.5);
    assertArrayEquals(new double[] {4}, matrix[0]);
    assertArrayEquals(new double[] {2, 5}, matrix[1]);
  }
}
