package org.spinbench.experiments.sweep;

import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.SpectrumTrace;
import org.spinbench.experiments.sweep.plan.Point;

/** Receives the results of a sweep as they are measured. */
@FunctionalInterface
public interface SweepListener {
  /** A setpoint is complete. */
  void point(Point point);

  /**
   * One sample was read.
   *
   * @param number of its point
   * @param reference whether that is a return to the reference
   * @param settled whether the point was stable as required, and the sample is settled
   * @param of its reading in the plan, such as {@code chain 1.voltage}
   */
  default void sample(
      long number, boolean reference, boolean settled, String of, Reading reading) {}

  /**
   * One spectrum was read.
   *
   * @param number of its point
   * @param of its device, such as {@code neuron 1}
   */
  default void spectrum(long number, String of, SpectrumTrace spectrum) {}

  /**
   * Before each setpoint, or before each pass that instruments make by themselves, and at the end.
   *
   * @param done setpoints completed or skipped by a stop, without returns to the reference
   * @param total setpoints of the plan
   */
  default void progress(long done, long total) {}
}
