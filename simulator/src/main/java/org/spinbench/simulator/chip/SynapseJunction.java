package org.spinbench.simulator.chip;

import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.simulator.chip.ChipTruth.SynapseTruth;
import org.spinbench.simulator.device.DeviceParameters;
import org.spinbench.simulator.device.NonlinearLine;
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
  private final double powerShift;
  private final Breakdown barrier;
  private final double soundResistance;
  private final double brokenResistance;
  private final RandomWalk drift;
  private final RandomGenerator chance;
  private final Core core;
  private final DeviceEffects effects;
  private final NonlinearLine folding;
  private final DeviceParameters parameters;
  private final Rectifier rectifier;
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
    folding =
        variation
            .effects()
            .foldover()
            .map(line -> line.diode(diode.symmetric(), diode.antisymmetric(), diode.halfWidth()))
            .orElse(null);
    barrier = variation.barrier(name);
    soundResistance = typicalResistance * factor(variation, "resistance", spread.resistance());
    brokenResistance = simulation.breakdown().resistance();
    Optional<JunctionDesign> design = known.isPresent() ? Optional.empty() : typical.design();
    parameters =
        design.map(one -> parameters(one, factor(variation, "q", spread.q()))).orElse(null);
    rectifier = design.map(one -> simulation.model(name, one).rectifier(parameters)).orElse(null);
    voltageChance = draws.generator(name, "voltage noise");
    double perHour = simulation.drift().linewidthsPerHour() * 2 * diode.halfWidth();
    drift = new RandomWalk(perHour / Math.sqrt(SECONDS_PER_HOUR));
    chance = draws.generator(name, "drift");
    core = splitting == 0 ? null : core(splitting, simulation, variation, draws);
  }

  /**
   * What the junction is made of, with the small-signal line of its diode.
   *
   * @param factor on the nonlinear damping
   */
  private DeviceParameters parameters(JunctionDesign design, double factor) {
    double response = StrictMath.hypot(diode.symmetric(), diode.antisymmetric());
    return new DeviceParameters(
        resonance,
        diode.halfWidth(),
        design.damping() * factor,
        design.depletion(),
        design.shift(),
        design.magnetisation(),
        design.thickness(),
        design.temperature(),
        Double.POSITIVE_INFINITY,
        soundResistance,
        design.swing(),
        design.halfVoltage(),
        0,
        DeviceParameters.coupling(response, diode.halfWidth(), soundResistance, design.swing()),
        StrictMath.atan2(-diode.antisymmetric(), diode.symmetric()),
        0,
        0);
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
   */
  double voltage(
      double[] frequencies,
      double[] powers,
      double[] widths,
      double own,
      double neighbours,
      double bias) {
    if (barrier.broken()) {
      return 0;
    }
    double tuned = tuned(own, neighbours) + coupled;
    if (rectifier != null) {
      double voltage =
          rectifier.voltage(tuned, frequencies, powers, widths, bias / soundResistance);
      if (noise != 0) {
        voltage += noise * Math.sqrt(parameters.rectifiedNoise(tuned, frequencies, powers));
      }
      double lowering = Double.isFinite(parameters.halfVoltage()) ? 0 : bias;
      return sign * strength * voltage * effects.rectified(lowering);
    }
    if (folding != null) {
      double voltage = folding.voltage(tuned, frequencies, powers);
      return sign * strength * voltage * effects.rectified(bias);
    }
    double shifted = tuned + powerShift * diode.absorbed(tuned, frequencies, powers);
    return sign * strength * diode.voltage(shifted, frequencies, powers) * effects.rectified(bias);
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
    if (rectifier != null && duration > 0) {
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
