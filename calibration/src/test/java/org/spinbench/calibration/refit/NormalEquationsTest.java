package org.spinbench.calibration.refit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.junit.jupiter.api.Test;

/** The equations against the same squares as matrices. */
class NormalEquationsTest {
  private static final int[] ACTIVE = {3, 0, 4};

  private final Random random = new Random(2);
  private final NormalEquations equations = new NormalEquations(ACTIVE);
  private final RealMatrix slopes = new Array2DRowRealMatrix(20, 3);
  private final RealVector residuals = MatrixUtils.createRealVector(new double[20]);
  private final RealMatrix weights = new Array2DRowRealMatrix(20, 20);

  /** Twenty residuals by five unknowns, of which three are active; some slopes are zero. */
  private void fill() {
    for (int i = 0; i < 20; i++) {
      double[] row = new double[5];
      for (int j = 0; j < 5; j++) {
        row[j] = random.nextInt(3) == 0 ? 0 : random.nextGaussian();
      }
      residuals.setEntry(i, random.nextGaussian());
      weights.setEntry(i, i, random.nextDouble());
      equations.add(row, residuals.getEntry(i), weights.getEntry(i, i));
      for (int a = 0; a < 3; a++) {
        slopes.setEntry(i, a, row[ACTIVE[a]]);
      }
    }
  }

  @Test
  void theStepIsThatOfTheWeightedSquaresWithThePrior() {
    fill();
    double[] z = {0.5, 9, 9, -1, 2};
    assertEquals(0.25 + 1 + 4, equations.addPrior(z), 1e-15);
    RealMatrix weighted = slopes.transpose().multiply(weights);
    RealVector gradient =
        weighted.operate(residuals).add(MatrixUtils.createRealVector(new double[] {-1, 0.5, 2}));
    RealMatrix hessian = weighted.multiply(slopes).add(MatrixUtils.createRealIdentityMatrix(3));
    assertArrayEquals(gradient.toArray(), equations.gradient, 1e-13);
    double[] expected = new LUDecomposition(hessian).getSolver().solve(gradient).toArray();
    double[] step = equations.factor(0).orElseThrow().solve(equations.gradient);
    assertArrayEquals(expected, step, 1e-12);
  }

  @Test
  void clearedEquationsAreSingularUntilSomethingIsAdded() {
    fill();
    equations.clear();
    assertTrue(equations.factor(0).isEmpty());
    assertArrayEquals(new double[3], equations.gradient);
    equations.addPrior(new double[5]);
    assertEquals(0, equations.factor(0).orElseThrow().logDeterminant(), 1e-15);
  }
}
