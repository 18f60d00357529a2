package org.spinbench.simulator.ensemble;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.ChipDesign;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.simulator.chip.Draws;
import org.spinbench.simulator.device.NonlinearLine;
import org.spinbench.simulator.effects.ChipEffects;
import org.spinbench.simulator.effects.Correlation;
import org.spinbench.simulator.effects.DeviceEffects;
import org.spinbench.simulator.effects.DipolarCoupling;
import org.spinbench.simulator.ensemble.ChipNumbers.NeuronNumbers;
import org.spinbench.simulator.ensemble.ChipNumbers.SynapseNumbers;
import org.spinbench.simulator.physics.AutoOscillator;
import org.spinbench.simulator.physics.OrnsteinUhlenbeck;

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
 * <p>Drift is the sum of four Ornstein-Uhlenbeck processes of equal strength with time constants of
 * 30 to 30 000 evaluations. Noise is added to readings, not to the state of the chip.
 *
 * <p>A world adds effects and replaces spreads; an evaluation then takes 0.1 s, of which the chip
 * is read for 20 ms.
 *
 * <p>Not thread-safe.
 */
public final class VirtualChip {
  private static final double OFFSET = 0.5;
  private static final double ANGLE = 0.25;
  private static final double CROSSTALK = 0.08;
  private static final double QUADRATIC = 0.06;
  private static final double POWER_SHIFT = 0.3;
  private static final double Q_SPREAD = 0.3;
  private static final double COMPRESSION = 0.05;

  /** Time that an evaluation takes, and part of it in which the chip is read, s. */
  private static final double EVALUATION = 0.1;

  private static final double READING = 0.02;
  private static final double[] DRIFT_TIMES = {30, 300, 3000, 30000};

  private final BenchFile file;
  private final Disorder disorder;
  private final Draws draws;
  private final int[] order;
  private final int[] first;
  private final int[] neuronOf;
  private final int[][] sources;
  private final Synapse[] synapses;
  private final Neuron[] neurons;
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
  private double[] parameters;

  /**
   * What is read of one evaluation.
   *
   * @param voltages of all chains, V
   * @param powers of all neurons, W; NaN for those that are not read out
   */
  public record State(double[] voltages, double[] powers) {}

  /** A drawn synapse, its drift and its effects; it folds over only if that is one of them. */
  private record Synapse(
      SynapseNumbers numbers,
      OrnsteinUhlenbeck[] drift,
      DeviceEffects effects,
      NonlinearLine folding) {
    double wander() {
      double sum = 0;
      for (OrnsteinUhlenbeck part : drift) {
        sum += part.value();
      }
      return sum;
    }
  }

  private record Neuron(
      NeuronNumbers numbers,
      AutoOscillator oscillator,
      boolean dead,
      double resistance,
      DeviceEffects effects) {}

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
    requireDevices();
    draws = new Draws(seed);
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
    synapses = new Synapse[file.synapses().size()];
    for (int c = 0; c < chains; c++) {
      for (int k = 0; k < file.chains().get(c).synapses().size(); k++) {
        synapses[first[c] + k] = synapse(c, k, design);
      }
    }
    neurons = file.neurons().stream().map(n -> neuron(n, design)).toArray(Neuron[]::new);
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

  private void requireDevices() {
    Damage damage = disorder.damage();
    List<String> synapses = file.synapses().stream().map(BenchFile.Synapse::name).toList();
    List<String> neurons = file.neurons().stream().map(BenchFile.Neuron::name).toList();
    for (String name : damage.dead()) {
      if (!synapses.contains(name) && !neurons.contains(name)) {
        throw new IllegalArgumentException(
            "there is no \""
                + name
                + "\" that could be dead; "
                + Spelling.choices(
                    name, Stream.concat(synapses.stream(), neurons.stream()).toList()));
      }
    }
    requireSynapses(damage.pinned(), "pinned", synapses);
    requireSynapses(damage.reversed(), "reversed", synapses);
    List<String> all = damage.devices();
    for (String name : all) {
      if (all.indexOf(name) != all.lastIndexOf(name)) {
        throw new IllegalArgumentException(
            "\"" + name + "\" is to fail twice; a device is dead, pinned or reversed");
      }
    }
  }

