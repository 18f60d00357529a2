package org.spinbench.calibration.twin;

import java.util.Arrays;

/**
 * Evaluates a {@link Twin} for one thread without allocation. {@link #voltages} and {@link #powers}
 * hold the states of the last {@link #forward}.
 */
public final class TwinWorkspace {
  private static final double[] NONE = {};

  private final Twin twin;
  private final double[] voltages;
  private final double[] powers;
  private final double[] currents;
  private final double[] frequencies;
  private final double[] emitted;
  private final double[] currentGradient;
  private final double[] powerGradient;
  private final double[] frequencyGradient;
  private final double[] tonePower;
  private final double[] toneFrequency;
  private final double[] tonePowerGradient;
  private final double[] toneFrequencyGradient;
  private final Nodes view;
  private final Twin.Neuron[] emitters;
  private final int[] drivers;

  TwinWorkspace(Twin twin) {
    this.twin = twin;
    voltages = new double[twin.chains.length];
    powers = new double[twin.neurons];
    currents = new double[twin.neurons];
    frequencies = new double[twin.neurons];
    emitted = new double[twin.neurons];
    currentGradient = new double[twin.neurons];
    powerGradient = new double[twin.neurons];
    frequencyGradient = new double[twin.neurons];
    int tones = Arrays.stream(twin.chains).mapToInt(c -> c.source.length).max().orElse(0);
    tonePower = new double[tones];
    toneFrequency = new double[tones];
    tonePowerGradient = new double[tones];
    toneFrequencyGradient = new double[tones];
    view = new Nodes(voltages, powers);
    emitters = new Twin.Neuron[twin.neurons];
    drivers = new int[twin.neurons];
    for (int c = 0; c < twin.chains.length; c++) {
      for (Twin.Neuron neuron : twin.chains[c].driven) {
        emitters[neuron.index] = neuron;
        drivers[neuron.index] = c;
      }
    }
  }

  /** Chain voltages of the last forward pass, V; overwritten by the next. */
  public double[] voltages() {
    return voltages;
  }

  /**
   * Powers of the last forward pass, W: of outputs those in their bands, of other neurons those
   * emitted; overwritten by the next.
   */
  public double[] powers() {
    return powers;
  }

  /** A copy of the states of the last forward pass. */
  public Nodes nodes() {
    return new Nodes(voltages.clone(), powers.clone());
  }

  /** Evaluates the network; see {@link Twin#forward}. */
  public void forward(double[] parameters, double[] input) {
    for (int c = 0; c < twin.chains.length; c++) {
      forward(c, parameters, input, Double.NaN);
    }
    readOut();
  }

  /**
   * Evaluates each layer from the measured states of the one before: the measured voltage of its
   * chain drives a neuron, if there is one.
   *
   * @param measured chain voltages, V; NaN if none was read
   */
  public void forward(double[] parameters, double[] input, double[] measured) {
    for (int c = 0; c < twin.chains.length; c++) {
      forward(c, parameters, input, measured[c]);
    }
    readOut();
  }

  /** Replaces the emitted powers of the outputs by those in their bands. */
  private void readOut() {
    System.arraycopy(powers, 0, emitted, 0, powers.length);
    for (ReadoutBand band : twin.bands) {
      if (band != null) {
        powers[band.neuron] += band.added(currents, emitted, frequencies);
      }
    }
  }

  private void forward(int c, double[] parameters, double[] input, double measured) {
    Twin.Chain chain = twin.chains[c];
    tones(chain, input, powers);
    voltages[c] = voltage(chain, parameters, NONE);
    double driving = Double.isNaN(measured) ? voltages[c] : measured;
    for (Twin.Neuron neuron : chain.driven) {
      emit(neuron, parameters, driving);
    }
  }

  private void emit(Twin.Neuron neuron, double[] parameters, double driving) {
    double current = neuron.current(bias(neuron, parameters), driving);
    currents[neuron.index] = current;
    powers[neuron.index] = neuron.power(current);
    frequencies[neuron.index] = neuron.frequency(current);
  }

  /**
   * Voltage of one chain, from the measured voltages of those that feed it, V; evaluates no other
   * node.
   *
   * @param measured voltages of all chains, V
   */
  public double voltage(int chain, double[] parameters, double[] input, double[] measured) {
    return voltage(chain, parameters, input, measured, NONE);
  }

  /**
   * The same with drifted resonances.
   *
   * @param drift of each resonance of the chain since the calibration, Hz
   */
  public double voltage(
      int chain, double[] parameters, double[] input, double[] measured, double[] drift) {
    Twin.Chain one = twin.chains[chain];
    for (int source : one.source) {
      if (source >= 0) {
        emit(emitters[source], parameters, measured[drivers[source]]);
      }
    }
    tones(one, input, powers);
    return voltage(one, parameters, drift);
  }

