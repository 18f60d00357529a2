package org.spinbench.simulator.chip;

import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.spinbench.simulator.chip.Simulation.Fidelity;
import org.spinbench.simulator.effects.ChipEffects;
import org.spinbench.simulator.effects.Correlation;
import org.spinbench.simulator.effects.DeviceEffects;
import org.spinbench.simulator.physics.BarrierLaw;
import org.spinbench.simulator.physics.Breakdown;

/**
 * How the parameters of one chip deviate from the typical ones. Positive quantities vary by a
 * log-normal factor of median one, so that none becomes negative.
 */
final class Variation {
  private final Simulation simulation;
  private final Draws draws;
  private final boolean varies;
  private final ChipEffects effects;

  Variation(Simulation simulation, Draws draws) {
    this.simulation = simulation;
    this.draws = draws;
    this.varies = simulation.fidelity() != Fidelity.IDEAL;
    effects = simulation.effects().on(varies, simulation.fidelity() == Fidelity.FULL);
  }

  /** What the chip has of what plain junctions have not. */
  ChipEffects effects() {
    return effects;
  }

  /** The same in one of its junctions. */
  DeviceEffects effects(String device, double halfWidth) {
    return new DeviceEffects(effects, halfWidth, purpose -> draws.generator(device, purpose));
  }

  /** A standard normal number for a device's parameter; zero on an ideal chip. */
  double deviation(String device, String parameter) {
    return varies ? draws.gaussian(device, parameter) : 0;
  }

  /** A factor about one for a device's parameter. */
  double factor(String device, String parameter, double sigma) {
    return varies ? StrictMath.exp(sigma * draws.gaussian(device, parameter)) : 1;
  }

  /**
   * The same for a parameter that varies together with the device's frequency.
   *
   * @param key of the parameter's spread in the bench file
   * @param frequency name of the draw of the device's frequency
   */
  double factor(String device, String parameter, double sigma, String key, String frequency) {
    double together = simulation.spread().correlation(key);
    if (together == 0 || !varies) {
      return factor(device, parameter, sigma);
    }
    double own = draws.gaussian(device, parameter);
    return StrictMath.exp(sigma * Correlation.of(together, draws.gaussian(device, frequency), own));
  }

  /** Factors about one, a new one each time. */
  DoubleSupplier factors(String device, String parameter, double sigma) {
    RandomGenerator random = draws.generator(device, parameter);
    boolean fluctuates = simulation.fidelity() == Fidelity.FULL;
    return () -> fluctuates ? StrictMath.exp(sigma * random.nextGaussian()) : 1;
  }

  /** A power ratio about a nominal gain in dB. */
  double gain(String path, double nominalDb) {
    double db = nominalDb + simulation.spread().gainDb() * deviation(path, "gain");
    return StrictMath.pow(10, db / 10);
  }

  /** The barrier of a device, not used yet, but broken if the bench file says so. */
  Breakdown barrier(String device) {
    Simulation.Breakdown typical = simulation.breakdown();
    double strength = 1;
    if (varies) {
      double uniform = draws.generator(device, "barrier").nextDouble();
      strength = Breakdown.strength(typical.shape(), uniform);
    }
    BarrierLaw symmetric =
        new Breakdown.Law(typical.voltage(), typical.life(), typical.acceleration());
    Breakdown barrier =
        new Breakdown(effects.barrier().<BarrierLaw>map(law -> law).orElse(symmetric), strength);
    if (simulation.dead().contains(device)) {
      barrier.destroy();
    }
    return barrier;
  }
}
