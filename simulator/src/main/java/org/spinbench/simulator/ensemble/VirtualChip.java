package org.spinbench.simulator.ensemble;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.ChipDesign;
import org.spinbench.simulator.chip.Draws;
import org.spinbench.simulator.device.Emitter;
import org.spinbench.simulator.device.Rectifier;
import org.spinbench.simulator.effects.ChipEffects;
import org.spinbench.simulator.effects.DeviceEffects;
import org.spinbench.simulator.effects.DipolarCoupling;
import org.spinbench.simulator.ensemble.ChipNumbers.NeuronNumbers;
import org.spinbench.simulator.ensemble.ChipNumbers.SynapseNumbers;

/**
 * One chip of an ensemble: the network of a bench file with devices drawn about its design. What it
 * is depends on the file, the disorder and the seed alone.
 *
 * <p>Resonances lie half a half width (rms) from their design, whatever the spread. With structural
 * errors every line is turned by an angle of 0.25 rad rms into its symmetric part, field lines
 * cross-talk by 8 %, tuning has a quadratic part of 6 % at one half width, an input's full power
 * moves a resonance by 0.3 half widths, Q varies by 30 %, and links compress by 5 % at full power;
 * each of these but the angle and Q varies itself by the spread.
 *
 * <p>Junctions have the views of the chip behind instruments, {@link Emitter} and {@link
 * Rectifier}. If the section {@code [simulation]} of the file says what they are made of, they are
 * of these materials at the fidelity given there: its sensitivity, widths and constants are the
 * typical ones, their resonances move by power as the junction makes them, and their field lines,
 * amplifiers and links are as told above. Otherwise they are the closed forms, with the numbers of
 * the design.
 *
 * <p>Resonances drift by a {@link DriftLaw}. Noise is added to readings, not to the state of the
 * chip.
 *
 * <p>A world adds effects and replaces spreads; an evaluation then takes 0.1 s, of which the chip
 * is read for 20 ms.
 *
 * <p>Not thread-safe.
 */
public final class VirtualChip {

  /** Time that an evaluation takes, and part of it in which the chip is read, s. */
  private static final double EVALUATION = 0.1;

  private static final double READING = 0.02;

  private final BenchFile file;
  private final Disorder disorder;
  private final int[] order;
  private final int[] first;
  private final int[] neuronOf;
  private final int[][] sources;
  private final DrawnDevices.Synapse[] synapses;
  private final DrawnDevices.Neuron[] neurons;
  private final double[] inputFrequencies;
  private final double[] fullVoltages;
  private final double[] fullPowers;
  private final int[] readout;
  private final RandomGenerator chance;
  private final double[] voltages;
  private final double[] powers;
  private final double[] frequencies;
  private final VirtualTones[] tones;
  private final ChipEffects effects;
  private final boolean fitted;
  private double[] parameters;

  /**
   * What is read of one evaluation.
   *
   * @param voltages of all chains, V
   * @param powers of all neurons, W; NaN for those that are not read out
   */
  public record State(double[] voltages, double[] powers) {}

