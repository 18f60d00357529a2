package org.spinbench.calibration.twin;

import java.util.Arrays;
import java.util.List;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.fit.NeuronAmplifier;
import org.spinbench.calibration.fit.OscillatorPower;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.Units;

/**
 * The differentiable model of one calibrated chip: its fitted responses, joined by the wiring of
 * the bench file. Every tone acts on every junction of a chain, field lines have cross-talk, and a
 * neuron's current moves its tone relative to the resonances of the next chain.
 *
 * <p>Parameters are the field-line currents of all synapses, then the bias currents of all neurons
 * (A). Inputs are the powers of the input tones at the junctions (W). Outputs are the powers that
 * the analyzer reads in the bands of the read-out neurons (W), in the order of {@code
 * readout.neurons}: where the linewidths are known, with the skirts of lines that cross the ends of
 * a band.
 *
 * <p>Immutable. Each thread evaluates it in a {@link TwinWorkspace} of its own, without allocation.
 */
public final class Twin {
  /**
   * Rounds of the iteration that sets resonances to tones; the field line of each also moves its
   * neighbours.
   */
  private static final int ROUNDS = 20;

  final int inputs;
  final int synapses;
  final int neurons;
  final int[] outputs;
  final Chain[] chains;
  final Neuron[] oscillators;

  /** For each output: what its band holds besides its emission; null if no linewidth is known. */
  final ReadoutBand[] bands;

  final double[] inputFrequencies;
  final double[] lower;
  final double[] upper;

  private Twin(Calibration calibration, BenchFile file) {
    inputs = file.inputs().size();
    neurons = file.neurons().size();
    inputFrequencies =
        calibration.toneFrequencies().stream().mapToDouble(Double::doubleValue).toArray();
    List<String> neuronNames = file.neurons().stream().map(BenchFile.Neuron::name).toList();
    outputs = file.readout().neurons().stream().mapToInt(neuronNames::indexOf).toArray();
    oscillators = new Neuron[neurons];
    for (int n = 0; n < neurons; n++) {
      oscillators[n] = new Neuron(n, calibration.neurons().get(n), file.coupling());
    }
    bands =
        Arrays.stream(outputs)
            .mapToObj(o -> band(file, o, calibration.neurons()))
            .toArray(ReadoutBand[]::new);
    chains = new Chain[file.chains().size()];
    int first = 0;
    for (int c = 0; c < chains.length; c++) {
      chains[c] = new Chain(file, c, first, calibration.chains().get(c), oscillators);
      first += chains[c].size;
    }
    synapses = first;
    lower = new double[synapses + neurons];
    upper = new double[synapses + neurons];
    double field = file.chip().limits().fieldLineCurrent();
    Arrays.fill(lower, 0, synapses, -field);
    Arrays.fill(upper, 0, synapses, field);
    for (int n = 0; n < neurons; n++) {
      upper[synapses + n] = file.neurons().get(n).maximumCurrent();
    }
  }

  private static ReadoutBand band(BenchFile file, int output, List<NeuronResponse> neurons) {
    return neurons.get(output).linewidth().value() > 0
        ? new ReadoutBand(file, output, neurons)
        : null;
  }

  /**
   * The twin of a calibrated chip.
   *
   * @throws IllegalArgumentException if the calibration belongs to another network than the file's
   */
  public static Twin of(Calibration calibration, BenchFile file) {
    check("inputs", calibration.toneFrequencies().size(), file.inputs().size());
    check("chains", calibration.chains().size(), file.chains().size());
    check("neurons", calibration.neurons().size(), file.neurons().size());
    for (int c = 0; c < file.chains().size(); c++) {
      BenchFile.Chain chain = file.chains().get(c);
      check(
          "synapses of " + chain.name(),
          calibration.chains().get(c).synapses().size(),
          chain.synapses().size());
    }
    return new Twin(calibration, file);
  }

  private static void check(String what, int calibrated, int wired) {
    if (calibrated != wired) {
      throw new IllegalArgumentException(
          "The calibration has "
              + calibrated
              + " "
              + what
              + " but the bench file "
              + wired
              + ": calibrate this bench, or use the file that the calibration was made with.");
    }
  }

  /** Number of parameters: synapses, then neurons. */
  public int parameters() {
    return synapses + neurons;
  }

  /** Smallest allowed parameters, A. */
  public double[] lower() {
    return lower.clone();
  }

  /** Largest allowed parameters, A. */
  public double[] upper() {
    return upper.clone();
  }