  /**
   * Power of one neuron, from the measured voltage of its chain, W; in its band, if it is an
   * output. Evaluates no chain.
   *
   * @param measured voltages of all chains, V
   */
  public double power(int neuron, double[] parameters, double[] measured) {
    emit(emitters[neuron], parameters, measured[drivers[neuron]]);
    double power = powers[neuron];
    for (ReadoutBand band : twin.bands) {
      if (band != null && band.neuron == neuron) {
        for (Twin.Neuron other : emitters) {
          emit(other, parameters, measured[drivers[other.index]]);
        }
        power += band.added(currents, powers, frequencies);
      }
    }
    return power;
  }

  /** The gradient at the twin's own states, those of the last {@link #forward}. */
  public void backward(
      double[] parameters, double[] input, double[] outputGradient, double[] parameterGradient) {
    backward(parameters, input, view, outputGradient, parameterGradient);
  }

  /** The gradient at given states; see {@link Twin#backward}. */
  public void backward(
      double[] parameters,
      double[] input,
      Nodes at,
      double[] outputGradient,
      double[] parameterGradient) {
    Arrays.fill(currentGradient, 0);
    Arrays.fill(powerGradient, 0);
    Arrays.fill(frequencyGradient, 0);
    for (int o = 0; o < twin.outputs.length; o++) {
      powerGradient[twin.outputs[o]] += outputGradient[o];
    }
    emissionAt(parameters, at);
    for (int o = 0; o < twin.outputs.length; o++) {
      if (twin.bands[o] != null) {
        twin.bands[o].addGradient(
            currents,
            emitted,
            frequencies,
            outputGradient[o],
            currentGradient,
            powerGradient,
            frequencyGradient);
      }
    }
    for (int c = twin.chains.length - 1; c >= 0; c--) {
      Twin.Chain chain = twin.chains[c];
      double gradient = neuronGradient(chain, parameters, at.chainVoltages()[c], parameterGradient);
      if (gradient != 0) {
        tones(chain, input, at.powers());
        chainGradient(chain, parameters, gradient, parameterGradient);
      }
    }
  }

  private double bias(Twin.Neuron neuron, double[] parameters) {
    return parameters[twin.synapses + neuron.index];
  }

  /** Powers and frequencies of a chain's tones at its junctions. */
  private void tones(Twin.Chain chain, double[] input, double[] emitted) {
    for (int t = 0; t < chain.source.length; t++) {
      int source = chain.source[t];
      tonePower[t] = chain.gain[t] * (source >= 0 ? emitted[source] : input[-1 - source]);
      toneFrequency[t] = source >= 0 ? frequencies[source] : twin.inputFrequencies[-1 - source];
    }
  }

  /** The drift is empty if nothing drifts. */
  private double voltage(Twin.Chain chain, double[] parameters, double[] drift) {
    int tones = chain.source.length;
    double voltage = chain.offset;
    for (int k = 0; k < chain.size; k++) {
      double width = chain.width[k];
      double still = chain.resonance(k, parameters) + (drift.length == 0 ? 0 : drift[k]);
      double resonance = shifted(chain, k, still);
      double s = chain.symmetric[k];
      double a = chain.antisymmetric[k] / width;
      double rectified = 0;
      double absorbed = 0;
      for (int t = 0; t < tones; t++) {
        double d = toneFrequency[t] - resonance;
        double power = tonePower[t] * width * width / (d * d + width * width);
        rectified += power * (s + a * d);
        absorbed += power;
      }
      voltage += rectified / (1 + chain.saturation * absorbed);
    }
    return voltage;
  }

  /** The resonance with the shift by the power that the synapse absorbs. */
  private double shifted(Twin.Chain chain, int k, double resonance) {
    double shift = chain.powerShift[k];
    if (shift == 0) {
      return resonance;
    }
    double w2 = chain.width[k] * chain.width[k];
    double absorbed = 0;
    for (int t = 0; t < chain.source.length; t++) {
      double d = toneFrequency[t] - resonance;
      absorbed += tonePower[t] * w2 / (d * d + w2);
    }
    return resonance + shift * absorbed;
  }

  /** Powers and frequencies of emission for the given chain voltages. */
  private void emissionAt(double[] parameters, Nodes at) {
    for (int c = 0; c < twin.chains.length; c++) {
      for (Twin.Neuron neuron : twin.chains[c].driven) {
        double current = neuron.current(bias(neuron, parameters), at.chainVoltages()[c]);
        currents[neuron.index] = current;
        frequencies[neuron.index] = neuron.frequency(current);
        emitted[neuron.index] = neuron.power(current);
      }
    }
  }

