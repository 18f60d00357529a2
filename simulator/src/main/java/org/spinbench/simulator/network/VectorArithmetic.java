package org.spinbench.simulator.network;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Arithmetic} with the vector instructions of the processor.
 *
 * <p>It gives the bits of {@link DoubleArithmetic} and {@link DirectSum}: every lane does their
 * operations in their order. Sums stay in registers until they are complete. Arrays whose length is
 * no multiple of a strip are padded in scratch memory.
 */
final class VectorArithmetic implements Arithmetic {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int WIDTH = SPECIES.length();

  /** Columns of a matrix product that are summed together: two vectors of each row. */
  private static final int STRIP = 2 * WIDTH;

  /** Rows of a matrix product that share what is loaded of the second factor. */
  private static final int ROWS = 4;

  private double[] lanes = new double[0];
  private double[] sums = new double[0];
  private double[] squares = new double[0];
  private double[] factors = new double[0];
  private double[] strip = new double[0];
  private final double[][] edge = new double[ROWS][STRIP];
  private double[] spare = new double[0];

  @Override
  public void values(
      SynapseModel model, double[] tones, double[] resonances, double[] weights, double[] out) {
    pad(tones);
    Arrays.fill(sums, 0);
    int k = 0;
    for (; k + 3 < resonances.length; k += 4) {
      addFour(model, lanes, resonances, weights, k, sums, tones.length);
    }
    for (; k < resonances.length; k++) {
      addOne(model, lanes, resonances[k], weights[k], sums, tones.length);
    }
    System.arraycopy(sums, 0, out, 0, tones.length);
  }

  private static void addFour(
      SynapseModel model,
      double[] tones,
      double[] resonances,
      double[] weights,
      int k,
      double[] out,
      int count) {
    double scale = model.antisymmetric() * model.damping();
    DoubleVector f1 = all(resonances[k]);
    DoubleVector f2 = all(resonances[k + 1]);
    DoubleVector f3 = all(resonances[k + 2]);
    DoubleVector f4 = all(resonances[k + 3]);
    DoubleVector q1 = all(square(model.damping() * resonances[k]));
    DoubleVector q2 = all(square(model.damping() * resonances[k + 1]));
    DoubleVector q3 = all(square(model.damping() * resonances[k + 2]));
    DoubleVector q4 = all(square(model.damping() * resonances[k + 3]));
    DoubleVector a1 = all(scale * weights[k] * resonances[k]);
    DoubleVector a2 = all(scale * weights[k + 1] * resonances[k + 1]);
    DoubleVector a3 = all(scale * weights[k + 2] * resonances[k + 2]);
    DoubleVector a4 = all(scale * weights[k + 3] * resonances[k + 3]);
    DoubleVector s1 = q1.mul(model.symmetric() * weights[k]);
    DoubleVector s2 = q2.mul(model.symmetric() * weights[k + 1]);
    DoubleVector s3 = q3.mul(model.symmetric() * weights[k + 2]);
    DoubleVector s4 = q4.mul(model.symmetric() * weights[k + 3]);
    DoubleVector one = all(1);
    for (int i = 0; i < count; i += WIDTH) {
      DoubleVector tone = DoubleVector.fromArray(SPECIES, tones, i);
      DoubleVector x1 = tone.sub(f1);
      DoubleVector x2 = tone.sub(f2);
      DoubleVector x3 = tone.sub(f3);
      DoubleVector x4 = tone.sub(f4);
      DoubleVector d1 = x1.mul(x1).add(q1);
      DoubleVector d2 = x2.mul(x2).add(q2);
      DoubleVector d3 = x3.mul(x3).add(q3);
      DoubleVector d4 = x4.mul(x4).add(q4);
      DoubleVector n12 = a1.mul(x1).add(s1).mul(d2).add(a2.mul(x2).add(s2).mul(d1));
      DoubleVector n34 = a3.mul(x3).add(s3).mul(d4).add(a4.mul(x4).add(s4).mul(d3));
      DoubleVector d12 = d1.mul(d2);
      DoubleVector d34 = d3.mul(d4);
      DoubleVector sum = n12.mul(d34).add(n34.mul(d12)).mul(one.div(d12.mul(d34)));
      DoubleVector.fromArray(SPECIES, out, i).add(sum).intoArray(out, i);
    }
  }

