package org.spinbench.simulator.network;

/**
 * {@link Arithmetic} in plain Java. Products are fused multiply-adds: half the instructions, one
 * rounding less, and the same bits on every machine.
 */
final class DoubleArithmetic implements Arithmetic {
  /**
   * Rows of B that stay in the first-level cache while rows of C pass: 8 x 256 doubles, 16 KiB.
   * Twice as many would not fit if rows are 4 KiB apart and so share half of the cache's sets.
   */
  private static final int INNER_TILE = 8;

  private static final int COLUMN_TILE = 256;

  private double[] squares = new double[0];
  private double[][] turned = new double[0][];

  @Override
  public void values(
      SynapseModel model, double[] tones, double[] resonances, double[] weights, double[] out) {
    DirectSum.values(model, tones, resonances, weights, out);
  }

  @Override
  public void slopes(
      SynapseModel model, double[] tones, double[] gradient, double[] resonances, double[] out) {
    if (squares.length < resonances.length) {
      squares = new double[resonances.length];
    }
    DirectSum.slopes(model, tones, gradient, resonances, squares, out);
  }

  @Override
  public void product(
      double[][] a, double[][] b, double[][] c, int from, int to, int inner, int columns) {
    for (int j = 0; j < columns; j += COLUMN_TILE) {
      product(a, b, c, from, to, inner, j, Math.min(columns, j + COLUMN_TILE));
    }
  }

  @Override
  public void productOfRows(
      double[][] a, double[][] b, double[][] c, int from, int to, int inner, int columns) {
    if (turned.length < inner || turned[0].length < columns) {
      turned = new double[inner][columns];
    }
    for (int j = 0; j < columns; j++) {
      double[] row = b[j];
      for (int k = 0; k < inner; k++) {
        turned[k][j] = row[k];
      }
    }
    product(a, turned, c, from, to, inner, columns);
  }

  @Override
  public void productTransposed(
      double[][] a, double[][] b, double[][] c, int from, int to, int inner, int columns) {
    for (int j = 0; j < columns; j += COLUMN_TILE) {
      productTransposed(a, b, c, from, to, inner, j, Math.min(columns, j + COLUMN_TILE));
    }
  }

  private static void product(
      double[][] a, double[][] b, double[][] c, int from, int to, int inner, int left, int right) {
    for (int k = 0; k < inner; k += INNER_TILE) {
      int end = Math.min(inner, k + INNER_TILE);
      for (int row = from; row < to; row++) {
        double[] scalars = a[row];
        int i = k;
        for (; i + 3 < end; i += 4) {
          addFour(
              scalars[i],
              scalars[i + 1],
              scalars[i + 2],
              scalars[i + 3],
              b[i],
              b[i + 1],
              b[i + 2],
              b[i + 3],
              c[row],
              left,
              right);
        }
        for (; i < end; i++) {
          addOne(scalars[i], b[i], c[row], left, right);
        }
      }
    }
  }

  private static void productTransposed(
      double[][] a, double[][] b, double[][] c, int from, int to, int inner, int left, int right) {
    for (int k = 0; k < inner; k += INNER_TILE) {
      int end = Math.min(inner, k + INNER_TILE);
      for (int row = from; row < to; row++) {
        int i = k;
        for (; i + 3 < end; i += 4) {
          addFour(
              a[i][row],
              a[i + 1][row],
              a[i + 2][row],
              a[i + 3][row],
              b[i],
              b[i + 1],
              b[i + 2],
              b[i + 3],
              c[row],
              left,
              right);
        }
        for (; i < end; i++) {
          addOne(a[i][row], b[i], c[row], left, right);
        }
      }
    }
  }

  private static void addFour(
      double a0,
      double a1,
      double a2,
      double a3,
      double[] b0,
      double[] b1,
      double[] b2,
      double[] b3,
      double[] c,
      int left,
      int right) {
    for (int j = left; j < right; j++) {
      c[j] =
          Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
    }
  }

  private static void addOne(double a, double[] b, double[] c, int left, int right) {
    for (int j = left; j < right; j++) {
      c[j] = Math.fma(a, b[j], c[j]);
    }
  }

  @Override
  public String toString() {
    return "plain loops";
  }
}
