package org.spinbench.simulator.network;

import java.util.Arrays;

/**
 * {@link Arithmetic} in single precision, on double-precision arrays.
 *
 * <p>Frequencies are relative to the middle of the band and in units of it, which resolves a
 * detuning to about 3e-8 of the band. With α = 0.01 the error of a weight is about 1e-4 of a
 * junction's largest response. Products are summed in single precision over tiles and in double
 * precision across tiles.
 */
final class SingleArithmetic implements Arithmetic {
  private static final int INNER_TILE = 64;

  private final float[][] tile = new float[INNER_TILE][0];
  private float[] partial = new float[0];
  private float[] detunings = new float[0];
  private float[] squares = new float[0];
  private float[] sums = new float[0];

  @Override
  public void values(
      SynapseModel model, double[] tones, double[] resonances, double[] weights, double[] out) {
    double unit = unit(tones);
    int count = tones.length;
    detunings = sized(detunings, count);
    sums = sized(sums, count);
    for (int i = 0; i < count; i++) {
      detunings[i] = (float) (tones[i] / unit - 1);
    }
    Arrays.fill(sums, 0);
    for (int k = 0; k < resonances.length; k++) {
      double frequency = resonances[k] / unit;
      double width = model.damping() * frequency;
      addOne(
          detunings,
          sums,
          (float) (frequency - 1),
          (float) (weights[k] * model.antisymmetric() * width),
          (float) (weights[k] * model.symmetric() * width * width),
          (float) (width * width));
    }
    for (int i = 0; i < count; i++) {
      out[i] = sums[i];
    }
  }

  private static void addOne(
      float[] tones, float[] out, float resonance, float a, float s, float square) {
    int count = tones.length;
    for (int i = 0; i < count; i++) {
      float x = tones[i] - resonance;
      out[i] += (a * x + s) * (1.0f / (square + x * x));
    }
  }

  @Override
  public void slopes(
      SynapseModel model, double[] tones, double[] gradient, double[] resonances, double[] out) {
    double unit = unit(tones);
    int count = resonances.length;
    detunings = sized(detunings, count);
    squares = sized(squares, count);
    sums = sized(sums, count);
    for (int k = 0; k < count; k++) {
      double width = model.damping() * resonances[k] / unit;
      detunings[k] = (float) (resonances[k] / unit - 1);
      squares[k] = (float) (width * width);
    }
    double largest = 0;
    for (double g : gradient) {
      largest = Math.max(largest, Math.abs(g));
    }
    if (largest == 0) {
      return;
    }
    addSlopes(
        model.antisymmetric() * model.damping(),
        false,
        tones,
        gradient,
        unit,
        largest,
        resonances,
        out);
    if (model.symmetric() != 0) {
      double scale = 2 * model.symmetric() * model.damping() * model.damping();
      addSlopes(scale, true, tones, gradient, unit, largest, resonances, out);
    }
  }

  private void addSlopes(
      double scale,
      boolean symmetric,
      double[] tones,
      double[] gradient,
      double unit,
      double largest,
      double[] resonances,
      double[] out) {
    Arrays.fill(sums, 0);
    for (int i = 0; i < tones.length; i++) {
      float h = (float) (gradient[i] / largest * (tones[i] / unit));
      float tone = (float) (tones[i] / unit - 1);
      if (symmetric) {
        addSymmetric(tone, h, detunings, squares, sums);
      } else {
        addAntisymmetric(tone, h, detunings, squares, sums);
      }
    }
    for (int k = 0; k < out.length; k++) {
      double factor = symmetric ? resonances[k] / unit : 1;
      out[k] += sums[k] * (scale * largest / unit * factor);
    }
  }

  private static void addAntisymmetric(
      float tone, float h, float[] resonances, float[] squares, float[] out) {
    int count = resonances.length;
    for (int k = 0; k < count; k++) {
      float x = tone - resonances[k];
      float xx = x * x;
      float d = xx + squares[k];
      out[k] += h * (xx - squares[k]) * (1.0f / (d * d));
    }
  }

  private static void addSymmetric(
      float tone, float h, float[] resonances, float[] squares, float[] out) {
    int count = resonances.length;
    for (int k = 0; k < count; k++) {
      float x = tone - resonances[k];
      float d = x * x + squares[k];
      out[k] += h * x * (1.0f / (d * d));
    }
  }

  @Override
  public void product(
      double[][] a, double[][] b, double[][] c, int from, int to, int inner, int columns) {
    for (int k = 0; k < inner; k += INNER_TILE) {
      int end = Math.min(inner, k + INNER_TILE);
      loadTile(b, k, end, columns);
      for (int row = from; row < to; row++) {
        Arrays.fill(partial, 0);
        double[] scalars = a[row];
        int i = k;
        for (; i + 3 < end; i += 4) {
          addFour(
              (float) scalars[i],
              (float) scalars[i + 1],
              (float) scalars[i + 2],
              (float) scalars[i + 3],
              i - k,
              columns);
        }
        for (; i < end; i++) {
          addOne((float) scalars[i], tile[i - k], partial, columns);
        }
        flush(c[row], columns);
      }
    }
  }

  @Override
  public void productTransposed(
      double[][] a, double[][] b, double[][] c, int from, int to, int inner, int columns) {
    for (int k = 0; k < inner; k += INNER_TILE) {
      int end = Math.min(inner, k + INNER_TILE);
      loadTile(b, k, end, columns);
      for (int row = from; row < to; row++) {
        Arrays.fill(partial, 0);
        int i = k;
        for (; i + 3 < end; i += 4) {
          addFour(
              (float) a[i][row],
              (float) a[i + 1][row],
              (float) a[i + 2][row],
              (float) a[i + 3][row],
              i - k,
              columns);
        }
        for (; i < end; i++) {
          addOne((float) a[i][row], tile[i - k], partial, columns);
        }
        flush(c[row], columns);
      }
    }
  }

  private void loadTile(double[][] b, int from, int to, int columns) {
    partial = sized(partial, columns);
    for (int k = from; k < to; k++) {
      float[] row = sized(tile[k - from], columns);
      double[] source = b[k];
      for (int j = 0; j < columns; j++) {
        row[j] = (float) source[j];
      }
      tile[k - from] = row;
    }
  }

  private void addFour(float a0, float a1, float a2, float a3, int k, int columns) {
    addFour(a0, a1, a2, a3, tile[k], tile[k + 1], tile[k + 2], tile[k + 3], partial, columns);
  }

  private static void addFour(
      float a0,
      float a1,
      float a2,
      float a3,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float[] c,
      int columns) {
    for (int j = 0; j < columns; j++) {
      c[j] += a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
    }
  }

  private static void addOne(float a, float[] b, float[] c, int columns) {
    for (int j = 0; j < columns; j++) {
      c[j] += a * b[j];
    }
  }

  private void flush(double[] c, int columns) {
    for (int j = 0; j < columns; j++) {
      c[j] += partial[j];
    }
  }

  private static double unit(double[] tones) {
    double lowest = Double.POSITIVE_INFINITY;
    double highest = 0;
    for (double tone : tones) {
      lowest = Math.min(lowest, tone);
      highest = Math.max(highest, tone);
    }
    return (lowest + highest) / 2;
  }

  private static float[] sized(float[] scratch, int length) {
    return scratch.length == length ? scratch : new float[length];
  }
}
