package org.spinbench.simulator.instrument;

/** The connector of an instrument that takes triggers from outside. */
public interface TriggerInput {
  /**
   * Pulses will come, unless they are called off.
   *
   * @param moments ns, in order
   */
  void pulses(long... moments);

  /** Those after a moment will not come, ns. */
  void noneAfter(long moment);
}
