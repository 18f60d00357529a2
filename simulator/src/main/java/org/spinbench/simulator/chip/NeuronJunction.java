package org.spinbench.simulator.chip;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFile.Coupling.Mode;
import org.spinbench.simulator.chip.ChipTruth.NeuronTruth;
import org.spinbench.simulator.circuit.DcLevel;
import org.spinbench.simulator.circuit.Sine;
import org.spinbench.simulator.circuit.Terminals;
import org.spinbench.simulator.device.FlickerLine;
import org.spinbench.simulator.effects.DeviceEffects;
import org.spinbench.simulator.physics.Breakdown;
import org.spinbench.simulator.physics.FlickerNoise;
import org.spinbench.simulator.physics.RandomWalk;
import org.spinbench.simulator.physics.TransconductanceAmplifier;

/**
 * One neuron: an oscillator, the amplifier that feeds it from its chain, and the path from it to
 * the analyzer.
 */
final class NeuronJunction {
  /** Duration of a reading if none is given, s. */
  static final double USUAL_READING = 10e-3;

  private static final double SECONDS_PER_HOUR = 3600;

  private final String name;
  private final NeuronDevice device;
  private final TransconductanceAmplifier amplifier;
  private final boolean coupled;
  private final double totalLimit;
  private final double monitorGain;
  private final double resistance;
  private final double brokenResistance;
  private final Breakdown barrier;
  private final Simulation.Noise noise;
  private final RandomWalk drift;
  private final FlickerNoise flicker;
  private final FlickerNoise hooge;
  private final RandomGenerator driftChance;
  private final RandomGenerator flickerChance;
  private final RandomGenerator hoogeChance;
  private final RandomGenerator powerChance;
  private final RandomGenerator couplingChance;
  private final DeviceEffects effects;
  private double frequency;
  private double strength = 1;
  private double powerFluctuation = 1;
  private double thermal;
  private double lasted = USUAL_READING;
  private double couplingNoise;
  private double frequencyNoise;
  private double signal = Double.NaN;
  private double amplifierOutput;
  private Sine sine = Sine.NONE;

  NeuronJunction(
      BenchFile file,
      BenchFile.Neuron entry,
      Simulation simulation,
      Variation variation,
      Draws draws) {
    Simulation.Spread spread = simulation.spread();
    name = entry.name();
    Optional<KnownChip.Neuron> known = simulation.known().neuron(name);
    device = NeuronDevice.of(file, entry, simulation, variation);
    frequency = device.frequency();
    amplifier =
        new TransconductanceAmplifier(
            known
                .map(KnownChip.Neuron::transconductance)
                .orElseGet(
                    () ->
                        entry.transconductance()
                            * variation.factor(
                                name, "transconductance", spread.transconductance())),
            known
                .map(KnownChip.Neuron::offset)
                .orElseGet(() -> spread.couplingOffset() * variation.deviation(name, "offset")),
            file.coupling().amplifierLimit(),
            simulation.coupling().orElseThrow().bandwidth());
    coupled = file.coupling().mode() == Mode.ANALOG;
    totalLimit = file.coupling().totalLimit();
    monitorGain =
        known.isPresent()
            ? StrictMath.pow(10, entry.monitorGainDb() / 10)
            : variation.gain(name + " to analyzer", entry.monitorGainDb());
    resistance =
        file.chip().junctionResistance()
            * variation.factor(name, "resistance", spread.resistance(), "resistance", "frequency");
    brokenResistance = simulation.breakdown().resistance();
    barrier = variation.barrier(name);
    noise = simulation.noise();
    driftChance = draws.generator(name, "drift");
    flickerChance = draws.generator(name, "frequency noise");
    hoogeChance = draws.generator(name, "voltage noise");
    powerChance = draws.generator(name, "power noise");
    couplingChance = draws.generator(name, "coupling noise");
    effects = variation.effects(name, device.halfWidth());
    double width = FlickerLine.width(device.usualWidth(), device.flicker(), USUAL_READING);
    double perHour = simulation.drift().linewidthsPerHour() * width;
    drift = new RandomWalk(perHour / Math.sqrt(SECONDS_PER_HOUR));
    double decades = StrictMath.log(noise.fastest() / noise.slowest());
    double wander = noise.frequency() + Math.sqrt(device.flicker() * decades);
    flicker = new FlickerNoise(wander, noise.slowest(), noise.fastest(), flickerChance);
    hooge =
        new FlickerNoise(
            Math.sqrt(device.hooge() * decades), noise.slowest(), noise.fastest(), hoogeChance);
  }

