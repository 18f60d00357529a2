package org.spinbench.calibration.refit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.Knee;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.fit.NeuronAmplifier;
import org.spinbench.calibration.fit.OscillatorPower;
import org.spinbench.calibration.refit.Unknown.Kind;
import org.spinbench.drivers.bench.file.BenchFile;

/**
 * The model of a chip as a function of its parameters: node values and their derivatives by every
 * unknown, propagated forward layer by layer. The equations are those of the twin, which has the
 * derivatives by the settings; tests compare the two.
 */
final class ChipModel {
  /** Number of parameters of a synapse, and of a neuron. */
  private static final int NUMBERS = SynapseResponse.NUMBERS.size();

  private static final int NEURON = NeuronResponse.NUMBERS.size();

  private final ChipTopology wiring;
  private final Calibration prior;

  /** The chains of this model, each after those that feed it. */
  private final int[] order;

  /** All parameters in a fixed order, including known ones. */
  private final List<Unknown> all = new ArrayList<>();

  /** For each parameter its place among the unknowns, or −1 if it is known. */
  private final int[] place;

  private final int[] chainBase;
  private final int[] synapseBase;
  private final int[] neuronBase;
  private final List<Unknown> unknowns = new ArrayList<>();

  /** Current value of every parameter. */
  private final double[] value;

  private final double[] slope;

  // States of the last evaluation and their derivatives.
  final double[] voltages;
  final double[] powers;
  final double[][] voltageSlopes;
  final double[][] powerSlopes;

  /** Derivatives of the emission at hand: {@link Knee#slopes}. */
  private final double[] emissionSlopes = new double[Knee.SLOPES];

  private final double[] frequencies;
  private final double[][] frequencySlopes;

  private final Widening widening;

  final FrequencyNoise frequencyNoise;

  ChipModel(BenchFile file, Calibration prior) {
    this(file, prior, Widening.NONE, chain -> true);
  }

  /**
   * The model of some chains of a chip; values and slopes of the others stay zero.
   *
   * @param widening of the deviations in the prior
   * @param chosen selects chains by number, with all chains that feed them
   */
  ChipModel(BenchFile file, Calibration prior, Widening widening, IntPredicate chosen) {
    this.widening = widening;
    this.wiring = new ChipTopology(file);
    order = IntStream.of(wiring.order).filter(chosen).toArray();
    this.prior = prior;
    chainBase = new int[wiring.chains];
    synapseBase = new int[wiring.synapses];
    neuronBase = new int[wiring.neurons];
    for (int c = 0; c < wiring.chains; c++) {
      ChainResponse chain = prior.chains().get(c);
      chainBase[c] = all.size();
      add(chain.name(), Kind.OFFSET, chain.offset());
      add(chain.name(), Kind.SATURATION, chain.saturation());
      chain.toneGains().forEach(gain -> add(chain.name(), Kind.TONE_GAIN, gain));
      for (int k = 0; k < wiring.size[c]; k++) {
        SynapseResponse s = chain.synapses().get(k);
        synapseBase[wiring.first[c] + k] = all.size();
        add(s.name(), Kind.RESONANCE, s.values());
      }
    }
    for (int n = 0; n < wiring.neurons; n++) {
      NeuronResponse r = prior.neurons().get(n);
      neuronBase[n] = all.size();
      add(r.name(), Kind.THRESHOLD, r.values());
    }
    place = new int[all.size()];
    for (int i = 0; i < place.length; i++) {
      boolean open = all.get(i).prior().deviation() > 0;
      place[i] = open ? unknowns.size() : -1;
      if (open) {
        unknowns.add(all.get(i));
      }
    }
    value = all.stream().mapToDouble(u -> u.prior().value()).toArray();
    slope = new double[all.size()];
    voltages = new double[wiring.chains];
    powers = new double[wiring.neurons];
    frequencies = new double[wiring.neurons];
    voltageSlopes = new double[wiring.chains][unknowns.size()];
    powerSlopes = new double[wiring.neurons][unknowns.size()];
    frequencySlopes = new double[wiring.neurons][unknowns.size()];
    frequencyNoise = FrequencyNoise.of(this, file);
  }

  private void add(String device, Kind kind, Value prior) {
    Value wide = new Value(prior.value(), prior.deviation() * widening.of(kind));
    all.add(new Unknown(device, kind, wide));
  }

  /** Adds the parameters of a device, whose kinds follow each other. */
  private void add(String device, Kind first, List<Value> priors) {
    for (int i = 0; i < priors.size(); i++) {
      add(device, Kind.values()[first.ordinal() + i], priors.get(i));
    }
  }

  /** All parameters, including known ones. */
  List<Unknown> all() {
    return all;
  }

