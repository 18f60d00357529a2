package org.spinbench.experiments.study.drone;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;

/**
 * Computes the resonances of a chain's junctions for given weights of the tones, including
 * cross-talk between junctions.
 *
 * <pre>W_i = Σ_k ±2 K D (f_i − f_k) / [D² + (f_i − f_k)²]</pre>
 *
 * The junctions have one half width D; signs alternate along the chain, head first positive.
 * Newton's method starts from the resonances without cross-talk.
 */
final class WeightSetting {
  private static final int STEPS = 60;
  private static final double ACCURACY = 1e-11;

  private final double sensitivity;
  private final double halfWidth;

  /**
   * The line of all junctions.
   *
   * @param sensitivity K, V/W
   * @param halfWidth D, Hz
   */
  WeightSetting(double sensitivity, double halfWidth) {
    this.sensitivity = sensitivity;
    this.halfWidth = halfWidth;
  }

  /**
   * Resonances of the junctions, Hz, in the order of the tones.
   *
   * @param tones Hz
   * @param weights required, V/W
   * @param chain its name, for the message
   */
  double[] resonances(double[] tones, double[] weights, String chain) {
    double[] resonances = new double[tones.length];
    for (int k = 0; k < tones.length; k++) {
      resonances[k] = tones[k] - detuning(sign(k) * weights[k]);
    }
    for (int step = 0; step < STEPS; step++) {
      double[] missing = missing(tones, weights, resonances);
      if (Arrays.stream(missing).allMatch(w -> Math.abs(w) < ACCURACY * sensitivity)) {
        return resonances;
      }
      move(tones, missing, resonances);
    }
    throw new IllegalArgumentException(
        chain
            + " cannot weigh its tones by "
            + Arrays.toString(weights)
            + " V/W: one junction gives at most ± "
            + sensitivity
            + "; choose other tones for the slice");
  }

  /** Detuning at which one junction has a weight, on the steep side of its line, Hz. */
  private double detuning(double weight) {
    double share = Math.max(-0.99, Math.min(0.99, weight / sensitivity));
    return share == 0 ? 0 : halfWidth * (1 - Math.sqrt(1 - share * share)) / share;
  }

  private double[] missing(double[] tones, double[] weights, double[] resonances) {
    double[] missing = weights.clone();
    for (int i = 0; i < tones.length; i++) {
      for (int k = 0; k < resonances.length; k++) {
        double x = tones[i] - resonances[k];
        missing[i] -= sign(k) * 2 * sensitivity * halfWidth * x / (halfWidth * halfWidth + x * x);
      }
    }
    return missing;
  }

  private void move(double[] tones, double[] missing, double[] resonances) {
    int count = tones.length;
    double[][] slopes = new double[count][count];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < count; k++) {
        double x = tones[i] - resonances[k];
        double square = halfWidth * halfWidth + x * x;
        slopes[i][k] =
            sign(k)
                * 2
                * sensitivity
                * halfWidth
                * (x * x - halfWidth * halfWidth)
                / (square * square);
      }
    }
    double[] step =
        new LUDecomposition(new Array2DRowRealMatrix(slopes, false), 0)
            .getSolver()
            .solve(new ArrayRealVector(missing, false))
            .toArray();
    for (int k = 0; k < count; k++) {
      resonances[k] += Math.max(-halfWidth / 4, Math.min(halfWidth / 4, step[k]));
    }
  }

  private static int sign(int position) {
    return position % 2 == 0 ? 1 : -1;
  }
}
