package org.spinbench.drivers.instrument.role;

import org.spinbench.drivers.instrument.Instrument;

/**
 * An instrument that makes a pass through a list of values, once it has been prepared and started.
 */
public interface Stepping extends Instrument {
  /** Starts the prepared pass and returns at once. The pass ends by itself. */
  void startSweep();

  /** Queries whether a pass is in progress. */
  boolean sweeping();

  /** Ends any pass; the source returns to its earlier state. */
  void endSweep();
}