  /**
   * Draws a chip.
   *
   * @throws IllegalArgumentException if the bench file has no design, or no device of the name of
   *     one that is to fail, or a device is to fail in two ways
   */
  public VirtualChip(BenchFile file, Disorder disorder, long seed) {
    this.file = file;
    this.disorder = disorder;
    ChipDesign design =
        file.design()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "bench file \""
                            + file.name()
                            + "\" has no section [design], from which virtual chips are drawn; see"
                            + " the default file of ./spinbench bench"));
    disorder.damage().require(file);
    Draws draws = new Draws(seed);
    DrawnDevices devices = new DrawnDevices(file, design, disorder, draws);
    effects = disorder.world().effects();
    chance = draws.generator("chip", "noise");
    order = file.layers().stream().flatMap(List::stream).mapToInt(Integer::intValue).toArray();
    int chains = file.chains().size();
    first = new int[chains];
    neuronOf = new int[chains];
    sources = new int[chains][];
    fullVoltages = new double[chains];
    double fullPower = design.neuron().maximumPower();
    for (int c = 0; c < chains; c++) {
      first[c] = file.firstSynapse(c);
      neuronOf[c] = file.neuronOfChain(c);
      List<String> tones = file.chains().get(c).tones();
      sources[c] =
          tones.stream()
              .mapToInt(
                  tone ->
                      file.indexOfNeuron(tone) >= 0
                          ? file.indexOfNeuron(tone)
                          : -1 - file.indexOfInput(tone))
              .toArray();
      fullVoltages[c] =
          design.synapse().sensitivity()
              * Arrays.stream(sources[c]).mapToDouble(s -> fullTone(s, fullPower)).max().orElse(0);
    }
    inputFrequencies = file.inputs().stream().mapToDouble(BenchFile.Input::frequency).toArray();
    synapses = new DrawnDevices.Synapse[file.synapses().size()];
    for (int c = 0; c < chains; c++) {
      for (int k = 0; k < file.chains().get(c).synapses().size(); k++) {
        int tone = sources[c][Math.min(k, sources[c].length - 1)];
        BenchFile.Synapse entry = file.chains().get(c).synapses().get(k);
        synapses[first[c] + k] = devices.synapse(entry, k, fullTone(tone, fullPower));
      }
    }
    fitted = devices.fitted();
    neurons = file.neurons().stream().map(devices::neuron).toArray(DrawnDevices.Neuron[]::new);
    tones =
        Arrays.stream(sources)
            .map(own -> new VirtualTones(own, file.inputs().size(), neurons.length, effects))
            .toArray(VirtualTones[]::new);
    fullPowers = new double[neurons.length];
    Arrays.fill(fullPowers, fullPower);
    readout = file.readout().neurons().stream().mapToInt(file::indexOfNeuron).toArray();
    voltages = new double[chains];
    powers = new double[neurons.length];
    frequencies = new double[neurons.length];
    parameters = new double[synapses.length + neurons.length];
  }

  private double fullTone(int source, double fullPower) {
    return source < 0
        ? file.inputs().get(-1 - source).maximumPower()
        : fullPower * DrawnDevices.ratio(file.neurons().get(source).linkGainDb());
  }

  /** Puts field-line currents, then bias currents, on the chip, A; they stay. */
  public void apply(double[] currents) {
    parameters = currents.clone();
  }

  /** One evaluation: drift goes on, the chip settles, all is read with noise. Powers are in W. */
  public State read(double[] input) {
    for (int s = 0; s < synapses.length && disorder.drift() > 0; s++) {
      synapses[s].drift().advance(chance);
    }
    for (DrawnDevices.Synapse synapse : synapses) {
      synapse.effects().advance(EVALUATION - READING, READING);
    }
    for (DrawnDevices.Neuron neuron : neurons) {
      neuron.effects().advance(EVALUATION - READING, READING);
    }
    settle(parameters, input);
    double[] readVoltages = new double[voltages.length];
    for (int c = 0; c < voltages.length; c++) {
      readVoltages[c] = voltages[c] + disorder.noise() * fullVoltages[c] * chance.nextGaussian();
    }
    double[] readPowers = new double[powers.length];
    Arrays.fill(readPowers, Double.NaN);
    for (int n : readout) {
      readPowers[n] = powers[n] + disorder.noise() * fullPowers[n] * chance.nextGaussian();
    }
    return new State(readVoltages, readPowers);
  }

  /** Power that a neuron emits for parameters and an input at this moment, without noise, W. */
  public double emitted(double[] currents, double[] input, int neuron) {
    settle(currents, input);
    return powers[neuron];
  }

  /** The same of several neurons. */
  public double[] emitted(double[] currents, double[] input, int[] neurons) {
    settle(currents, input);
    return Arrays.stream(neurons).mapToDouble(neuron -> powers[neuron]).toArray();
  }

  /** Noise of a reading of a neuron's power, W rms. */
  public double powerNoise(int neuron) {
    return disorder.noise() * fullPowers[neuron];
  }

  /**
   * What this chip is, without drift.
   *
   * @throws IllegalArgumentException if a junction has no closed form, because the bench file says
   *     what it is made of
   */
  public ChipNumbers numbers() {
    if (!fitted) {
      throw new IllegalArgumentException(
          "bench file \""
              + file.name()
              + "\" says what its junctions are made of (simulation.synapse or simulation.neuron"
              + " has the key thickness), so no list of numbers and equations describes a chip;"
              + " export chips of a file whose sections give closed forms");
    }
    return new ChipNumbers(
        boxed(inputFrequencies),
        boxed(fullVoltages),
        boxed(fullPowers),
        disorder.noise(),
        file.coupling().amplifierLimit(),
        file.coupling().totalLimit(),
        Arrays.stream(synapses).map(DrawnDevices.Synapse::numbers).toList(),
        Arrays.stream(neurons).map(DrawnDevices.Neuron::numbers).toList());
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private void settle(double[] currents, double[] input) {
    for (int chain : order) {
      voltages[chain] = voltage(chain, currents, input);
      int n = neuronOf[chain];
      if (n >= 0) {
        double current = current(n, currents[synapses.length + n], voltages[chain]);
        emit(n, current);
      }
    }
  }

  private void emit(int n, double current) {
    DrawnDevices.Neuron neuron = neurons[n];
    DeviceEffects own = neuron.effects();
    own.heat(current * current * neuron.resistance(), current >= 0, EVALUATION);
    double lowering = neuron.lowered() ? 0 : current * neuron.resistance();
    double power = neuron.emitter().power(current) * own.emitted(lowering);
    powers[n] = neuron.dead() ? 0 : power;
    double free = neuron.numbers().frequency();
    frequencies[n] = free + neuron.emitter().shift(current) + own.shift(free);
  }

  private double current(int neuron, double bias, double voltage) {
    double limit = file.coupling().amplifierLimit();
    double signal = neurons[neuron].numbers().transconductance() * voltage;
    double sum = bias + Math.max(-limit, Math.min(limit, signal));
    return Math.min(file.coupling().totalLimit(), sum);
  }

  private double voltage(int chain, double[] currents, double[] input) {
    int size = file.chains().get(chain).synapses().size();
    tones[chain].sound(this::frequency, source -> power(source, input));
    double[] resonances = new double[size];
    for (int k = 0; k < size; k++) {
      int s = first[chain] + k;
      double neighbours = (k > 0 ? currents[s - 1] : 0) + (k + 1 < size ? currents[s + 1] : 0);
      resonances[k] = resonance(synapses[s], tones[chain], currents[s], neighbours);
    }
    double sum = 0;
    for (int k = 0; k < size; k++) {
      double resonance = resonances[k];
      if (effects.dipoles().isPresent()) {
        DipolarCoupling coupling = effects.dipoles().get();
        resonance += k > 0 ? coupling.shift(resonances[k], resonances[k - 1]) : 0;
        resonance += k + 1 < size ? coupling.shift(resonances[k], resonances[k + 1]) : 0;
      }
      DrawnDevices.Synapse synapse = synapses[first[chain] + k];
      double[] tone = tones[chain].frequencies;
      double[] widths = new double[tone.length];
      sum +=
          synapse.rectifier().voltage(resonance, tone, tones[chain].powers, widths, 0)
              * synapse.effects().rectified(0);
    }
    return sum;
  }

  private double resonance(
      DrawnDevices.Synapse synapse, VirtualTones heard, double current, double neighbours) {
    SynapseNumbers n = synapse.numbers();
    DeviceEffects device = synapse.effects();
    device.heat(heard.power(), true, EVALUATION);
    double own = device.field(current);
    return n.resonance()
        + synapse.drift().value()
        + n.tuning() * (own + n.crosstalk() * neighbours)
        + n.quadratic() * own * own
        + device.shift(n.resonance());
  }

  private double frequency(int source) {
    return source < 0 ? inputFrequencies[-1 - source] : frequencies[source];
  }

  private double power(int source, double[] input) {
    if (source < 0) {
      return input[-1 - source];
    }
    NeuronNumbers n = neurons[source].numbers();
    return n.linkGain() * powers[source] / (1 + n.compression() * powers[source]);
  }
}