  /** The parameters that readings may change, in the order of z. */
  List<Unknown> unknowns() {
    return unknowns;
  }

  /** Places of all unknowns of a kind, in the order of z. */
  int[] placesOf(Kind kind) {
    return IntStream.range(0, unknowns.size())
        .filter(j -> unknowns.get(j).kind() == kind)
        .toArray();
  }

  /**
   * Places of the unknowns, chain by chain with its neuron, the last layers first. The readings of
   * a chain depend on its own parameters and on those of the layers before it, so that in the
   * normal equations of a fit only later layers couple the chains of one layer.
   */
  int[] lastLayersFirst() {
    IntStream.Builder numbers = IntStream.builder();
    for (int i = order.length - 1; i >= 0; i--) {
      int c = order[i];
      int devices = NUMBERS * wiring.size[c];
      IntStream.range(chainBase[c], chainBase[c] + 2 + wiring.source[c].length + devices)
          .forEach(numbers);
      int neuron = wiring.neuronOf[c];
      if (neuron >= 0) {
        IntStream.range(neuronBase[neuron], neuronBase[neuron] + NEURON).forEach(numbers);
      }
    }
    return numbers.build().map(number -> place[number]).filter(j -> j >= 0).toArray();
  }

  /** Sets the values of all unknowns by z. */
  void set(double[] z) {
    for (int i = 0; i < place.length; i++) {
      if (place[i] >= 0) {
        value[i] = all.get(i).value(z[place[i]]);
        slope[i] = all.get(i).slope(value[i]);
      }
    }
  }

  /**
   * z of the same values in another model of the same chip. Parameters whose prior value differs
   * there, since one of them has a fault, are as designed.
   */
  double[] translated(double[] z, ChipModel other) {
    double[] values = new double[other.unknowns.size()];
    for (int i = 0; i < place.length; i++) {
      Value own = all.get(i).prior();
      Value theirs = other.all.get(i).prior();
      if (place[i] >= 0 && other.place[i] >= 0 && own.value() == theirs.value()) {
        boolean same = own.deviation() == theirs.deviation();
        values[other.place[i]] =
            same ? z[place[i]] : z[place[i]] * (own.deviation() / theirs.deviation());
      }
    }
    return values;
  }

  /** Values of all unknowns at z. */
  double[] values(double[] z) {
    double[] values = new double[unknowns.size()];
    Arrays.setAll(values, j -> unknowns.get(j).value(z[j]));
    return values;
  }

  /** Numbers of the chains of this model, ascending. */
  int[] chains() {
    return IntStream.of(order).sorted().toArray();
  }

  int[] neurons() {
    return IntStream.of(order).map(c -> wiring.neuronOf[c]).filter(n -> n >= 0).sorted().toArray();
  }

  /** Evaluates the network: node values and their derivatives by z. */
  void evaluate(double[] parameters, double[] input) {
    for (int c : order) {
      chain(c, parameters, input);
      if (wiring.neuronOf[c] >= 0) {
        neuron(wiring.neuronOf[c], c, parameters);
      }
    }
  }

  private void put(double[] slopes, int number, double derivative) {
    if (place[number] >= 0) {
      slopes[place[number]] += derivative * slope[number];
    }
  }

  private static void addScaled(double[] to, double[] from, double factor) {
    if (factor != 0) {
      for (int j = 0; j < to.length; j++) {
        to[j] += factor * from[j];
      }
    }
  }

  private void chain(int c, double[] parameters, double[] input) {
    int base = chainBase[c];
    double[] slopes = voltageSlopes[c];
    Arrays.fill(slopes, 0);
    voltages[c] = value[base];
    put(slopes, base, 1);
    int tones = wiring.source[c].length;
    double[] power = new double[tones];
    double[] frequency = new double[tones];
    for (int t = 0; t < tones; t++) {
      int source = wiring.source[c][t];
      double emitted = source < 0 ? input[-1 - source] : powers[source];
      power[t] = wiring.gain[c][t] * value[base + 2 + t] * emitted;
      frequency[t] = source < 0 ? prior.toneFrequencies().get(-1 - source) : frequencies[source];
    }
    double[] byPower = new double[tones];
    double[] byFrequency = new double[tones];
    for (int k = 0; k < wiring.size[c]; k++) {
      int s = wiring.first[c] + k;
      double own = parameters[s];
      double neighbours =
          (k > 0 ? parameters[s - 1] : 0) + (k + 1 < wiring.size[c] ? parameters[s + 1] : 0);
      synapse(c, synapseBase[s], own, neighbours, power, frequency, byPower, byFrequency);
    }
    for (int t = 0; t < tones; t++) {
      int source = wiring.source[c][t];
      if (power[t] != 0) {
        put(slopes, base + 2 + t, byPower[t] * power[t] / value[base + 2 + t]);
      }
      if (source >= 0) {
        double gain = wiring.gain[c][t] * value[base + 2 + t];
        addScaled(slopes, powerSlopes[source], byPower[t] * gain);
        addScaled(slopes, frequencySlopes[source], byFrequency[t]);
      }
    }
  }

