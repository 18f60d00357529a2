package org.spinbench.simulator.ensemble;

import java.util.Optional;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.ChipDesign;
import org.spinbench.simulator.chip.Draws;
import org.spinbench.simulator.chip.JunctionDesign;
import org.spinbench.simulator.chip.Simulation;
import org.spinbench.simulator.device.DeviceParameters;
import org.spinbench.simulator.device.Emitter;
import org.spinbench.simulator.device.FittedEmitter;
import org.spinbench.simulator.device.FittedRectifier;
import org.spinbench.simulator.device.Rectifier;
import org.spinbench.simulator.effects.ChipEffects;
import org.spinbench.simulator.effects.Correlation;
import org.spinbench.simulator.effects.DeviceEffects;
import org.spinbench.simulator.ensemble.ChipNumbers.NeuronNumbers;
import org.spinbench.simulator.ensemble.ChipNumbers.SynapseNumbers;
import org.spinbench.simulator.physics.AutoOscillator;
import org.spinbench.simulator.physics.SpinDiode;

/**
 * Draws the junctions of one virtual chip. Each number depends on the seed and the name of its
 * device alone.
 */
final class DrawnDevices {
  private static final double OFFSET = 0.5;
  private static final double ANGLE = 0.25;
  private static final double CROSSTALK = 0.08;
  private static final double QUADRATIC = 0.06;
  private static final double POWER_SHIFT = 0.3;
  private static final double Q_SPREAD = 0.3;
  private static final double COMPRESSION = 0.05;

  private final BenchFile file;
  private final ChipDesign design;
  private final Disorder disorder;
  private final Draws draws;
  private final ChipEffects effects;
  private final Simulation simulation;

  /** A synapse, its drift and its effects. */
  record Synapse(
      SynapseNumbers numbers, DriftLaw.Drift drift, DeviceEffects effects, Rectifier rectifier) {}

  /**
   * A neuron.
   *
   * @param resistance Ω
   * @param lowered whether the emitter loses magnetoresistance by its bias
   */
  record Neuron(
      NeuronNumbers numbers,
      Emitter emitter,
      boolean dead,
      double resistance,
      boolean lowered,
      DeviceEffects effects) {}

  DrawnDevices(BenchFile file, ChipDesign design, Disorder disorder, Draws draws) {
    this.file = file;
    this.design = design;
    this.disorder = disorder;
    this.draws = draws;
    effects = disorder.world().effects();
    simulation = Simulation.of(file);
  }

  /** Whether all junctions are closed forms. */
  boolean fitted() {
    return simulation.neuronDesign().isEmpty() && simulation.synapse().design().isEmpty();
  }

