package org.spinbench.calibration.fit;

import java.util.Arrays;
import java.util.Optional;

/**
 * A symmetric positive definite matrix A as L Lᵀ, without the elements that are known to be zero: a
 * row of L begins in the column in which that row of A does (George and Liu, Computer Solution of
 * Large Sparse Positive Definite Systems, 1981, chapter 4). If A consists of blocks along its
 * diagonal, time and memory are those of the blocks. If its last rows couple all blocks, only these
 * rows are long.
 */
public final class SkylineCholesky {
  /** A pivot below this part of its diagonal element is zero to rounding. */
  private static final double SINGULAR = 1e-14;

  private final int[] first;

  /** Row i holds L from column first[i] to i. */
  private final double[][] rows;

  private SkylineCholesky(int[] first, double[][] rows) {
    this.first = first;
    this.rows = rows;
  }

  /**
   * Factors a matrix.
   *
   * @param lower its lower triangle: at least i + 1 numbers in row i
   * @param damping is added to the diagonal, times the diagonal element, or times one if that is
   *     zero
   * @return empty if the matrix is not positive definite, to rounding
   */
  public static Optional<SkylineCholesky> of(double[][] lower, double damping) {
    int n = lower.length;
    int[] first = new int[n];
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      int start = 0;
      while (start < i && lower[i][start] == 0) {
        start++;
      }
      first[i] = start;
      double[] row = Arrays.copyOfRange(lower[i], start, i + 1);
      rows[i] = row;
      double diagonal = row[i - start] * (1 + damping);
      diagonal = diagonal == 0 && damping > 0 ? 1 : diagonal;
      double pivot = diagonal;
      for (int j = start; j < i; j++) {
        int from = Math.max(start, first[j]);
        double sum = row[j - start];
        double[] other = rows[j];
        for (int k = from; k < j; k++) {
          sum -= row[k - start] * other[k - first[j]];
        }
        double entry = sum / other[j - first[j]];
        row[j - start] = entry;
        pivot -= entry * entry;
      }
      if (!(pivot > SINGULAR * diagonal)) {
        return Optional.empty();
      }
      row[i - start] = Math.sqrt(pivot);
    }
    return Optional.of(new SkylineCholesky(first, rows));
  }

  /** Solves A x = b. */
  public double[] solve(double[] b) {
    double[] x = b.clone();
    forward(x, 0);
    backward(x);
    return x;
  }

  /** Solves Lᵀ x = b: independent standard normal numbers b give x of covariance A⁻¹. */
  public double[] drawn(double[] b) {
    double[] x = b.clone();
    backward(x);
    return x;
  }

  /** A⁻¹. */
  public double[][] inverse() {
    double[][] inverse = new double[rows.length][];
    for (int j = 0; j < rows.length; j++) {
      inverse[j] = new double[rows.length];
      inverse[j][j] = 1;
      forward(inverse[j], j);
      backward(inverse[j]);
    }
    return inverse;
  }

  /** The diagonal of A⁻¹. */
  public double[] inverseDiagonal() {
    double[] diagonal = new double[rows.length];
    double[] x = new double[rows.length];
    for (int j = 0; j < rows.length; j++) {
      Arrays.fill(x, 0);
      x[j] = 1;
      forward(x, j);
      for (int i = j; i < x.length; i++) {
        diagonal[j] += x[i] * x[i];
      }
    }
    return diagonal;
  }

  /** ln det A. */
  public double logDeterminant() {
    double sum = 0;
    for (int i = 0; i < rows.length; i++) {
      sum += 2 * StrictMath.log(rows[i][i - first[i]]);
    }
    return sum;
  }

  /** Solves L x = b in place; b is zero before an index. */
  private void forward(double[] x, int from) {
    int last = from;
    for (int i = from; i < x.length; i++) {
      double[] row = rows[i];
      double sum = x[i];
      for (int k = Math.max(first[i], from); k <= last && k < i; k++) {
        sum -= row[k - first[i]] * x[k];
      }
      if (sum != 0) {
        x[i] = sum / row[i - first[i]];
        last = i;
      }
    }
  }

  /** Solves Lᵀ x = b in place. */
  private void backward(double[] x) {
    for (int i = x.length - 1; i >= 0; i--) {
      if (x[i] != 0) {
        double[] row = rows[i];
        double value = x[i] / row[i - first[i]];
        x[i] = value;
        for (int k = first[i]; k < i; k++) {
          x[k] -= row[k - first[i]] * value;
        }
      }
    }
  }
}
