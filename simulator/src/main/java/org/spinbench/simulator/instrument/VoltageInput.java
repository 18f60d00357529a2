package org.spinbench.simulator.instrument;

/** What is connected to the terminals of a simulated voltmeter or lock-in amplifier. */
public interface VoltageInput {
  /** Mean voltage from one moment to another, in nanoseconds of the bench's clock, V. */
  double mean(long from, long to);

  /**
   * First harmonic, in the same time, of a voltage that follows the pulse inputs of the RF sources
   * as a lock-in's synchronous output switches them: in phase with that output, V rms, negative for
   * the opposite phase. A voltage that stands still has none.
   */
  default double harmonic(long from, long to) {
    return 0;
  }
}
