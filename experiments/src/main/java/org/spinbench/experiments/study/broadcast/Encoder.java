package org.spinbench.experiments.study.broadcast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.spinbench.experiments.task.LabelledTable;

/**
 * Reduces the many numbers of a sample to the few inputs of a chip, in software: first Fisher's
 * discriminants, which maximise the distance of classes relative to the scatter within them, then
 * principal components of the remainder. (R. A. Fisher, Annals of Eugenics 7, 179 (1936),
 * doi:10.1111/j.1469-1809.1936.tb02137.x; C. R. Rao for several classes.)
 *
 * <p>Each is scaled so that the training samples fill the range of the input's power. Values of
 * other samples beyond the range are limited to it, as by the source; {@link #beyond} counts them.
 */
public final class Encoder {
  /**
   * Added to the scatter within classes, relative to its mean, because pixels that never change
   * have none.
   */
  private static final double RIDGE = 1e-2;

  private final double[] mean;
  private final double[][] directions;
  private final double[] low;
  private final double[] high;

  private Encoder(double[] mean, double[][] directions, double[] low, double[] high) {
    this.mean = mean;
    this.directions = directions;
    this.low = low;
    this.high = high;
  }

  /** Learns the directions from training samples. */
  public static Encoder of(LabelledTable train, int inputs) {
    double[] mean = mean(train.rows(), train.rows()[0].length);
    double[][] directions = directions(train, mean, inputs);
    double[] low = new double[inputs];
    double[] high = new double[inputs];
    Arrays.fill(low, Double.POSITIVE_INFINITY);
    Arrays.fill(high, Double.NEGATIVE_INFINITY);
    for (double[] row : train.rows()) {
      for (int k = 0; k < inputs; k++) {
        double value = project(row, mean, directions[k]);
        low[k] = Math.min(low[k], value);
        high[k] = Math.max(high[k], value);
      }
    }
    return new Encoder(mean, directions, low, high);
  }

  private static double[] mean(double[][] rows, int width) {
    double[] mean = new double[width];
    for (double[] row : rows) {
      for (int i = 0; i < width; i++) {
        mean[i] += row[i] / rows.length;
      }
    }
    return mean;
  }

  private static double project(double[] row, double[] mean, double[] direction) {
    double sum = 0;
    for (int i = 0; i < row.length; i++) {
      sum += direction[i] * (row[i] - mean[i]);
    }
    return sum;
  }

  private static double[][] directions(LabelledTable train, double[] mean, int inputs) {
    int width = mean.length;
    int classes = train.classes().size();
    double[][] means = new double[classes][];
    double[][] within = new double[width][width];
    double[][] between = new double[width][width];
    for (int c = 0; c < classes; c++) {
      double[][] members = members(train, c);
      means[c] = mean(members, width);
      for (double[] row : members) {
        addOuter(within, row, means[c], 1.0 / train.size());
      }
      addOuter(between, means[c], mean, (double) members.length / train.size());
    }
    double trace = 0;
    for (int i = 0; i < width; i++) {
      trace += within[i][i] / width;
    }
    for (int i = 0; i < width; i++) {
      within[i][i] += RIDGE * trace + Double.MIN_NORMAL;
    }
    RealMatrix whitening = inverseRoot(new Array2DRowRealMatrix(within, false));
    List<double[]> found = new ArrayList<>();
    RealMatrix spread = whitening.multiply(new Array2DRowRealMatrix(between)).multiply(whitening);
    for (double[] v : leading(spread, Math.min(inputs, classes - 1))) {
      found.add(whitening.operate(v));
    }
    if (found.size() < inputs) {
      found.addAll(components(train, mean, found, inputs - found.size()));
    }
    return found.toArray(double[][]::new);
  }

  private static double[][] members(LabelledTable train, int label) {
    List<double[]> members = new ArrayList<>();
    for (int i = 0; i < train.size(); i++) {
      if (train.labels()[i] == label) {
        members.add(train.rows()[i]);
      }
    }
    return members.toArray(double[][]::new);
  }

