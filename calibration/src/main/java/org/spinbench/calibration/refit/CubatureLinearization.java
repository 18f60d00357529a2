package org.spinbench.calibration.refit;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/**
 * Linearises the model of a chip about a state: by its derivatives, or averaged over the
 * distribution of the resonances by the third-degree cubature rule (Arasaratnam and Haykin 2009,
 * doi:10.1109/TAC.2009.2019800). In the second case the slopes by the resonances are those of the
 * regression over the points of the rule, and a slope whose sign is not certain counts as zero.
 */
final class CubatureLinearization {
  /** Standard deviations within which a slope must keep its sign. */
  private static final double SURE = 1.5;

  private final ChipModel model;
  private final Resonances resonances;
  private final int nodes;
  private final int synapses;

  CubatureLinearization(ChipModel model, Resonances resonances) {
    this.model = model;
    this.resonances = resonances;
    nodes = model.voltages.length + model.powers.length;
    synapses = resonances.place.length;
  }

  /**
   * The linear model of all nodes: chain voltages, V, then powers, W.
   *
   * @param values of the nodes
   * @param slopes by all unknowns, [node][unknown]
   * @param byOffset slopes by the offset of each resonance, in half widths, [node][synapse]
   * @param left variance that the slopes do not explain, with that of the frequency noise of
   *     neurons
   */
  record Expected(double[] values, double[][] slopes, double[][] byOffset, double[] left) {}

  /** Linearises by the derivatives at z. */
  Expected tangent(double[] z, double[] parameters, double[] input) {
    double[] values = values(z, parameters, input);
    double[][] slopes = new double[nodes][];
    double[][] byOffset = new double[nodes][synapses];
    double[] left = new double[nodes];
    for (int node = 0; node < nodes; node++) {
      slopes[node] = slopes(node).clone();
      left[node] = model.frequencyNoise.variance(slopes[node]);
      for (int s = 0; s < synapses; s++) {
        byOffset[node][s] = slopes[node][resonances.place[s]] * resonances.width[s];
      }
    }
    return new Expected(values, slopes, byOffset, left);
  }

  /**
   * Linearises by the average about z.
   *
   * @param spreads covariance of the offsets of the resonances, half widths
   */
  Expected averaged(double[] z, double[][] spreads, double[] parameters, double[] input) {
    double[][] slopes = tangent(z, parameters, input).slopes();
    double[][] root = root(spreads);
    double radius = Math.sqrt(synapses);
    double[][] above = new double[synapses][];
    double[][] below = new double[synapses][];
    double[] values = new double[nodes];
    boolean[][] sure = new boolean[nodes][synapses];
    for (int k = 0; k < synapses; k++) {
      above[k] = values(moved(z, root, k, radius), parameters, input);
      double[] slopesAbove = slopesBy(k);
      below[k] = values(moved(z, root, k, -radius), parameters, input);
      double[] slopesBelow = slopesBy(k);
      for (int node = 0; node < nodes; node++) {
        values[node] += (above[k][node] + below[k][node]) / (2 * synapses);
        double middle = Math.abs(slopesAbove[node] + slopesBelow[node]);
        double change = Math.abs(slopesAbove[node] - slopesBelow[node]);
        sure[node][k] = middle * radius >= change * SURE;
      }
    }
    double[][] byOffset = new double[nodes][synapses];
    double[] left = new double[nodes];
    for (int node = 0; node < nodes; node++) {
      double[] along = new double[synapses];
      for (int k = 0; k < synapses; k++) {
        along[k] = (above[k][node] - below[k][node]) / (2 * radius);
        left[node] +=
            (square(above[k][node] - values[node]) + square(below[k][node] - values[node]))
                / (2 * synapses);
        left[node] -= square(along[k]);
      }
      left[node] = Math.max(0, left[node]) + model.frequencyNoise.variance(slopes[node]);
      // rootᵀ byOffset = along
      for (int k = synapses - 1; k >= 0; k--) {
        double sum = along[k];
        for (int l = k + 1; l < synapses; l++) {
          sum -= root[l][k] * byOffset[node][l];
        }
        byOffset[node][k] = sum / root[k][k];
      }
      for (int k = 0; k < synapses; k++) {
        if (!sure[node][k]) {
          left[node] += square(byOffset[node][k]) * spreads[k][k];
          byOffset[node][k] = 0;
        }
      }
    }
    return new Expected(values, slopes, byOffset, left);
  }

  private static double square(double x) {
    return x * x;
  }

  private double[] values(double[] z, double[] parameters, double[] input) {
    model.set(z);
    model.evaluate(parameters, input);
    double[] values = Arrays.copyOf(model.voltages, nodes);
    System.arraycopy(model.powers, 0, values, model.voltages.length, model.powers.length);
    return values;
  }

  /** Slopes of a node by all unknowns, as last evaluated. */
  private double[] slopes(int node) {
    int chains = model.voltages.length;
    return node < chains ? model.voltageSlopes[node] : model.powerSlopes[node - chains];
  }

  /** Slopes of all nodes by a resonance, as last evaluated. */
  private double[] slopesBy(int synapse) {
    double[] slopes = new double[nodes];
    Arrays.setAll(slopes, node -> slopes(node)[resonances.place[synapse]]);
    return slopes;
  }

  /** A point of the rule: z with the resonances moved along one column of the root. */
  private double[] moved(double[] z, double[][] root, int column, double far) {
    double[] moved = z.clone();
    for (int s = column; s < synapses; s++) {
      moved[resonances.place[s]] += far * root[s][column] * resonances.width[s];
    }
    return moved;
  }

  /** The lower triangular L of a covariance L Lᵀ. */
  static double[][] root(double[][] covariance) {
    return new CholeskyDecomposition(new Array2DRowRealMatrix(covariance, false), 1e-6, 1e-14)
        .getL()
        .getData();
  }
}
