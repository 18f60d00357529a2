package org.spinbench.experiments.sweep;

import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.SpectrumTrace;
import org.spinbench.experiments.sweep.plan.Point;

/** Receives what a sweep measures, as it is measured. The sweep itself keeps nothing. */
@FunctionalInterface
public interface SweepListener {
  /** A setpoint is complete. */
  void point(Point point);

  /**
   * One sample was read.
   *
   * @param number of the point that it will belong to
   * @param reference whether that is a return to the reference
   * @param settled whether what had to stand still there did, and the sample is settled
   * @param of which reading of the plan it is a sample of, such as {@code chain 1.voltage}
   */
  default void sample(
      long number, boolean reference, boolean settled, String of, Reading reading) {}

  /**
   * One spectrum was read.
   *
   * @param number of the point that it will belong to
   * @param of whose it is, such as {@code neuron 1}
   */
  default void spectrum(long number, String of, SpectrumTrace spectrum) {}

  /**
   * Before each setpoint.
   *
   * @param done setpoints done or left out by a stop, without returns to the reference
   * @param total setpoints of the plan
   */
  default void progress(long done, long total) {}
}
