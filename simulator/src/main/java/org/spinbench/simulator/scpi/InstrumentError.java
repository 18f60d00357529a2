package org.spinbench.simulator.scpi;

/** What an instrument can put into its error queue: the standard's errors and a maker's own. */
public sealed interface InstrumentError permits StandardError, DeviceError {
  /** The number that it is reported by. */
  int code();

  /** What it means, without quotes. */
  String text();

  /** Bit of the standard event status register that it sets. */
  int eventBit();
}
