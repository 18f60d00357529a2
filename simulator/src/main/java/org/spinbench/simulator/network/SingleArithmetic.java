package org.spinbench.simulator.network;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Arithmetic} in single precision, on double-precision arrays, with the vector instructions
 * of the processor: twice as many lanes as {@link VectorArithmetic}.
 *
 * <p>Frequencies are relative to the centre of the band, which resolves a detuning to about 3e-8 of
 * the band. With α = 0.01 the error of a weight is about 1e-4 of a junction's largest response.
 * Products are summed in single precision over {@link #INNER} terms, and these sums in double
 * precision.
 */
final class SingleArithmetic implements Arithmetic {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = SPECIES.length();

  /** Columns of a product that are summed together: two vectors of each row. */
  private static final int STRIP = 2 * WIDTH;

  /** Rows of a product that share what is loaded of the second factor. */
  private static final int ROWS = 4;

  private static final int INNER = 256;

  private final float[] strip = new float[INNER * STRIP];
  private final float[] part = new float[ROWS * STRIP];
  private float[] factors = new float[0];
  private float[] lanes = new float[0];
  private float[] terms = new float[0];
  private float[] sums = new float[0];
  private double centre;
  private double unit;

  @Override
  public void values(
      SynapseModel model, double[] tones, double[] resonances, double[] weights, double[] out) {
    scale(model, tones);
    int padded = place(tones);
    int count = (resonances.length + 3) / 4 * 4;
    terms = atLeast(terms, 4 * count);
    for (int k = 0; k < count; k++) {
      boolean real = k < resonances.length;
      double resonance = real ? resonances[k] : centre;
      double weight = real ? weights[k] : 0;
      double width = model.damping() * resonance / unit;
      terms[k] = (float) ((resonance - centre) / unit);
      terms[count + k] = (float) (width * width);
      terms[2 * count + k] = (float) (model.antisymmetric() * weight * width);
      terms[3 * count + k] = (float) (model.symmetric() * weight * width * width);
    }
    for (int i = 0; i < padded; i += WIDTH) {
      sumResponses(lanes, i, terms, count, sums);
    }
    for (int i = 0; i < tones.length; i++) {
      out[i] = sums[i];
    }
  }

  /** Writes the sums over the resonances at a vector of tones. Four terms share a division. */
  private static void sumResponses(float[] tones, int i, float[] terms, int count, float[] out) {
    FloatVector one = all(1);
    FloatVector tone = FloatVector.fromArray(SPECIES, tones, i);
    FloatVector sum = all(0);
    for (int k = 0; k < count; k += 4) {
      FloatVector x1 = tone.sub(each(terms[k]));
      FloatVector x2 = tone.sub(each(terms[k + 1]));
      FloatVector x3 = tone.sub(each(terms[k + 2]));
      FloatVector x4 = tone.sub(each(terms[k + 3]));
      int q = count + k;
      FloatVector d1 = x1.fma(x1, each(terms[q]));
      FloatVector d2 = x2.fma(x2, each(terms[q + 1]));
      FloatVector d3 = x3.fma(x3, each(terms[q + 2]));
      FloatVector d4 = x4.fma(x4, each(terms[q + 3]));
      int a = q + count;
      int s = a + count;
      FloatVector n1 = x1.fma(each(terms[a]), each(terms[s]));
      FloatVector n2 = x2.fma(each(terms[a + 1]), each(terms[s + 1]));
      FloatVector n3 = x3.fma(each(terms[a + 2]), each(terms[s + 2]));
      FloatVector n4 = x4.fma(each(terms[a + 3]), each(terms[s + 3]));
      FloatVector n12 = n1.fma(d2, n2.mul(d1));
      FloatVector n34 = n3.fma(d4, n4.mul(d3));
      FloatVector d12 = d1.mul(d2);
      FloatVector d34 = d3.mul(d4);
      sum = n12.fma(d34, n34.mul(d12)).fma(one.div(d12.mul(d34)), sum);
    }
    sum.intoArray(out, i);
  }

  @Override
  public void slopes(
      SynapseModel model, double[] tones, double[] gradient, double[] resonances, double[] out) {
    double largest = 0;
    for (double g : gradient) {
      largest = Math.max(largest, Math.abs(g));
    }
    if (largest == 0) {
      return;
    }
    scale(model, tones);
    int padded = place(resonances);
    int count = (tones.length + 1) / 2 * 2;
    terms = atLeast(terms, 2 * count);
    for (int i = 0; i < count; i++) {
      boolean real = i < tones.length;
      double tone = real ? tones[i] : centre;
      terms[i] = (float) ((tone - centre) / unit);
      terms[count + i] = real ? (float) (gradient[i] / largest * tone / unit) : 0;
    }
    for (int k = 0; k < padded; k += WIDTH) {
      sumSlopes(model, lanes, (float) (centre / unit), k, terms, count, sums);
    }
    double scale = model.damping() * largest / unit;
    for (int k = 0; k < resonances.length; k++) {
      out[k] += scale * sums[k];
    }
  }

  /**
   * Writes the sums over the tones at a vector of resonances, from those of h / d, h / d² and h x /
   * d². Two terms share a division.
   */
  private static void sumSlopes(
      SynapseModel model,
      float[] resonances,
      float middle,
      int k,
      float[] terms,
      int count,
      float[] out) {
    FloatVector f = FloatVector.fromArray(SPECIES, resonances, k);
    FloatVector width = f.add(middle).mul((float) model.damping());
    FloatVector q = width.mul(width);
    FloatVector one = each(1);
    FloatVector first = each(0);
    FloatVector second = each(0);
    FloatVector detuned = each(0);
    for (int i = 0; i < count; i += 2) {
      FloatVector x1 = each(terms[i]).sub(f);
      FloatVector x2 = each(terms[i + 1]).sub(f);
      FloatVector d1 = x1.fma(x1, q);
      FloatVector d2 = x2.fma(x2, q);
      FloatVector inverse = one.div(d1.mul(d2));
      FloatVector r1 = d2.mul(inverse);
      FloatVector r2 = d1.mul(inverse);
      FloatVector g1 = r1.mul(each(terms[count + i]));
      FloatVector g2 = r2.mul(each(terms[count + i + 1]));
      first = first.add(g1.add(g2));
      g1 = g1.mul(r1);
      g2 = g2.mul(r2);
      second = second.add(g1.add(g2));
      detuned = detuned.add(g1.fma(x1, g2.mul(x2)));
    }
    FloatVector antisymmetric = first.sub(second.mul(q.add(q)));
    FloatVector symmetric = detuned.mul(width.add(width));
    antisymmetric
        .mul((float) model.antisymmetric())
        .add(symmetric.mul((float) model.symmetric()))
        .intoArray(out, k);
  }

  /**
   * Chooses the unit between the width of a resonance and that of the band: the product of four
   * denominators, which share a division, then lies far within the range of single precision.
   */
  private void scale(SynapseModel model, double[] tones) {
    double lowest = Double.POSITIVE_INFINITY;
    double highest = 0;
    for (double tone : tones) {
      lowest = Math.min(lowest, tone);
      highest = Math.max(highest, tone);
    }
    centre = (lowest + highest) / 2;
    double width = model.damping() * centre;
    unit = Math.sqrt(width * (width + highest - lowest));
  }

  /**
   * Writes frequencies to {@link #lanes}, from the centre and in units, and repeats the last one to
   * the end of its vector.
   *
   * @return number of elements, repetitions included
   */
  private int place(double[] frequencies) {
    int count = frequencies.length;
    int padded = (count + WIDTH - 1) / WIDTH * WIDTH;
    lanes = atLeast(lanes, padded);
    sums = atLeast(sums, padded);
    for (int i = 0; i < padded; i++) {
      lanes[i] = (float) ((frequencies[Math.min(i, count - 1)] - centre) / unit);
    }
    return padded;
  }

  @Override
  public void product(
      double[][] a, double[][] b, double[][] c, int from, int to, int inner, int columns) {
    multiply(a, false, b, false, c, from, to, inner, columns);
  }

  @Override
  public void productOfRows(
      double[][] a, double[][] b, double[][] c, int from, int to, int inner, int columns) {
    multiply(a, false, b, true, c, from, to, inner, columns);
  }

  @Override
  public void productTransposed(
      double[][] a, double[][] b, double[][] c, int from, int to, int inner, int columns) {
    multiply(a, true, b, false, c, from, to, inner, columns);
  }

  private void multiply(
      double[][] a,
      boolean aTurned,
      double[][] b,
      boolean bTurned,
      double[][] c,
      int from,
      int to,
      int inner,
      int columns) {
    int groups = (to - from + ROWS - 1) / ROWS;
    factors = atLeast(factors, groups * ROWS * INNER);
    for (int first = 0; first < inner; first += INNER) {
      int terms = Math.min(INNER, inner - first);
      for (int row = from; row < to; row++) {
        takeFactors(a, aTurned, row, first, terms, place(row - from));
      }
      for (int left = 0; left < columns; left += STRIP) {
        int width = Math.min(STRIP, columns - left);
        takeStrip(b, bTurned, first, terms, left, width);
        for (int row = from; row < to; row += ROWS) {
          sum(factors, place(row - from), strip, terms, part);
          for (int r = 0; r < Math.min(ROWS, to - row); r++) {
            add(part, r * STRIP, c[row + r], left, width);
          }
        }
      }
    }
  }

  /** Where the factors of a row stand; the rows of a group take turns. */
  private static int place(int row) {
    return row / ROWS * ROWS * INNER + row % ROWS;
  }

  private void takeFactors(double[][] a, boolean turned, int row, int first, int terms, int place) {
    for (int k = 0; k < terms; k++) {
      factors[place + k * ROWS] = (float) (turned ? a[first + k][row] : a[row][first + k]);
    }
  }

  private void takeStrip(double[][] b, boolean turned, int first, int terms, int left, int width) {
    if (turned) {
      for (int j = 0; j < width; j++) {
        double[] row = b[left + j];
        for (int k = 0; k < terms; k++) {
          strip[k * STRIP + j] = (float) row[first + k];
        }
      }
    } else {
      for (int k = 0; k < terms; k++) {
        double[] row = b[first + k];
        for (int j = 0; j < width; j++) {
          strip[k * STRIP + j] = (float) row[left + j];
        }
      }
    }
  }

  /** Writes the products of four rows with a strip. */
  private static void sum(float[] factors, int place, float[] strip, int terms, float[] out) {
    FloatVector low0 = all(0);
    FloatVector high0 = all(0);
    FloatVector low1 = all(0);
    FloatVector high1 = all(0);
    FloatVector low2 = all(0);
    FloatVector high2 = all(0);
    FloatVector low3 = all(0);
    FloatVector high3 = all(0);
    for (int k = 0; k < terms; k++) {
      FloatVector low = FloatVector.fromArray(SPECIES, strip, k * STRIP);
      FloatVector high = FloatVector.fromArray(SPECIES, strip, k * STRIP + WIDTH);
      int first = place + k * ROWS;
      FloatVector factor = each(factors[first]);
      low0 = low.fma(factor, low0);
      high0 = high.fma(factor, high0);
      factor = each(factors[first + 1]);
      low1 = low.fma(factor, low1);
      high1 = high.fma(factor, high1);
      factor = each(factors[first + 2]);
      low2 = low.fma(factor, low2);
      high2 = high.fma(factor, high2);
      factor = each(factors[first + 3]);
      low3 = low.fma(factor, low3);
      high3 = high.fma(factor, high3);
    }
    low0.intoArray(out, 0);
    high0.intoArray(out, WIDTH);
    low1.intoArray(out, STRIP);
    high1.intoArray(out, STRIP + WIDTH);
    low2.intoArray(out, 2 * STRIP);
    high2.intoArray(out, 2 * STRIP + WIDTH);
    low3.intoArray(out, 3 * STRIP);
    high3.intoArray(out, 3 * STRIP + WIDTH);
  }

  private static void add(float[] part, int place, double[] c, int left, int width) {
    for (int j = 0; j < width; j++) {
      c[left + j] += part[place + j];
    }
  }

  private static FloatVector each(float x) {
    return FloatVector.broadcast(SPECIES, x);
  }

  private static FloatVector all(double x) {
    return FloatVector.broadcast(SPECIES, (float) x);
  }

  private static float[] atLeast(float[] scratch, int length) {
    return scratch.length < length ? new float[length] : scratch;
  }

  @Override
  public String toString() {
    return "vectors of " + WIDTH + " numbers in single precision";
  }
}
