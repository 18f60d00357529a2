package org.spinbench.simulator.instrument;

/** The voltage at the terminals of a simulated voltmeter or lock-in amplifier. */
public interface VoltageInput {
  /** Mean voltage between two moments (ns of the bench's clock), V. */
  double mean(long from, long to);

  /**
   * The first harmonic, over the same time, of a voltage that follows the pulse inputs of the RF
   * sources, which a lock-in's synchronous output switches. In phase with that output, V rms;
   * negative for the opposite phase; zero for a constant voltage.
   */
  default double harmonic(long from, long to) {
    return 0;
  }
}
