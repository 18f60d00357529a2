package org.spinbench.simulator.chip;

import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.simulator.chip.ChipTruth.SynapseTruth;
import org.spinbench.simulator.device.DeviceParameters;
import org.spinbench.simulator.device.FittedRectifier;
import org.spinbench.simulator.device.Rectifier;
import org.spinbench.simulator.effects.DeviceEffects;
import org.spinbench.simulator.physics.Breakdown;
import org.spinbench.simulator.physics.FieldLineTuning;
import org.spinbench.simulator.physics.RandomWalk;
import org.spinbench.simulator.physics.SpinDiode;
import org.spinbench.simulator.physics.VortexCore;

/**
 * One junction of a chain: a spin diode whose resonance a field line tunes and time drifts, and,
 * where a strip line passes, the polarity of its vortex core shifts.
 */
final class SynapseJunction {
  private static final double SECONDS_PER_HOUR = 3600;

  private final String name;
  private final int sign;
  private final SpinDiode diode;
  private final FieldLineTuning tuning;
  private final Breakdown barrier;
  private final double soundResistance;
  private final double brokenResistance;
  private final RandomWalk drift;
  private final RandomGenerator chance;
  private final Core core;
  private final DeviceEffects effects;
  private final DeviceParameters parameters;
  private final Rectifier rectifier;
  private final boolean white;
  private final RandomGenerator voltageChance;
  private double resonance;
  private double coupled;
  private double strength = 1;
  private double noise;

  /**
   * @param position in its chain, from zero: junctions stand head to tail, with alternating sign
   * @param typicalResistance of a sound junction, Ω
   * @param splitting between the resonances of its two polarities, Hz; 0 if no strip line passes
   */
  SynapseJunction(
      BenchFile.Synapse entry,
      int position,
      double typicalResistance,
      double splitting,
      Simulation simulation,
      Variation variation,
      Draws draws) {
    Simulation.Synapse typical = simulation.synapse();
    Simulation.Spread spread = simulation.spread();
    name = entry.name();
    Optional<KnownChip.Synapse> known = simulation.known().synapse(name);
    double powerShift;
    if (known.isPresent()) {
      KnownChip.Synapse synapse = known.get();
      sign = synapse.antisymmetric() < 0 ? -1 : 1;
      resonance = synapse.resonance();
      diode =
          new SpinDiode(
              sign * synapse.symmetric(),
              sign * synapse.antisymmetric(),
              synapse.halfWidth(),
              synapse.saturationPower());
      effects = variation.effects(name, synapse.halfWidth());
      tuning =
          new FieldLineTuning(synapse.tuning(), synapse.tuningQuadratic(), synapse.crosstalk());
      powerShift = synapse.powerShift();
    } else {
      sign = position % 2 == 0 ? 1 : -1;
      resonance = entry.frequency() * variation.factor(name, "resonance", spread.frequency());
      double sensitivity =
          typical.sensitivity() * factor(variation, "sensitivity", spread.sensitivity());
      double halfWidth = typical.halfWidth() * factor(variation, "width", spread.width());
      effects = variation.effects(name, halfWidth);
      double symmetric = typical.symmetricFraction() * sensitivity;
      double antisymmetric = 2 * sensitivity;
      double cos = effects.rotation() == 0 ? 1 : StrictMath.cos(effects.rotation());
      double sin = effects.rotation() == 0 ? 0 : StrictMath.sin(effects.rotation());
      diode =
          new SpinDiode(
              symmetric * cos + antisymmetric * sin,
              antisymmetric * cos - symmetric * sin,
              halfWidth,
              typical.saturationPower());
      double tunability = factor(variation, "tuning", spread.tuning());
      tuning =
          new FieldLineTuning(
              typical.tuning() * tunability,
              typical.tuningQuadratic() * tunability,
              typical.crosstalk());
      powerShift = typical.powerShift();
    }
    barrier = variation.barrier(name);
    soundResistance = typicalResistance * factor(variation, "resistance", spread.resistance());
    brokenResistance = simulation.breakdown().resistance();
    Optional<JunctionDesign> design = known.isPresent() ? Optional.empty() : typical.design();
    parameters =
        design
            .map(
                one ->
                    one.synapse(
                        resonance,
                        diode.halfWidth(),
                        diode.symmetric(),
                        diode.antisymmetric(),
                        soundResistance,
                        factor(variation, "q", spread.q())))
            .orElse(null);
    Rectifier fitted =
        variation
            .effects()
            .foldover()
            .map(line -> line.diode(diode))
            .orElse(new FittedRectifier(diode, powerShift));
    rectifier = design.map(one -> simulation.model(name, one).rectifier(parameters)).orElse(fitted);
    white = parameters != null || simulation.link().filter(LinkDesign::isNoisy).isPresent();
    voltageChance = draws.generator(name, "voltage noise");
    double perHour = simulation.drift().linewidthsPerHour() * 2 * diode.halfWidth();
    drift = new RandomWalk(perHour / Math.sqrt(SECONDS_PER_HOUR));
    chance = draws.generator(name, "drift");
    core = splitting == 0 ? null : core(splitting, simulation, variation, draws);
  }

