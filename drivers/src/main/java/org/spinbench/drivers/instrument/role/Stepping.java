package org.spinbench.drivers.instrument.role;

import org.spinbench.drivers.instrument.Instrument;

/** What goes through a pass of values by itself, once it has been made ready and started. */
public interface Stepping extends Instrument {
  /** Starts the pass that was made ready, and returns at once. It ends by itself. */
  void startSweep();

  /** Asks whether a pass is under way. */
  boolean sweeping();

  /** Ends passes, whatever they are at: the source goes back to what it had before. */
  void endSweep();
}
