package org.spinbench.simulator.chip;

import java.util.random.RandomGenerator;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.simulator.chip.ChipTruth.SynapseTruth;
import org.spinbench.simulator.physics.Breakdown;
import org.spinbench.simulator.physics.FieldLineTuning;
import org.spinbench.simulator.physics.RandomWalk;
import org.spinbench.simulator.physics.SpinDiode;

/** One junction of a chain: a spin diode whose resonance a field line tunes and time drifts. */
final class SynapseJunction {
  private static final double SECONDS_PER_HOUR = 3600;

  private final String name;
  private final int sign;
  private final double resonance;
  private final SpinDiode diode;
  private final FieldLineTuning tuning;
  private final Breakdown barrier;
  private final RandomWalk drift;
  private final RandomGenerator chance;

  /**
   * @param position in its chain, from zero: junctions stand head to tail, with alternating sign
   */
  SynapseJunction(
      BenchFile.Synapse entry,
      int position,
      Simulation simulation,
      Variation variation,
      Draws draws) {
    Simulation.Synapse typical = simulation.synapse();
    Simulation.Spread spread = simulation.spread();
    name = entry.name();
    sign = position % 2 == 0 ? 1 : -1;
    resonance = entry.frequency() * variation.factor(name, "resonance", spread.frequency());
    double sensitivity =
        typical.sensitivity() * variation.factor(name, "sensitivity", spread.sensitivity());
    diode =
        new SpinDiode(
            typical.symmetricFraction() * sensitivity,
            2 * sensitivity,
            typical.halfWidth() * variation.factor(name, "width", spread.width()),
            typical.saturationPower());
    double tunability = variation.factor(name, "tuning", spread.tuning());
    tuning =
        new FieldLineTuning(
            typical.tuning() * tunability,
            typical.tuningQuadratic() * tunability,
            typical.crosstalk());
    barrier = variation.barrier(name);
    double perHour = simulation.drift().linewidthsPerHour() * 2 * diode.halfWidth();
    drift = new RandomWalk(perHour / Math.sqrt(SECONDS_PER_HOUR));
    chance = draws.generator(name, "drift");
  }

  /** Rectified voltage as it adds to the chain's, V. */
  double voltage(double[] frequencies, double[] powers, double own, double neighbours) {
    if (barrier.broken()) {
      return 0;
    }
    double tuned = resonance + drift.value() + tuning.shift(own, neighbours);
    return sign * diode.voltage(tuned, frequencies, powers);
  }

  void stress(double peakVoltage, double seconds) {
    barrier.stress(peakVoltage, seconds);
  }

  void drift(double seconds) {
    drift.advance(seconds, chance);
  }

  SynapseTruth truth() {
    return new SynapseTruth(
        name,
        resonance + drift.value(),
        diode.halfWidth(),
        diode.antisymmetric() / 2,
        diode.symmetric(),
        tuning.linear(),
        tuning.quadratic(),
        tuning.crosstalk(),
        sign,
        barrier.broken());
  }
}