  /** Adds a synapse's voltage and its derivatives; the equations are those of the twin. */
  private void synapse(
      int c,
      int at,
      double own,
      double neighbours,
      double[] power,
      double[] frequency,
      double[] byPower,
      double[] byFrequency) {
    double w = value[at + 1];
    double a = value[at + 2];
    double symmetric = value[at + 3];
    double tuning = value[at + 4];
    double crosstalk = value[at + 6];
    double shift = value[at + 7];
    double saturation = value[chainBase[c] + 1];
    double w2 = w * w;
    double unshifted =
        value[at] + tuning * (own + crosstalk * neighbours) + value[at + 5] * own * own;
    double absorbed0 = 0;
    for (int t = 0; t < power.length; t++) {
      double d = frequency[t] - unshifted;
      absorbed0 += power[t] * w2 / (d * d + w2);
    }
    double resonance = unshifted + shift * absorbed0;
    double rectified = 0;
    double absorbed = 0;
    double sumLine = 0;
    double sumOdd = 0;
    for (int t = 0; t < power.length; t++) {
      double d = frequency[t] - resonance;
      double line = power[t] * w2 / (d * d + w2);
      absorbed += line;
      sumLine += line;
      sumOdd += line * d / w;
    }
    rectified = symmetric * sumLine + a * sumOdd;
    double c1 = 1 / (1 + saturation * absorbed);
    double byAbsorbed = -c1 * c1 * saturation * rectified;
    voltages[c] += rectified * c1;
    double byResonance = 0;
    double byWidth = 0;
    for (int t = 0; t < power.length; t++) {
      double d = frequency[t] - resonance;
      double inverse = 1 / (d * d + w2);
      double lorentzian = w2 * inverse;
      double shape = symmetric + a * d / w;
      double lorentzianSlope = -2 * d * inverse * lorentzian;
      double slopeByDetuning =
          power[t]
              * (c1 * (lorentzianSlope * shape + lorentzian * a / w)
                  + byAbsorbed * lorentzianSlope);
      byPower[t] += c1 * lorentzian * shape + byAbsorbed * lorentzian;
      byFrequency[t] += slopeByDetuning;
      byResonance -= slopeByDetuning;
      double lorentzianByWidth = 2 * w * d * d * inverse * inverse;
      byWidth +=
          power[t]
              * (c1 * (lorentzianByWidth * shape - lorentzian * a * d / w2)
                  + byAbsorbed * lorentzianByWidth);
    }
    double byUnshifted = byResonance;
    for (int t = 0; t < power.length; t++) {
      double d = frequency[t] - unshifted;
      double inverse = 1 / (d * d + w2);
      double lorentzian = w2 * inverse;
      double passed = byResonance * shift;
      double slopeByDetuning = passed * power[t] * -2 * d * inverse * lorentzian;
      byPower[t] += passed * lorentzian;
      byFrequency[t] += slopeByDetuning;
      byUnshifted -= slopeByDetuning;
      byWidth += passed * power[t] * 2 * w * d * d * inverse * inverse;
    }
    double[] slopes = voltageSlopes[c];
    put(slopes, at, byUnshifted);
    put(slopes, at + 1, byWidth);
    put(slopes, at + 2, c1 * sumOdd);
    put(slopes, at + 3, c1 * sumLine);
    put(slopes, at + 4, byUnshifted * (own + crosstalk * neighbours));
    put(slopes, at + 5, byUnshifted * own * own);
    put(slopes, at + 6, byUnshifted * tuning * neighbours);
    put(slopes, at + 7, byResonance * absorbed0);
    put(slopes, chainBase[c] + 1, -c1 * c1 * rectified * absorbed);
  }