  /** A ratio of powers. */
  static double ratio(double db) {
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

  /**
   * A synapse.
   *
   * @param position in its chain: junctions stand with alternating sign
   * @param full power of its tone, W
   */
  Synapse synapse(BenchFile.Synapse entry, int position, double full) {
    String name = entry.name();
    Damage damage = disorder.damage();
    Optional<JunctionDesign> made = simulation.synapse().design();
    int sign = (position % 2 == 0) == damage.reversed().contains(name) ? -1 : 1;
    double typicalWidth = made.map(JunctionDesign::halfWidth).orElse(design.synapse().halfWidth());
    double width = typicalWidth * factor(name, "width");
    double tuning =
        damage.pinned().contains(name) ? 0 : design.synapse().tuning() * factor(name, "tuning");
    double typical =
        made.isPresent() ? simulation.synapse().sensitivity() : design.synapse().sensitivity();
    double sensitivity = sign * typical * factor(name, "sensitivity");
    DeviceEffects own = effects(name, width);
    double angle = structural(ANGLE * gaussian(name, "angle")) + own.rotation();
    double symmetric = made.isPresent() ? simulation.synapse().symmetricFraction() / 2 : 0;
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    boolean dead = damage.dead().contains(name);
    double twice = dead ? 0 : 2 * sensitivity;
    SynapseNumbers numbers =
        new SynapseNumbers(
            entry.frequency() + offset(name, entry.frequency(), typicalWidth),
            width,
            twice * (cos - symmetric * sin),
            twice * (sin + symmetric * cos),
            tuning,
            structural(QUADRATIC * tuning * tuning / typicalWidth * factor(name, "quadratic")),
            structural(CROSSTALK * factor(name, "crosstalk")),
            made.isPresent()
                ? 0
                : structural(POWER_SHIFT * typicalWidth / full * factor(name, "power shift")));
    DriftLaw.Drift drift = disorder.law().start(disorder.drift() * width, draws, name);
    Rectifier rectifier =
        made.filter(one -> !dead).map(one -> rectifier(name, one, numbers)).orElse(line(numbers));
    return new Synapse(numbers, drift, own, rectifier);
  }

  /** The closed form, which folds over if that is an effect of the world. */
  private Rectifier line(SynapseNumbers numbers) {
    SpinDiode diode =
        new SpinDiode(
            numbers.symmetric(),
            numbers.antisymmetric(),
            numbers.halfWidth(),
            Double.POSITIVE_INFINITY);
    return effects
        .foldover()
        .map(line -> line.diode(diode))
        .orElse(new FittedRectifier(diode, numbers.powerShift()));
  }

  private Rectifier rectifier(String name, JunctionDesign made, SynapseNumbers numbers) {
    DeviceParameters parameters =
        made.synapse(
            numbers.resonance(),
            numbers.halfWidth(),
            numbers.symmetric(),
            numbers.antisymmetric(),
            resistance(name),
            factor(name, "q", "q", structural(Q_SPREAD)));
    return simulation.model(name, made).rectifier(parameters);
  }

  private double resistance(String name) {
    return file.chip().junctionResistance() * factor(name, "resistance", "resistance", 0);
  }

  private double structural(double value) {
    return disorder.structural() ? value : 0;
  }

  /** A neuron. */
  Neuron neuron(BenchFile.Neuron entry) {
    String name = entry.name();
    double most = entry.maximumCurrent();
    double threshold = entry.threshold() * factor(name, "threshold");
    double frequency = entry.frequency() * factor(name, "frequency", "frequency", 0);
    double q = factor(name, "q", "q", structural(Q_SPREAD));
    double power = factor(name, "power", "emitted_power", disorder.spread());
    double pulling = factor(name, "pulling", "tuning", disorder.spread());
    double designQ = design.neuron().q();
    double amplitude = AutoOscillator.normalisedPower(most / entry.threshold(), designQ);
    double typical = design.neuron().maximumPower() / (most * most * amplitude);
    NeuronNumbers numbers =
        new NeuronNumbers(
            threshold,
            typical * power,
            designQ * q,
            AutoOscillator.noiseFor(
                design.neuron().thresholdPower(), entry.threshold(), designQ, typical),
            frequency,
            design.neuron().pulling() * pulling,
            entry.transconductance() * factor(name, "transconductance"),
            ratio(
                entry.linkGainDb()
                    + disorder.world().spread("gain_db", 0) * gaussian(name, "gain")),
            structural(COMPRESSION / design.neuron().maximumPower() * factor(name, "compression")));
    Optional<JunctionDesign> made = simulation.neuronDesign();
    Optional<DeviceParameters> parameters =
        made.map(
            one ->
                one.neuron(
                    frequency,
                    threshold,
                    resistance(name),
                    new JunctionDesign.NeuronDeviation(
                        factor(name, "width"), q, pulling, power, gaussian(name, "chirality"))));
    Emitter emitter =
        parameters
            .map(one -> simulation.model(name, made.orElseThrow()).emitter(one))
            .orElseGet(() -> fitted(numbers));
    return new Neuron(
        numbers,
        emitter,
        disorder.damage().dead().contains(name),
        resistance(name),
        parameters.map(DeviceParameters::halfVoltage).filter(Double::isFinite).isPresent(),
        effects(
            name,
            parameters.map(DeviceParameters::halfWidth).orElse(design.synapse().halfWidth())));
  }

  /** The closed form; nobody reads the width of its line. */
  private static Emitter fitted(NeuronNumbers numbers) {
    return new FittedEmitter(
        new AutoOscillator(
            numbers.threshold(),
            numbers.q(),
            numbers.factor(),
            numbers.noise(),
            numbers.pulling(),
            1,
            0));
  }
}
