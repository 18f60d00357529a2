package org.spinbench.simulator.device;

/** A junction as what emits under a direct current. */
public interface Emitter {
  /** Mean power into 50 Ω, W, at a current in A of either sign. */
  double power(double current);

  /** Frequency of the emission minus the resonance without current, Hz. */
  double shift(double current);

  /** Full width at half maximum of the emission without 1/f noise, Hz. */
  double linewidth(double current);

  /**
   * Relative standard deviation of the mean power over a time, by thermal noise alone: it averages
   * away.
   *
   * @param seconds not negative
   */
  double fluctuation(double current, double seconds);
}
