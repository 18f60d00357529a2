package org.spinbench.simulator.scpi;

/** An error in an error queue: one of the standard, or a maker's own. */
public sealed interface InstrumentError permits StandardError, DeviceError {
  /** The number that the instrument reports. */
  int code();

  /** The text, without quotes. */
  String text();

  /** Bit of the standard event status register that it sets. */
  int eventBit();
}
