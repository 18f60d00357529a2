package org.spinbench.simulator.instrument;

/**
 * A nanovoltmeter behind the serial port and the trigger link of a current source, which triggers
 * its conversions and reads them.
 */
public interface Nanovoltmeter {
  /** The duration of one conversion with its present settings, ns. */
  long conversion();

  /** The voltage of a conversion from a moment on (ns), which has ended, V. */
  double convert(long start);

  /** Carries out a message that comes through the serial port. */
  void send(String message);

  /** Takes the response that waits at the serial port; empty if there is none. */
  String enter();
}