  private static void requireSynapses(List<String> names, String how, List<String> synapses) {
    for (String name : names) {
      if (!synapses.contains(name)) {
        throw new IllegalArgumentException(
            "there is no synapse \""
                + name
                + "\" that could be "
                + how
                + "; "
                + Spelling.choices(name, synapses));
      }
    }
  }

  private double fullTone(int source, double fullPower) {
    return source < 0
        ? file.inputs().get(-1 - source).maximumPower()
        : fullPower * ratio(file.neurons().get(source).linkGainDb());
  }

  private static double ratio(double db) {
    return StrictMath.pow(10, db / 10);
  }

  private double gaussian(String device, String purpose) {
    return draws.generator(device, purpose).nextGaussian();
  }

  /** A log-normal factor of median one. */
  private double factor(String device, String purpose) {
    return factor(device, purpose, purpose, disorder.spread());
  }

  /**
   * The same of a spread that a world may give.
   *
   * @param key of the spread in the world
   * @param usual spread of a chip of which the world says nothing
   */
  private double factor(String device, String purpose, String key, double usual) {
    double own = gaussian(device, purpose);
    double together = disorder.world().correlation(key);
    String frequency = file.indexOfNeuron(device) >= 0 ? "frequency" : "resonance";
    double z = together == 0 ? own : Correlation.of(together, gaussian(device, frequency), own);
    return StrictMath.exp(disorder.world().spread(key, usual) * z);
  }

  /** How far a resonance lies from its design, Hz. */
  private double offset(String name, double frequency, double designWidth) {
    double z = gaussian(name, "resonance");
    double spread = disorder.world().spread("frequency", -1);
    return spread < 0 ? OFFSET * designWidth * z : frequency * StrictMath.expm1(spread * z);
  }

  private DeviceEffects effects(String name, double halfWidth) {
    return new DeviceEffects(effects, halfWidth, purpose -> draws.generator(name, purpose));
  }

  private Synapse synapse(int chain, int position, ChipDesign design) {
    BenchFile.Synapse entry = file.chains().get(chain).synapses().get(position);
    String name = entry.name();
    Damage damage = disorder.damage();
    int sign = (position % 2 == 0) == damage.reversed().contains(name) ? -1 : 1;
    double designWidth = design.synapse().halfWidth();
    double width = designWidth * factor(name, "width");
    double tuning =
        damage.pinned().contains(name) ? 0 : design.synapse().tuning() * factor(name, "tuning");
    double sensitivity =
        damage.dead().contains(name)
            ? 0
            : sign * design.synapse().sensitivity() * factor(name, "sensitivity");
    DeviceEffects own = effects(name, width);
    double angle = structural(ANGLE * gaussian(name, "angle")) + own.rotation();
    int tone = sources[chain][Math.min(position, sources[chain].length - 1)];
    double full = fullTone(tone, design.neuron().maximumPower());
    SynapseNumbers numbers =
        new SynapseNumbers(
            entry.frequency() + offset(name, entry.frequency(), designWidth),
            width,
            2 * sensitivity * StrictMath.cos(angle),
            2 * sensitivity * StrictMath.sin(angle),
            tuning,
            structural(QUADRATIC * tuning * tuning / designWidth * factor(name, "quadratic")),
            structural(CROSSTALK * factor(name, "crosstalk")),
            structural(POWER_SHIFT * designWidth / full * factor(name, "power shift")));
    OrnsteinUhlenbeck[] drift = new OrnsteinUhlenbeck[DRIFT_TIMES.length];
    for (int i = 0; i < drift.length; i++) {
      double part = disorder.drift() * width / Math.sqrt(drift.length);
      drift[i] = new OrnsteinUhlenbeck(part, DRIFT_TIMES[i], draws.generator(name, "drift " + i));
    }
    NonlinearLine folding =
        effects
            .foldover()
            .map(line -> line.diode(numbers.symmetric(), numbers.antisymmetric(), width))
            .orElse(null);
    return new Synapse(numbers, drift, own, folding);
  }

  private double structural(double value) {
    return disorder.structural() ? value : 0;
  }