  /** A factor for a parameter whose draw is named as the key of its spread. */
  private double factor(Variation variation, String key, double sigma) {
    return variation.factor(name, key, sigma, key, "resonance");
  }

  private Core core(double splitting, Simulation simulation, Variation variation, Draws draws) {
    Simulation.Polarity typical = simulation.polarity().orElseThrow();
    double power = typical.reversalPower() * variation.factor(name, "reversal", typical.spread());
    return new Core(
        splitting * variation.factor(name, "splitting", typical.splittingSpread()) / 2,
        new VortexCore(power, diode.halfWidth()),
        variation.factors(name, "attempts", typical.scatter()),
        draws.generator(name, "polarity").nextBoolean());
  }

  /** The polarity of a vortex core and what reverses it. */
  private static final class Core {
    private final double shift;
    private final VortexCore vortex;
    private final DoubleSupplier strength;
    private boolean up;

    Core(double shift, VortexCore vortex, DoubleSupplier strength, boolean up) {
      this.shift = shift;
      this.vortex = vortex;
      this.strength = strength;
      this.up = up;
    }

    double shift() {
      return up ? shift : -shift;
    }
  }

  /** The resonance without current in its field line. */
  private double untuned() {
    return resonance + drift.value() + (core == null ? 0 : core.shift()) + effects.shift(resonance);
  }

  /**
   * Spends a time under the RF of the strip line.
   *
   * @param power in the strip line, W
   */
  void pulse(double frequency, double power, double seconds) {
    if (core == null || power == 0 || seconds <= 0 || barrier.broken()) {
      return;
    }
    double part = power / core.strength.getAsDouble();
    if (core.vortex.reverses(part, frequency - untuned(), seconds)) {
      core.up = !core.up;
    }
  }

  /** The resonance with these currents in its field line and in those beside it, Hz. */
  double tuned(double own, double neighbours) {
    return untuned() + tuning.shift(effects.field(own), neighbours);
  }

  /** Moves the resonance by what neighbours do to it, Hz. */
  void couple(double shift) {
    coupled = shift;
  }

  /**
   * Rectified voltage as it adds to the chain's, V.
   *
   * @param widths of the tones, full width at half maximum, Hz
   * @param bias direct voltage across it, V
   * @param density of white noise in it, W/Hz
   */
  double voltage(
      double[] frequencies,
      double[] powers,
      double[] widths,
      double own,
      double neighbours,
      double bias,
      double density) {
    if (barrier.broken()) {
      return 0;
    }
    double tuned = tuned(own, neighbours) + coupled;
    double voltage = rectifier.voltage(tuned, frequencies, powers, widths, bias / soundResistance);
    if (density > 0) {
      voltage += diode.voltageOfNoise(density);
    }
    if (noise != 0) {
      double thermal =
          parameters == null ? 0 : parameters.rectifiedNoise(tuned, frequencies, powers);
      double beats = density > 0 ? diode.beats(tuned, frequencies, powers, density) : 0;
      voltage += noise * Math.sqrt(thermal + beats);
    }
    boolean lowered = parameters != null && Double.isFinite(parameters.halfVoltage());
    return sign * strength * voltage * effects.rectified(lowered ? 0 : bias);
  }

  /** Befalls the junction, for good. */
  void change(Simulation.Change change) {
    resonance *= change.frequency();
    strength *= change.strength();
  }

  /** Its name in the bench file. */
  String name() {
    return name;
  }

  /** Ω; infinite for an open one. */
  double resistance() {
    return barrier.broken() ? brokenResistance : soundResistance * effects.resistance();
  }

  void stress(double peakVoltage, double seconds) {
    barrier.stress(peakVoltage, seconds);
  }

  /**
   * Dissipates the power of the tones and of a direct voltage.
   *
   * @param bias that voltage, V
   */
  void heat(double[] powers, double bias, double seconds) {
    double watts = bias == 0 ? 0 : bias * bias / resistance();
    for (double power : powers) {
      watts += power;
    }
    effects.heat(watts, bias >= 0, seconds);
  }

  /**
   * Lets a time pass that ends with a reading.
   *
   * @param reading its part of the time, s
   * @param duration of the whole reading, s: white noise averages away over it
   */
  void drift(double seconds, double reading, double duration) {
    drift.advance(seconds, chance);
    if (white && duration > 0) {
      noise = voltageChance.nextGaussian() / Math.sqrt(2 * duration);
    }
    effects.advance(seconds - reading, reading);
  }

  SynapseTruth truth() {
    return new SynapseTruth(
        name,
        untuned(),
        diode.halfWidth(),
        strength * diode.antisymmetric() / 2,
        strength * diode.symmetric(),
        tuning.linear(),
        tuning.quadratic(),
        tuning.crosstalk(),
        sign,
        core == null ? 0 : core.up ? 1 : -1,
        barrier.broken());
  }
}
