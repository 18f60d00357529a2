package org.spinbench.drivers.bench;

import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.role.BiasSource;

/**
 * The steps in which other programs may change the bias of a neuron: those of the driver's ramp.
 * Field lines are not junctions and allow any step.
 */
record BiasSteps(BenchFile file) {
  /** Relative difference of levels due to rounding. */
  private static final double ROUNDING = 1e-6;

  private boolean biases(BiasSource source) {
    return file.neurons().stream().anyMatch(neuron -> neuron.bias().equals(source.name()));
  }

  /**
   * Requires that a source that is on and biases a neuron changes by at most one step of its ramp,
   * unless it comes nearer to zero.
   *
   * @param wanted new level, in the source's unit
   * @throws LimitException naming both levels and the step
   */
  void requireStep(BiasSource source, double wanted) {
    if (!biases(source) || !source.output().current()) {
      return;
    }
    NumberSetting level = source.level();
    double from = level.current();
    boolean towardsZero = wanted * from >= 0 && Math.abs(wanted) <= Math.abs(from);
    double most = source.step() * (1 + ROUNDING) + level.resolution();
    if (!towardsZero && Math.abs(wanted - from) > most) {
      throw new LimitException(
          LimitException.Level.CHIP,
          level.label()
              + ": from "
              + from
              + " to "
              + wanted
              + " "
              + level.unit().symbol()
              + " is more than one step of its ramp, "
              + source.step()
              + "; take smaller steps");
    }
  }

  /**
   * Requires that an output is switched on at most one step from zero.
   *
   * @throws LimitException naming the level at which it would be switched on
   */
  void requireAtRest(BiasSource source) {
    if (!biases(source) || source.output().current()) {
      return;
    }
    double level = source.level().current();
    if (Math.abs(level) > source.step() * (1 + ROUNDING)) {
      throw new LimitException(
          LimitException.Level.CHIP,
          source.output().label()
              + ": its level is "
              + level
              + " "
              + source.level().unit().symbol()
              + ", and switching it on would be a step; set the level to 0 first");
    }
  }
}