  /**
   * Field-line currents, A, that set the resonance of every synapse to the tone that it weighs; for
   * the tone of a neuron, half way between its threshold and its largest current. There weights are
   * small and change fastest, to either sign. A current that would exceed its range is at the end
   * of the range.
   */
  public double[] onTones() {
    double[] biases = new double[neurons];
    Arrays.setAll(biases, n -> (oscillators[n].threshold + upper[synapses + n]) / 2);
    return besideTones(biases, new double[synapses]);
  }

  /**
   * Field-line currents, A, that set the resonance of every synapse beside the tone that it weighs.
   * A current that would exceed its range is at the end of the range.
   *
   * @param biases currents of the neurons, A, at which they emit their tones; voltages of chains
   *     are left out
   * @param detunings of the synapses, resonance minus tone in half widths of the resonance
   */
  public double[] besideTones(double[] biases, double[] detunings) {
    double[] currents = new double[synapses];
    for (int round = 0; round < ROUNDS; round++) {
      for (Chain chain : chains) {
        for (int k = 0; k < chain.size; k++) {
          int s = chain.first + k;
          double tuning = chain.tuning[k];
          if (tuning != 0) {
            double wanted =
                tone(chain.source[chain.own[k]], biases) + detunings[s] * chain.width[k];
            double moved = currents[s] + (wanted - chain.resonance(k, currents)) / tuning;
            currents[s] = Math.max(lower[s], Math.min(upper[s], moved));
          }
        }
      }
    }
    return currents;
  }

  /**
   * Detunings of the synapses from the tones that they weigh, resonance minus tone in half widths
   * of the resonance: the inverse of {@link #besideTones}.
   *
   * @param parameters field-line currents, then bias currents, A
   */
  public double[] detunings(double[] parameters) {
    double[] biases = Arrays.copyOfRange(parameters, synapses, synapses + neurons);
    double[] detunings = new double[synapses];
    for (Chain chain : chains) {
      for (int k = 0; k < chain.size; k++) {
        double tone = tone(chain.source[chain.own[k]], biases);
        detunings[chain.first + k] = (chain.resonance(k, parameters) - tone) / chain.width[k];
      }
    }
    return detunings;
  }

  /** Threshold currents of the neurons, A. */
  public double[] thresholds() {
    return Arrays.stream(oscillators).mapToDouble(oscillator -> oscillator.threshold).toArray();
  }

  private double tone(int source, double[] biases) {
    return source < 0
        ? inputFrequencies[-1 - source]
        : oscillators[source].frequency(biases[source]);
  }

  /** A new workspace, for one thread. */
  public TwinWorkspace workspace() {
    return new TwinWorkspace(this);
  }

  /**
   * Computes the states of the network for one input.
   *
   * @param parameters field-line currents, then bias currents, A
   * @param input powers of the input tones at the junctions, W
   */
  public Nodes forward(double[] parameters, double[] input) {
    TwinWorkspace workspace = workspace();
    workspace.forward(parameters, input);
    return workspace.nodes();
  }

  /**
   * Adds a vector-Jacobian product to a gradient: Σ outputGradient · ∂output/∂parameters. Slopes
   * are evaluated at the given nodes, which may be measured: in each layer, the given chain
   * voltages and emitted powers replace those of the twin.
   *
   * @param parameters field-line currents, then bias currents, A
   * @param input powers of the input tones at the junctions, W
   * @param at chain voltages (V) and emitted powers (W) at which slopes are evaluated
   * @param outputGradient derivative of a loss by each output's power, 1/W
   * @param parameterGradient derivative of the loss by each parameter, 1/A; added to
   */
  public void backward(
      double[] parameters,
      double[] input,
      Nodes at,
      double[] outputGradient,
      double[] parameterGradient) {
    workspace().backward(parameters, input, at, outputGradient, parameterGradient);
  }

  /** Current in a neuron, A, for a bias current (A) and its chain's voltage (V). */
  public double neuronCurrent(int neuron, double bias, double chainVoltage) {
    return oscillators[neuron].current(bias, chainVoltage);
  }

  /** Number of the chain that drives a neuron. */
  public int chainOf(int neuron) {
    for (int c = 0; c < chains.length; c++) {
      for (Neuron driven : chains[c].driven) {
        if (driven.index == neuron) {
          return c;
        }
      }
    }
    throw new IllegalArgumentException("there is no neuron number " + neuron);
  }

  /** Power that a neuron emits at a current (A), W. */
  public double emittedPower(int neuron, double current) {
    return oscillators[neuron].power(current);
  }

  /** Frequency of a neuron's emission at a current (A), Hz. */
  public double emissionFrequency(int neuron, double current) {
    return oscillators[neuron].frequency(current);
  }

