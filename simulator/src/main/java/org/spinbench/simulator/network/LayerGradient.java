package org.spinbench.simulator.network;

import java.util.Arrays;

/** The backward pass of one layer, for its last batch. */
final class LayerGradient {
  private final Layer layer;
  private final RfNetwork network;
  private final int index;

  /** ∂L/∂V, 1/V: [chain][sample]. */
  final double[][] voltage;

  /** ∂L/∂shift, 1/Hz: [chain][junction]. */
  final double[][] shifts;

  /** ∂L/∂bias, 1/V: [chain]. */
  final double[] biases;

  /** ∂L/∂(acting power), 1/W: [tone][sample]. */
  private final double[][] drive;

  /** ∂L/∂(tone frequency), 1/Hz: [tone][sample]; only when the tones are pulled. */
  private final double[][] tones;

  private final double[][] matrix;

  LayerGradient(Layer layer, RfNetwork network, int index, int rows) {
    this.layer = layer;
    this.network = network;
    this.index = index;
    int chains = layer.design.chains();
    voltage = new double[chains][rows];
    shifts = new double[chains][layer.design.chainLength()];
    biases = new double[chains];
    drive = new double[layer.tones.length][rows];
    tones = new double[layer.pulled ? layer.tones.length : 0][rows];
    matrix = new double[layer.pulled ? 0 : chains][layer.tones.length];
  }

  /** Computes the gradients of the tones of some samples if every sample has its own tones. */
  void pullBack(int from, int to) {
    double[] power = new double[drive.length];
    double[] frequency = new double[drive.length];
    for (int s = from; s < to; s++) {
      Arrays.fill(power, 0);
      Arrays.fill(frequency, 0);
      Pulling.toneGradients(layer, s, voltage, power, frequency);
      for (int i = 0; i < drive.length; i++) {
        drive[i][s] = power[i];
        tones[i][s] = frequency[i];
      }
    }
  }

  /** Computes ∂L/∂P of some tones for the powers before noise and saturation. */
  double[][] powers(int from, int to, int samples, Arithmetic arithmetic) {
    if (!layer.pulled) {
      for (int i = from; i < to; i++) {
        Arrays.fill(drive[i], 0, samples, 0);
      }
      arithmetic.productTransposed(
          layer.matrix, voltage, drive, from, to, layer.design.chains(), samples);
    }
    if (layer.shaped) {
      for (int i = from; i < to; i++) {
        for (int s = 0; s < samples; s++) {
          drive[i][s] *= layer.driveSlope[i][s];
        }
      }
    }
    return drive;
  }

  /**
   * Propagates the gradients of some tones through the oscillators that emit them, to the chains of
   * the previous layer.
   */
  void throughOscillators(
      int from, int to, int samples, Layer previous, LayerGradient before, Arithmetic arithmetic) {
    double[][] power = powers(from, to, samples, arithmetic);
    OscillatorModel oscillator = layer.oscillator;
    for (int i = from; i < to; i++) {
      double factor = network.devices().power(index - 1, i);
      for (int s = 0; s < samples; s++) {
        double current = previous.current[i][s];
        double slope = power[i][s] * factor * oscillator.powerSlope(current);
        if (layer.pulled) {
          slope += tones[i][s] * oscillator.pulling();
        }
        before.voltage[i][s] = slope * oscillator.currentSlope(current);
      }
    }
  }

  /** Computes the gradients of the biases and of the rectification matrix of some chains. */
  void sums(int from, int to, int samples, Arithmetic arithmetic, double[][] sampleDrive) {
    for (int j = from; j < to; j++) {
      double sum = 0;
      for (int s = 0; s < samples; s++) {
        sum += voltage[j][s];
      }
      biases[j] = sum;
    }
    if (!layer.pulled) {
      for (int j = from; j < to; j++) {
        Arrays.fill(matrix[j], 0);
      }
      arithmetic.product(voltage, sampleDrive, matrix, from, to, samples, layer.tones.length);
    }
  }

  /** Computes the gradients of the shifts of some chains; their {@link #sums} must be known. */
  void slopes(int from, int to, int samples, int worker, Arithmetic arithmetic) {
    for (int j = from; j < to; j++) {
      Arrays.fill(shifts[j], 0);
    }
    if (layer.pulled) {
      double[] squares = new double[layer.weights.length];
      for (int j = from; j < to; j++) {
        Pulling.addSlopes(layer, j, samples, voltage[j], squares, shifts[j]);
      }
    } else {
      layer.slopes(matrix, from, to, worker, arithmetic, shifts);
    }
    for (int j = from; j < to; j++) {
      for (int k = 0; k < layer.weights.length; k++) {
        shifts[j][k] *= layer.weights[k] * layer.factors[j][k];
      }
    }
  }
}
