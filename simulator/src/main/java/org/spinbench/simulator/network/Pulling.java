package org.spinbench.simulator.network;

/**
 * The sums of a layer whose tones depend on the currents of the oscillators that emit them. Every
 * sample has its own rectification matrix, so the cost is that of the matrix times the number of
 * samples.
 */
final class Pulling {
  private Pulling() {}

  /** Adds Σ_i P_i W_i to the voltage of one chain, for every sample. */
  static void addVoltages(Layer layer, int chain, int samples) {
    double[] row = new double[layer.tones.length];
    for (int s = 0; s < samples; s++) {
      DirectSum.values(
          layer.synapse, layer.sampleTones[s], layer.resonances[chain], layer.weights, row);
      layer.voltage[chain][s] += dot(row, layer.sampleDrive[s]);
    }
  }

  /** Adds Σ_s Σ_i g_s P_si ∂G(f_si, f_k)/∂f_k, without ρ_k, for one chain. */
  static void addSlopes(
      Layer layer,
      int chain,
      int samples,
      double[] voltageGradient,
      double[] squares,
      double[] out) {
    double[] row = new double[layer.tones.length];
    for (int s = 0; s < samples; s++) {
      for (int i = 0; i < row.length; i++) {
        row[i] = voltageGradient[s] * layer.sampleDrive[s][i];
      }
      DirectSum.slopes(
          layer.synapse, layer.sampleTones[s], row, layer.resonances[chain], squares, out);
    }
  }

  /**
   * Writes the derivatives of one sample's loss by the power and the frequency of every tone.
   *
   * @param voltageGradient ∂L/∂V, [chain][sample]
   * @param driveGradient receives ∂L/∂P_i, 1/W
   * @param toneGradient receives ∂L/∂f_i, 1/Hz
   */
  static void toneGradients(
      Layer layer,
      int sample,
      double[][] voltageGradient,
      double[] driveGradient,
      double[] toneGradient) {
    double[] row = new double[layer.tones.length];
    double[] tones = layer.sampleTones[sample];
    for (int j = 0; j < layer.resonances.length; j++) {
      double g = voltageGradient[j][sample];
      DirectSum.values(layer.synapse, tones, layer.resonances[j], layer.weights, row);
      addScaled(row, g, driveGradient);
      DirectSum.toneSlopes(layer.synapse, tones, layer.resonances[j], layer.weights, row);
      for (int i = 0; i < row.length; i++) {
        toneGradient[i] += g * layer.sampleDrive[sample][i] * row[i];
      }
    }
  }

  private static void addScaled(double[] row, double factor, double[] out) {
    for (int i = 0; i < row.length; i++) {
      out[i] += factor * row[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