  private Neuron neuron(BenchFile.Neuron entry, ChipDesign design) {
    String name = entry.name();
    double most = entry.maximumCurrent();
    double designQ = design.neuron().q();
    double amplitude = AutoOscillator.normalisedPower(most / entry.threshold(), designQ);
    double typical = design.neuron().maximumPower() / (most * most * amplitude);
    double q = designQ * factor(name, "q", "q", structural(Q_SPREAD));
    NeuronNumbers numbers =
        new NeuronNumbers(
            entry.threshold() * factor(name, "threshold"),
            typical * factor(name, "power", "emitted_power", disorder.spread()),
            q,
            AutoOscillator.noiseFor(
                design.neuron().thresholdPower(), entry.threshold(), designQ, typical),
            entry.frequency() * factor(name, "frequency", "frequency", 0),
            design.neuron().pulling() * factor(name, "pulling", "tuning", disorder.spread()),
            entry.transconductance() * factor(name, "transconductance"),
            ratio(
                entry.linkGainDb()
                    + disorder.world().spread("gain_db", 0) * gaussian(name, "gain")),
            structural(COMPRESSION / design.neuron().maximumPower() * factor(name, "compression")));
    AutoOscillator oscillator =
        new AutoOscillator(
            numbers.threshold(), q, numbers.factor(), numbers.noise(), numbers.pulling(), 1, 0);
    double resistance =
        file.chip().junctionResistance() * factor(name, "resistance", "resistance", 0);
    boolean dead = disorder.damage().dead().contains(name);
    return new Neuron(
        numbers, oscillator, dead, resistance, effects(name, design.synapse().halfWidth()));
  }

  /** Puts field-line currents, then bias currents, on the chip, A; they stay. */
  public void apply(double[] currents) {
    parameters = currents.clone();
  }

  /** One evaluation: drift goes on, the chip settles, all is read with noise. Powers are in W. */
  public State read(double[] input) {
    for (int s = 0; s < synapses.length && disorder.drift() > 0; s++) {
      OrnsteinUhlenbeck[] drift = synapses[s].drift();
      for (OrnsteinUhlenbeck part : drift) {
        part.advance(1, chance);
      }
    }
    for (Synapse synapse : synapses) {
      synapse.effects().advance(EVALUATION - READING, READING);
    }
    for (Neuron neuron : neurons) {
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

  /** What this chip is, without drift. */
  public ChipNumbers numbers() {
    return new ChipNumbers(
        boxed(inputFrequencies),
        boxed(fullVoltages),
        boxed(fullPowers),
        disorder.noise(),
        file.coupling().amplifierLimit(),
        file.coupling().totalLimit(),
        Arrays.stream(synapses).map(Synapse::numbers).toList(),
        Arrays.stream(neurons).map(Neuron::numbers).toList());
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
    Neuron neuron = neurons[n];
    DeviceEffects own = neuron.effects();
    own.heat(current * current * neuron.resistance(), current >= 0, EVALUATION);
    double power = neuron.oscillator().power(current) * own.emitted(current * neuron.resistance());
    powers[n] = neuron.dead() ? 0 : power;
    double free = neuron.numbers().frequency();
    frequencies[n] = free + neuron.oscillator().shift(current) + own.shift(free);
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
      sum += voltage(synapses[first[chain] + k], tones[chain], resonance);
    }
    return sum;
  }

  private double resonance(Synapse synapse, VirtualTones heard, double current, double neighbours) {
    SynapseNumbers n = synapse.numbers();
    DeviceEffects device = synapse.effects();
    device.heat(heard.power(), true, EVALUATION);
    double own = device.field(current);
    return n.resonance()
        + synapse.wander()
        + n.tuning() * (own + n.crosstalk() * neighbours)
        + n.quadratic() * own * own
        + device.shift(n.resonance());
  }

  private double voltage(Synapse synapse, VirtualTones heard, double free) {
    SynapseNumbers n = synapse.numbers();
    double[] tones = heard.frequencies;
    double[] strengths = heard.powers;
    if (synapse.folding() != null) {
      return synapse.folding().voltage(free, tones, strengths) * synapse.effects().rectified(0);
    }
    double absorbed = 0;
    if (n.powerShift() != 0) {
      for (int i = 0; i < tones.length; i++) {
        double x = (tones[i] - free) / n.halfWidth();
        absorbed += strengths[i] / (1 + x * x);
      }
    }
    double resonance = free + n.powerShift() * absorbed;
    double voltage = 0;
    for (int i = 0; i < tones.length; i++) {
      double x = (tones[i] - resonance) / n.halfWidth();
      voltage += strengths[i] * (n.antisymmetric() * x + n.symmetric()) / (1 + x * x);
    }
    return voltage * synapse.effects().rectified(0);
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
