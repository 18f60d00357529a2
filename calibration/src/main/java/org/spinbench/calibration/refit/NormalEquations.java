package org.spinbench.calibration.refit;

import java.util.Arrays;
import java.util.Optional;
import org.spinbench.calibration.fit.SkylineCholesky;

/**
 * The normal equations of a fit by reweighted squares with a standard normal prior: gradient and
 * matrix (its lower part) of half the cost, summed residual by residual.
 */
final class NormalEquations {
  final int[] active;
  final double[][] matrix;
  final double[] gradient;

  /** Weighted sum of the squared residuals at the declared noise. */
  double squares;

  int rows;

  // the slopes of one row that are not zero, and their places
  private final double[] slope;
  private final int[] place;

  NormalEquations(int[] active) {
    this.active = active;
    matrix = new double[active.length][];
    Arrays.setAll(matrix, a -> new double[a + 1]);
    gradient = new double[active.length];
    slope = new double[active.length];
    place = new int[active.length];
  }

  void clear() {
    for (double[] row : matrix) {
      Arrays.fill(row, 0);
    }
    Arrays.fill(gradient, 0);
    squares = 0;
    rows = 0;
  }

  /** Adds a residual. A chain of the first layer depends on few unknowns, a later one on most. */
  void add(double[] slopes, double residual, double weight) {
    int count = 0;
    for (int a = 0; a < active.length; a++) {
      double one = slopes[active[a]];
      if (one != 0) {
        slope[count] = one;
        place[count++] = a;
      }
    }
    for (int i = 0; i < count; i++) {
      double weighted = weight * slope[i];
      gradient[place[i]] += weighted * residual;
      double[] row = matrix[place[i]];
      for (int j = 0; j <= i; j++) {
        row[place[j]] += weighted * slope[j];
      }
    }
  }

  /** Adds the prior, and returns its part of the cost. */
  double addPrior(double[] z) {
    double cost = 0;
    for (int a = 0; a < active.length; a++) {
      double distance = z[active[a]];
      cost += distance * distance;
      gradient[a] += distance;
      matrix[a][a] += 1;
    }
    return cost;
  }

  /** The gradient without that of the prior at z. */
  double[] withoutPrior(double[] z) {
    double[] left = gradient.clone();
    Arrays.setAll(left, a -> gradient[a] - z[active[a]]);
    return left;
  }

  /** Empty if the matrix is singular to rounding. */
  Optional<SkylineCholesky> factor(double damping) {
    return SkylineCholesky.of(matrix, damping);
  }
}