  private static void addOne(
      SynapseModel model,
      double[] tones,
      double resonance,
      double weight,
      double[] out,
      int count) {
    double q = square(model.damping() * resonance);
    double a = model.antisymmetric() * model.damping() * weight * resonance;
    double s = model.symmetric() * weight * q;
    for (int i = 0; i < count; i += WIDTH) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, tones, i).sub(resonance);
      DoubleVector inverse = all(1).div(x.mul(x).add(q));
      DoubleVector.fromArray(SPECIES, out, i).add(x.mul(a).add(s).mul(inverse)).intoArray(out, i);
    }
  }

  @Override
  public void slopes(
      SynapseModel model, double[] tones, double[] gradient, double[] resonances, double[] out) {
    int padded = pad(resonances);
    System.arraycopy(out, 0, sums, 0, resonances.length);
    squares = atLeast(squares, padded);
    for (int k = 0; k < padded; k++) {
      squares[k] = square(model.damping() * lanes[k]);
    }
    double a = model.antisymmetric() * model.damping();
    double s = 2 * model.symmetric() * square(model.damping());
    for (int i = 0; i < tones.length; i += 2) {
      int j = Math.min(i + 1, tones.length - 1);
      double h1 = tones[i] * gradient[i];
      double h2 = j > i ? tones[j] * gradient[j] : 0;
      if (s * h1 == 0 && s * h2 == 0) {
        addSlopes(tones[i], tones[j], a * h1, a * h2, lanes, squares, sums, padded);
      } else {
        addSlope(tones[i], a * h1, s * h1, lanes, squares, sums, padded);
        addSlope(tones[j], a * h2, s * h2, lanes, squares, sums, padded);
      }
    }
    System.arraycopy(sums, 0, out, 0, resonances.length);
  }

  /** Adds the antisymmetric slopes of two tones. */
  private static void addSlopes(
      double t1,
      double t2,
      double h1,
      double h2,
      double[] resonances,
      double[] squares,
      double[] out,
      int count) {
    DoubleVector tone1 = all(t1);
    DoubleVector tone2 = all(t2);
    DoubleVector scale1 = all(h1);
    DoubleVector scale2 = all(h2);
    DoubleVector one = all(1);
    for (int k = 0; k < count; k += WIDTH) {
      DoubleVector f = DoubleVector.fromArray(SPECIES, resonances, k);
      DoubleVector q = DoubleVector.fromArray(SPECIES, squares, k);
      DoubleVector x1 = tone1.sub(f);
      DoubleVector x2 = tone2.sub(f);
      DoubleVector xx1 = x1.mul(x1);
      DoubleVector xx2 = x2.mul(x2);
      DoubleVector d1 = xx1.add(q);
      DoubleVector d2 = xx2.add(q);
      DoubleVector n1 = xx1.sub(q).mul(scale1).mul(d2.mul(d2));
      DoubleVector n2 = xx2.sub(q).mul(scale2).mul(d1.mul(d1));
      DoubleVector d12 = d1.mul(d2);
      DoubleVector sum = n1.add(n2).mul(one.div(d12.mul(d12)));
      DoubleVector.fromArray(SPECIES, out, k).add(sum).intoArray(out, k);
    }
  }

  /** Adds the slopes of a tone, symmetric part included. */
  private static void addSlope(
      double tone,
      double h,
      double s,
      double[] resonances,
      double[] squares,
      double[] out,
      int count) {
    for (int k = 0; k < count; k += WIDTH) {
      DoubleVector f = DoubleVector.fromArray(SPECIES, resonances, k);
      DoubleVector q = DoubleVector.fromArray(SPECIES, squares, k);
      DoubleVector x = all(tone).sub(f);
      DoubleVector xx = x.mul(x);
      DoubleVector d = xx.add(q);
      DoubleVector n = xx.sub(q).mul(h).add(x.mul(s).mul(f));
      DoubleVector.fromArray(SPECIES, out, k).add(n.mul(all(1).div(d.mul(d)))).intoArray(out, k);
    }
  }

  private static DoubleVector all(double x) {
    return DoubleVector.broadcast(SPECIES, x);
  }

  private static double square(double x) {
    return x * x;
  }

  @Override
  public void product(
      double[][] a, double[][] b, double[][] c, int from, int to, int inner, int columns) {
    takeFactors(a, from, to, inner);
    multiply(b, false, c, from, to, inner, columns);
  }

  @Override
  public void productOfRows(
      double[][] a, double[][] b, double[][] c, int from, int to, int inner, int columns) {
    takeFactors(a, from, to, inner);
    multiply(b, true, c, from, to, inner, columns);
  }

  private void takeFactors(double[][] a, int from, int to, int inner) {
    factors = atLeast(factors, groups(to - from) * ROWS * inner);
    for (int row = from; row < to; row++) {
      double[] source = a[row];
      int place = place(row - from, inner);
      for (int k = 0; k < inner; k++) {
        factors[place + k * ROWS] = source[k];
      }
    }
  }

  @Override
  public void productTransposed(
      double[][] a, double[][] b, double[][] c, int from, int to, int inner, int columns) {
    factors = atLeast(factors, groups(to - from) * ROWS * inner);
    for (int k = 0; k < inner; k++) {
      double[] source = a[k];
      for (int row = from; row < to; row++) {
        factors[place(row - from, inner) + k * ROWS] = source[row];
      }
    }
    multiply(b, false, c, from, to, inner, columns);
  }

  /** Where the first factor of a row stands; the rows of a group take turns. */
  private static int place(int row, int inner) {
    return row / ROWS * ROWS * inner + row % ROWS;
  }

  private static int groups(int rows) {
    return (rows + ROWS - 1) / ROWS;
  }

  /**
   * Adds the products with {@link #factors}. Factors and strip lie in the order in which they are
   * read: rows of a matrix, a power of two apart, would share few sets of the cache.
   */
  private void multiply(
      double[][] b, boolean turned, double[][] c, int from, int to, int inner, int columns) {
    strip = atLeast(strip, inner * STRIP);
    spare = atLeast(spare, Math.max(columns, STRIP));
    for (int left = 0; left < columns; left += STRIP) {
      int width = Math.min(STRIP, columns - left);
      if (turned) {
        turn(b, left, width, strip, inner);
      } else if (width == STRIP) {
        load(b, left, strip, inner);
      } else {
        for (int k = 0; k < inner; k++) {
          System.arraycopy(b[k], left, strip, k * STRIP, width);
        }
      }
      for (int row = from; row < to; row += ROWS) {
        int rows = Math.min(ROWS, to - row);
        int place = place(row - from, inner);
        if (width == STRIP) {
          tile(place, rows, c, row, inner, left);
        } else {
          copy(c, row, left, edge, 0, 0, rows, width);
          tile(place, rows, edge, 0, inner, 0);
          copy(edge, 0, 0, c, row, left, rows, width);
        }
      }
    }
  }

  private static void turn(double[][] b, int left, int width, double[] strip, int inner) {
    for (int j = 0; j < width; j++) {
      double[] row = b[left + j];
      for (int k = 0; k < inner; k++) {
        strip[k * STRIP + j] = row[k];
      }
    }
  }

  private static void load(double[][] b, int left, double[] strip, int inner) {
    for (int k = 0; k < inner; k++) {
      double[] row = b[k];
      DoubleVector low = DoubleVector.fromArray(SPECIES, row, left);
      DoubleVector high = DoubleVector.fromArray(SPECIES, row, left + WIDTH);
      low.intoArray(strip, k * STRIP);
      high.intoArray(strip, k * STRIP + WIDTH);
    }
  }

  private static void copy(
      double[][] from, int row, int left, double[][] to, int toRow, int toLeft, int rows, int n) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(from[row + r], left, to[toRow + r], toLeft, n);
    }
  }

  /** Adds the products of up to four rows; those that are missing go to spare memory. */
  private void tile(int place, int rows, double[][] c, int row, int inner, int left) {
    addRows(
        factors,
        place,
        strip,
        c[row],
        rows < 2 ? spare : c[row + 1],
        rows < 3 ? spare : c[row + 2],
        rows < 4 ? spare : c[row + 3],
        inner,
        left);
  }

  private static void addRows(
      double[] factors,
      int place,
      double[] strip,
      double[] c0,
      double[] c1,
      double[] c2,
      double[] c3,
      int inner,
      int left) {
    int right = left + WIDTH;
    DoubleVector low0 = DoubleVector.fromArray(SPECIES, c0, left);
    DoubleVector high0 = DoubleVector.fromArray(SPECIES, c0, right);
    DoubleVector low1 = DoubleVector.fromArray(SPECIES, c1, left);
    DoubleVector high1 = DoubleVector.fromArray(SPECIES, c1, right);
    DoubleVector low2 = DoubleVector.fromArray(SPECIES, c2, left);
    DoubleVector high2 = DoubleVector.fromArray(SPECIES, c2, right);
    DoubleVector low3 = DoubleVector.fromArray(SPECIES, c3, left);
    DoubleVector high3 = DoubleVector.fromArray(SPECIES, c3, right);
    for (int k = 0; k < inner; k++) {
      DoubleVector low = DoubleVector.fromArray(SPECIES, strip, k * STRIP);
      DoubleVector high = DoubleVector.fromArray(SPECIES, strip, k * STRIP + WIDTH);
      int first = place + k * ROWS;
      DoubleVector factor = all(factors[first]);
      low0 = low.fma(factor, low0);
      high0 = high.fma(factor, high0);
      factor = all(factors[first + 1]);
      low1 = low.fma(factor, low1);
      high1 = high.fma(factor, high1);
      factor = all(factors[first + 2]);
      low2 = low.fma(factor, low2);
      high2 = high.fma(factor, high2);
      factor = all(factors[first + 3]);
      low3 = low.fma(factor, low3);
      high3 = high.fma(factor, high3);
    }
    low0.intoArray(c0, left);
    high0.intoArray(c0, right);
    low1.intoArray(c1, left);
    high1.intoArray(c1, right);
    low2.intoArray(c2, left);
    high2.intoArray(c2, right);
    low3.intoArray(c3, left);
    high3.intoArray(c3, right);
  }

  /**
   * Copies what differs between lanes to scratch memory, and repeats the last element to the end of
   * its vector.
   *
   * @return number of elements, repetitions included
   */
  private int pad(double[] values) {
    int padded = (values.length + WIDTH - 1) / WIDTH * WIDTH;
    lanes = atLeast(lanes, padded);
    sums = atLeast(sums, padded);
    System.arraycopy(values, 0, lanes, 0, values.length);
    Arrays.fill(lanes, values.length, padded, values[values.length - 1]);
    return padded;
  }

  private static double[] atLeast(double[] scratch, int length) {
    return scratch.length < length ? new double[length] : scratch;
  }

  @Override
  public String toString() {
    return "vectors of " + WIDTH + " numbers";
  }
}