  /** Propagates the gradients of its neurons' emission to a chain's voltage. */
  private double neuronGradient(
      Twin.Chain chain, double[] parameters, double voltage, double[] parameterGradient) {
    double gradient = 0;
    for (Twin.Neuron neuron : chain.driven) {
      int n = neuron.index;
      double bias = bias(neuron, parameters);
      double current = neuron.current(bias, voltage);
      double byCurrent =
          currentGradient[n]
              + powerGradient[n] * neuron.powerSlope(current)
              + frequencyGradient[n] * neuron.frequencySlope(current);
      double byBias = byCurrent * neuron.currentSlope(bias, voltage);
      parameterGradient[twin.synapses + n] += byBias;
      gradient += byBias * neuron.signalSlope(voltage);
    }
    return gradient;
  }

  /**
   * Propagates the gradient of a chain's voltage to its field lines and to the neurons that feed
   * it.
   */
  private void chainGradient(
      Twin.Chain chain, double[] parameters, double gradient, double[] parameterGradient) {
    int tones = chain.source.length;
    Arrays.fill(tonePowerGradient, 0);
    Arrays.fill(toneFrequencyGradient, 0);
    for (int k = 0; k < chain.size; k++) {
      double unshifted = chain.resonance(k, parameters);
      double byResonance = synapseGradient(chain, k, shifted(chain, k, unshifted), gradient);
      byResonance = shiftGradient(chain, k, unshifted, byResonance);
      fieldGradient(chain, k, parameters, byResonance, parameterGradient);
    }
    for (int t = 0; t < tones; t++) {
      int source = chain.source[t];
      if (source >= 0) {
        powerGradient[source] += tonePowerGradient[t] * chain.gain[t];
        frequencyGradient[source] += toneFrequencyGradient[t];
      }
    }
  }

  /**
   * With N = Σ P (S + A x) L rectified and B = Σ P L absorbed, V = N/(1 + s B): adds ∂V/∂P and
   * ∂V/∂f of each tone, and returns ∂V/∂f_r, all times the gradient.
   */
  private double synapseGradient(Twin.Chain chain, int k, double resonance, double gradient) {
    int tones = chain.source.length;
    double w2 = chain.width[k] * chain.width[k];
    double s = chain.symmetric[k];
    double a = chain.antisymmetric[k] / chain.width[k];
    double rectified = 0;
    double absorbed = 0;
    for (int t = 0; t < tones; t++) {
      double d = toneFrequency[t] - resonance;
      double power = tonePower[t] * w2 / (d * d + w2);
      rectified += power * (s + a * d);
      absorbed += power;
    }
    double compression = 1 / (1 + chain.saturation * absorbed);
    double byRectified = gradient * compression;
    double byAbsorbed = -byRectified * compression * chain.saturation * rectified;
    double byResonance = 0;
    for (int t = 0; t < tones; t++) {
      double d = toneFrequency[t] - resonance;
      double inverse = 1 / (d * d + w2);
      double lorentzian = w2 * inverse;
      double line = lorentzian * (s + a * d);
      double lorentzianSlope = -2 * d * inverse * lorentzian;
      double lineSlope = lorentzianSlope * (s + a * d) + lorentzian * a;
      double slope = tonePower[t] * (byRectified * lineSlope + byAbsorbed * lorentzianSlope);
      tonePowerGradient[t] += byRectified * line + byAbsorbed * lorentzian;
      toneFrequencyGradient[t] += slope;
      byResonance -= slope;
    }
    return byResonance;
  }

  /**
   * Propagates the derivative by the shifted resonance to the resonance without power, and to each
   * tone's power and frequency.
   */
  private double shiftGradient(Twin.Chain chain, int k, double resonance, double byShifted) {
    double shift = chain.powerShift[k];
    if (shift == 0) {
      return byShifted;
    }
    double w2 = chain.width[k] * chain.width[k];
    double byResonance = byShifted;
    for (int t = 0; t < chain.source.length; t++) {
      double d = toneFrequency[t] - resonance;
      double inverse = 1 / (d * d + w2);
      double lorentzian = w2 * inverse;
      double slope = byShifted * shift * tonePower[t] * -2 * d * inverse * lorentzian;
      tonePowerGradient[t] += byShifted * shift * lorentzian;
      toneFrequencyGradient[t] += slope;
      byResonance -= slope;
    }
    return byResonance;
  }

  private static void fieldGradient(
      Twin.Chain chain, int k, double[] parameters, double byResonance, double[] gradient) {
    int own = chain.first + k;
    gradient[own] += byResonance * (chain.tuning[k] + 2 * chain.quadratic[k] * parameters[own]);
    double neighbour = byResonance * chain.tuning[k] * chain.crosstalk[k];
    if (k > 0) {
      gradient[own - 1] += neighbour;
    }
    if (k + 1 < chain.size) {
      gradient[own + 1] += neighbour;
    }
  }
}