  /** Befalls the neuron, for good. */
  void change(Simulation.Change change) {
    frequency *= change.frequency();
    strength *= change.strength();
  }

  /**
   * Puts a chain's voltage at its amplifier, V, and an oscillator in parallel with it.
   *
   * @param seconds since the amplifier was in its present state; negative for an earlier moment,
   *     which that state does not cover
   */
  void drive(double chainVoltage, Sine parallel, double seconds) {
    amplifierOutput = coupled ? output(chainVoltage, seconds) : 0;
    sine = parallel;
  }

  private double output(double chainVoltage, double seconds) {
    double settled = amplifier.current(chainVoltage + couplingNoise);
    boolean lags = seconds >= 0 && !Double.isNaN(signal);
    double output = lags ? amplifier.lagged(signal, settled, seconds) : settled;
    signal = seconds >= 0 ? output : signal;
    return output;
  }

  /** What its bias source sees now. */
  BiasNode node() {
    return node(sine.offset());
  }

  private BiasNode node(double sineVoltage) {
    return BiasNode.of(junctionResistance(), amplifierOutput, totalLimit, sine, sineVoltage);
  }

  /** Ω; infinite for an open one. */
  double junctionResistance() {
    return barrier.broken() ? brokenResistance : resistance * effects.resistance();
  }

  /** Its name in the bench file. */
  String name() {
    return name;
  }

  /** What is between its terminals at the crests of its source and of the oscillator. */
  Terminals crest(DcLevel source) {
    Terminals up = node(sine.offset() + sine.peak()).under(source);
    Terminals down = node(sine.offset() - sine.peak()).under(source);
    return Math.abs(down.voltage()) > Math.abs(up.voltage()) ? down : up;
  }

  /** Whether an oscillator in parallel with it swings. */
  boolean swings() {
    return sine.peak() != 0;
  }

  void stress(double voltage, double seconds) {
    barrier.stress(voltage, seconds);
  }

  /** Dissipates the power of a current in A. */
  void heat(double current, double seconds) {
    if (!barrier.broken()) {
      effects.heat(current * current * resistance, current >= 0, seconds);
    }
  }

  /** Emitted power, W. */
  double power(double current) {
    if (barrier.broken()) {
      return 0;
    }
    double sigma = thermal == 0 ? 0 : device.emitter().fluctuation(current, lasted);
    double white = thermal == 0 ? 1 : StrictMath.exp(sigma * thermal - sigma * sigma / 2);
    return strength
        * device.emitter().power(current)
        * powerFluctuation
        * white
        * effects.emitted(device.lowered() ? 0 : current * resistance);
  }

  /** Emission frequency, Hz. */
  double frequency(double current) {
    return frequency
        + drift.value()
        + frequencyNoise
        + device.emitter().shift(current)
        + effects.shift(frequency);
  }

  /** Full width at half maximum of the emission, Hz. */
  double linewidth(double current) {
    return FlickerLine.width(device.emitter().linewidth(current), device.flicker(), lasted);
  }

  /** From the neuron to the analyzer, a power ratio. */
  double monitorGain() {
    return monitorGain;
  }

  /**
   * Lets time pass that ends with a reading, and draws what is new at each reading.
   *
   * @param reading part of the time that is read, s
   * @param duration of the whole reading, which may have begun before the time, s
   */
  void fluctuate(double seconds, double reading, double duration) {
    effects.advance(seconds - reading, reading);
    drift.advance(seconds, driftChance);
    frequencyNoise = flicker.advance(seconds, flickerChance);
    double voltage = 1 + hooge.advance(seconds, hoogeChance);
    double sigma = noise.emittedPower();
    thermal = powerChance.nextGaussian();
    powerFluctuation = StrictMath.exp(sigma * thermal - sigma * sigma / 2) * voltage * voltage;
    lasted = duration;
    couplingNoise = noise.coupling() * couplingChance.nextGaussian();
  }

  NeuronTruth truth() {
    return new NeuronTruth(
        name,
        frequency + drift.value(),
        device.threshold(),
        device.q(),
        strength * device.powerFactor(),
        device.pulling(),
        amplifier.transconductance(),
        amplifier.offset(),
        monitorGain,
        barrier.broken());
  }
}