  private void neuron(int n, int c, double[] parameters) {
    int at = neuronBase[n];
    double threshold = value[at];
    double k = value[at + 1];
    double q = value[at + 2];
    double w = k > 0 ? value[at + 3] / (k * threshold * threshold) : 0;
    double pulling = value[at + 5];
    double transconductance = value[at + 6];
    double offset = value[at + 7];
    double loss = value[at + 8];
    double curvature = value[at + 9];
    Knee knee = prior.neurons().get(n).knee();
    NeuronAmplifier amplifier =
        new NeuronAmplifier(transconductance, offset, wiring.amplifierLimit, wiring.totalLimit);
    double bias = parameters[wiring.synapses + n];
    double current = amplifier.current(bias, voltages[c]);
    double bySignal =
        transconductance == 0
            ? 0
            : amplifier.biasSlope(bias, voltages[c])
                * amplifier.signalSlope(voltages[c])
                / transconductance;
    double[] slopes = powerSlopes[n];
    double[] tune = frequencySlopes[n];
    Arrays.fill(slopes, 0);
    Arrays.fill(tune, 0);
    // derivatives by the current, then by the neuron's own parameters
    double byCurrent = 0;
    powers[n] = 0;
    if (current > 0) {
      double xi = current / threshold;
      double left = OscillatorPower.left(loss, current);
      double orbit = knee.orbit(current, threshold, q, w);
      double unit = current * current;
      double[] by = emissionSlopes;
      knee.slopes(unit * k, left, xi, q, w, by);
      powers[n] = unit * k * orbit * left;
      byCurrent =
          left * k * current * 2 * orbit
              + by[Knee.BY_XI] / threshold
              + powers[n] * OscillatorPower.leftByCurrent(loss, current);
      put(slopes, at + 8, powers[n] * OscillatorPower.leftByLoss(loss, current));
      put(slopes, at, -by[Knee.BY_XI] * xi / threshold - by[Knee.BY_NOISE] * 2 * w / threshold);
      put(slopes, at + 1, unit * left * orbit - (k > 0 ? by[Knee.BY_NOISE] * w / k : 0));
      put(slopes, at + 2, by[Knee.BY_Q]);
      put(slopes, at + 3, k > 0 ? by[Knee.BY_NOISE] / (k * threshold * threshold) : 0);
    }
    double above = current - threshold;
    double local = pulling + 2 * curvature * above;
    frequencies[n] = value[at + 4] + pulling * above + curvature * above * above;
    put(tune, at, -local);
    put(tune, at + 4, 1);
    put(tune, at + 5, above);
    put(tune, at + 9, above * above);
    double signal = bySignal * (voltages[c] + offset);
    put(slopes, at + 6, byCurrent * signal);
    put(tune, at + 6, local * signal);
    put(slopes, at + 7, byCurrent * bySignal * transconductance);
    put(tune, at + 7, local * bySignal * transconductance);
    addScaled(slopes, voltageSlopes[c], byCurrent * bySignal * transconductance);
    addScaled(tune, voltageSlopes[c], local * bySignal * transconductance);
  }

  /** The prior calibration with all unknowns at z, with their deviations. */
  Calibration calibration(double[] z, double[] deviations, long evaluations) {
    Value[] numbers = new Value[all.size()];
    for (int i = 0; i < numbers.length; i++) {
      int j = place[i];
      if (j < 0) {
        numbers[i] = all.get(i).prior();
      } else {
        double v = all.get(i).value(z[j]);
        numbers[i] = new Value(v, deviations[j] * all.get(i).slope(v));
      }
    }
    List<ChainResponse> chains = new ArrayList<>();
    for (int c = 0; c < wiring.chains; c++) {
      chains.add(chain(c, numbers));
    }
    List<NeuronResponse> neurons = new ArrayList<>();
    for (int n = 0; n < wiring.neurons; n++) {
      int at = neuronBase[n];
      neurons.add(prior.neurons().get(n).with(numbers(numbers, at, NEURON)));
    }
    return new Calibration(
        prior.bench(),
        prior.chip(),
        prior.referencePlane(),
        prior.instruments(),
        prior.time(),
        prior.validUntil(),
        prior.coupling(),
        prior.evaluations() + evaluations,
        prior.toneFrequencies(),
        List.copyOf(chains),
        List.copyOf(neurons),
        prior.curves(),
        prior.dead(),
        prior.warnings(),
        prior.provenance());
  }

  private ChainResponse chain(int c, Value[] numbers) {
    ChainResponse was = prior.chains().get(c);
    List<SynapseResponse> synapses = new ArrayList<>();
    for (int k = 0; k < wiring.size[c]; k++) {
      int at = synapseBase[wiring.first[c] + k];
      synapses.add(was.synapses().get(k).with(numbers(numbers, at, NUMBERS)));
    }
    int base = chainBase[c];
    return new ChainResponse(
        was.name(),
        numbers[base],
        numbers[base + 1],
        numbers(numbers, base + 2, was.toneGains().size()),
        List.copyOf(synapses),
        was.resonanceNoise(),
        was.fit());
  }

  private static List<Value> numbers(Value[] all, int from, int count) {
    return List.of(Arrays.copyOfRange(all, from, from + count));
  }
}