  private static void addOuter(double[][] sum, double[] row, double[] mean, double weight) {
    for (int i = 0; i < row.length; i++) {
      double di = weight * (row[i] - mean[i]);
      for (int j = 0; j < row.length; j++) {
        sum[i][j] += di * (row[j] - mean[j]);
      }
    }
  }

  /** M^(−1/2) of a symmetric positive matrix. */
  private static RealMatrix inverseRoot(RealMatrix matrix) {
    SingularValueDecomposition parts = new SingularValueDecomposition(symmetric(matrix));
    RealMatrix scaled = parts.getV().copy();
    double[] values = parts.getSingularValues();
    for (int j = 0; j < values.length; j++) {
      for (int i = 0; i < values.length; i++) {
        scaled.multiplyEntry(i, j, 1 / Math.sqrt(values[j]));
      }
    }
    return scaled.multiply(parts.getVT());
  }

  /** The matrix without rounding errors in its symmetry. */
  private static RealMatrix symmetric(RealMatrix matrix) {
    return matrix.add(matrix.transpose()).scalarMultiply(0.5);
  }

  /**
   * Eigenvectors of the largest eigenvalues of a symmetric positive semidefinite matrix, from its
   * singular value decomposition, which is stable even if most eigenvalues are zero.
   */
  private static List<double[]> leading(RealMatrix matrix, int count) {
    RealMatrix vectors = new SingularValueDecomposition(symmetric(matrix)).getV();
    List<double[]> leading = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      leading.add(vectors.getColumn(k));
    }
    return leading;
  }

  /** Principal components orthogonal to the directions found so far. */
  private static List<double[]> components(
      LabelledTable train, double[] mean, List<double[]> found, int count) {
    List<double[]> basis = orthonormal(found);
    double[][] covariance = new double[mean.length][mean.length];
    double[] zero = new double[mean.length];
    for (double[] row : train.rows()) {
      double[] rest = new double[mean.length];
      for (int i = 0; i < rest.length; i++) {
        rest[i] = row[i] - mean[i];
      }
      for (double[] direction : basis) {
        double along = project(rest, zero, direction);
        for (int i = 0; i < rest.length; i++) {
          rest[i] -= along * direction[i];
        }
      }
      addOuter(covariance, rest, zero, 1.0 / train.size());
    }
    return leading(new Array2DRowRealMatrix(covariance, false), count);
  }

  private static List<double[]> orthonormal(List<double[]> vectors) {
    List<double[]> basis = new ArrayList<>();
    for (double[] vector : vectors) {
      double[] rest = vector.clone();
      for (double[] direction : basis) {
        double along = project(rest, new double[rest.length], direction);
        for (int i = 0; i < rest.length; i++) {
          rest[i] -= along * direction[i];
        }
      }
      double norm = Math.sqrt(Arrays.stream(rest).map(x -> x * x).sum());
      basis.add(Arrays.stream(rest).map(x -> x / norm).toArray());
    }
    return basis;
  }

  /** Inputs of a sample, each from 0 to 1. */
  public double[] encode(double[] row) {
    double[] inputs = new double[directions.length];
    for (int k = 0; k < inputs.length; k++) {
      inputs[k] = Math.max(0, Math.min(1, scaled(row, k)));
    }
    return inputs;
  }

  /** Inputs of all samples of a table. */
  public double[][] encode(LabelledTable table) {
    return Arrays.stream(table.rows()).map(this::encode).toArray(double[][]::new);
  }

  /** Number of inputs of a table's samples that are limited to the range. */
  public int beyond(LabelledTable table) {
    int count = 0;
    for (double[] row : table.rows()) {
      for (int k = 0; k < directions.length; k++) {
        double value = scaled(row, k);
        count += value < 0 || value > 1 ? 1 : 0;
      }
    }
    return count;
  }

  private double scaled(double[] row, int k) {
    double range = high[k] - low[k];
    return range > 0 ? (project(row, mean, directions[k]) - low[k]) / range : 0.5;
  }
}
