package org.spinbench.simulator.network;

import java.util.Arrays;

/**
 * A grid equidistant in the logarithm of frequency, with polynomial interpolation.
 *
 * <p>A charge is spread over the {@code order} grid points around its position, and a value is
 * gathered from them, with the weights of Lagrange's interpolation in the middle interval.
 */
final class LogGrid {
  private final double origin;
  private final double step;
  private final int order;
  private final double[] scale;

  /**
   * A grid for positions at or above {@code lowest}.
   *
   * @param lowest smallest position, a natural logarithm
   * @param step distance between points
   * @param order points per interpolation; even
   */
  LogGrid(double lowest, double step, int order) {
    this.step = step;
    this.order = order;
    this.origin = lowest - order / 2 * step;
    this.scale = new double[order];
    for (int m = 0; m < order; m++) {
      double product = 1;
      for (int n = 0; n < order; n++) {
        product *= n == m ? 1 : m - n;
      }
      scale[m] = 1 / product;
    }
  }

  /** Position of point 0. */
  double origin() {
    return origin;
  }

  /**
   * Writes the weights of a position and returns the first of its points; {@code weights} has
   * {@code order} elements.
   */
  int stencil(double position, double[] weights) {
    double x = (position - origin) / step;
    int left = (int) x;
    double offset = x - left + (order / 2 - 1);
    double product = 1;
    for (int m = 0; m < order; m++) {
      weights[m] = product * scale[m];
      product *= offset - m;
    }
    product = 1;
    for (int m = order - 1; m >= 0; m--) {
      weights[m] *= product;
      product *= offset - m;
    }
    return left - (order / 2 - 1);
  }

  /** Spreads a charge over the points around a position. */
  void spread(double position, double charge, double[] weights, double[] grid) {
    int first = stencil(position, weights);
    for (int m = 0; m < order; m++) {
      grid[first + m] += charge * weights[m];
    }
  }

  /** The interpolated value at a position of the grid. */
  double gather(double position, double[] weights, double[] grid) {
    int first = stencil(position, weights);
    double sum = 0;
    for (int m = 0; m < order; m++) {
      sum += weights[m] * grid[first + m];
    }
    return sum;
  }

  /** Computes the stencils of many positions. */
  Stencils stencils(double[] positions) {
    int[] first = new int[positions.length];
    double[] weights = new double[positions.length * order];
    double[] buffer = new double[order];
    for (int i = 0; i < positions.length; i++) {
      first[i] = stencil(positions[i], buffer);
      System.arraycopy(buffer, 0, weights, i * order, order);
    }
    return new Stencils(order, first, weights);
  }

  /** First point and weights of many positions. */
  record Stencils(int order, int[] first, double[] weights) {
    /** Spreads one charge per position. */
    void spread(double[] charges, double[] grid) {
      for (int i = 0; i < first.length; i++) {
        int at = first[i];
        int from = i * order;
        for (int m = 0; m < order; m++) {
          grid[at + m] += charges[i] * weights[from + m];
        }
      }
    }

    /** Gathers one value per position. */
    void gather(double[] grid, double factor, double[] out) {
      for (int i = 0; i < first.length; i++) {
        int at = first[i];
        int from = i * order;
        double sum = 0;
        for (int m = 0; m < order; m++) {
          sum += weights[from + m] * grid[at + m];
        }
        out[i] = factor * sum;
      }
    }
  }

  /** Natural logarithms. */
  static double[] logarithms(double[] frequencies) {
    return Arrays.stream(frequencies).map(StrictMath::log).toArray();
  }
}