  /** A chain's fitted numbers, unpacked. */
  static final class Chain {
    final int first;
    final int size;
    final double offset;
    final double saturation;
    final double[] resonance;
    final double[] width;
    final double[] antisymmetric;
    final double[] symmetric;
    final double[] tuning;
    final double[] quadratic;
    final double[] crosstalk;
    final double[] powerShift;

    /** For each tone: index of the neuron that makes it, or −1 − index of the input. */
    final int[] source;

    /** For each synapse: place of its own tone among the chain's. */
    final int[] own;

    /** For each tone: power at the junctions over the input's or emitted power. */
    final double[] gain;

    final Neuron[] driven;

    Chain(BenchFile file, int index, int first, ChainResponse fitted, Neuron[] all) {
      BenchFile.Chain wired = file.chains().get(index);
      this.first = first;
      size = wired.synapses().size();
      offset = fitted.offset().value();
      saturation = fitted.saturation().value();
      List<SynapseResponse> s = fitted.synapses();
      resonance = s.stream().mapToDouble(r -> r.resonance().value()).toArray();
      width = s.stream().mapToDouble(r -> r.halfWidth().value()).toArray();
      antisymmetric = s.stream().mapToDouble(r -> r.antisymmetric().value()).toArray();
      symmetric = s.stream().mapToDouble(r -> r.symmetric().value()).toArray();
      tuning = s.stream().mapToDouble(r -> r.tuning().value()).toArray();
      quadratic = s.stream().mapToDouble(r -> r.tuningQuadratic().value()).toArray();
      crosstalk = s.stream().mapToDouble(r -> r.crosstalk().value()).toArray();
      powerShift = s.stream().mapToDouble(r -> r.powerShift().value()).toArray();
      source = new int[wired.tones().size()];
      gain = new double[source.length];
      List<String> inputNames = file.inputs().stream().map(BenchFile.Input::name).toList();
      List<String> neuronNames = file.neurons().stream().map(BenchFile.Neuron::name).toList();
      for (int t = 0; t < source.length; t++) {
        int neuron = neuronNames.indexOf(wired.tones().get(t));
        source[t] = neuron >= 0 ? neuron : -1 - inputNames.indexOf(wired.tones().get(t));
        double declared =
            neuron >= 0 ? Units.ratioOfDb(file.neurons().get(neuron).linkGainDb()) : 1;
        gain[t] = declared * fitted.toneGains().get(t).value();
      }
      own = wired.synapses().stream().mapToInt(w -> wired.tones().indexOf(w.tone())).toArray();
      driven =
          Arrays.stream(all)
              .filter(n -> file.neurons().get(n.index).chain().equals(wired.name()))
              .toArray(Neuron[]::new);
    }

    /** Resonance of a synapse at the given field-line currents without power, Hz. */
    double resonance(int k, double[] parameters) {
      double own = parameters[first + k];
      double neighbours =
          (k > 0 ? parameters[first + k - 1] : 0) + (k + 1 < size ? parameters[first + k + 1] : 0);
      return resonance[k]
          + tuning[k] * (own + crosstalk[k] * neighbours)
          + quadratic[k] * own * own;
    }
  }

  /** A neuron's fitted numbers, unpacked. */
  static final class Neuron {
    final int index;
    private final double pulling;
    private final double curvature;
    private final double threshold;
    private final OscillatorPower emission;
    private final double frequency;
    private final NeuronAmplifier amplifier;

    Neuron(int index, NeuronResponse fitted, BenchFile.Coupling coupling) {
      this.index = index;
      threshold = fitted.threshold().value();
      emission = OscillatorPower.of(fitted);
      frequency = fitted.frequency().value();
      pulling = fitted.pulling().value();
      curvature = fitted.curvature().value();
      amplifier =
          new NeuronAmplifier(
              fitted.transconductance().value(),
              fitted.offset().value(),
              coupling.amplifierLimit(),
              coupling.totalLimit());
    }

    double current(double bias, double voltage) {
      return amplifier.current(bias, voltage);
    }

    /** ∂I/∂bias. */
    double currentSlope(double bias, double voltage) {
      return amplifier.biasSlope(bias, voltage);
    }

    /** ∂(amplifier's current)/∂V. */
    double signalSlope(double voltage) {
      return amplifier.signalSlope(voltage);
    }

    double power(double current) {
      return emission.at(current);
    }

    /** ∂P/∂I. */
    double powerSlope(double current) {
      return emission.slopeAt(current);
    }

    double frequency(double current) {
      double above = current - threshold;
      return frequency + pulling * above + curvature * above * above;
    }

    /** ∂f/∂I. */
    double frequencySlope(double current) {
      return pulling + 2 * curvature * (current - threshold);
    }
  }
}
