package org.spinbench.simulator.physics;

/**
 * An amplifier that converts a small voltage into a current.
 *
 * <pre>
 *   I = g_m (V + V_off), limited to ±I_max
 *   dI/dt = (I_∞ − I)/τ,   τ = 1/(2π B)
 * </pre>
 *
 * V input voltage, noise included (V); V_off input offset (V); g_m transconductance (A/V); I output
 * current (A), I_∞ its settled value; I_max output limit (A); B bandwidth (Hz), τ time constant
 * (s).
 *
 * <p>Valid for a single-pole amplifier without slew limit.
 *
 * <p>Reference: P. Horowitz, W. Hill, "The Art of Electronics", 3rd edition, sections 1.4.2 (RC
 * lag) and 4.2.5 (current sources).
 *
 * @param transconductance g_m, A/V
 * @param offset V_off, V
 * @param limit I_max, A, not negative
 * @param bandwidth B, Hz, above zero
 */
public record TransconductanceAmplifier(
    double transconductance, double offset, double limit, double bandwidth) {
  /**
   * Number of time constants after which a step has vanished in the precision of a {@code double}.
   */
  private static final double SETTLED = 40;

  public TransconductanceAmplifier {
    Checks.finite("transconductance", transconductance, "A/V");
    Checks.finite("offset", offset, "V");
    Checks.notNegative("output limit", limit, "A");
    Checks.positive("bandwidth", bandwidth, "Hz");
  }

  /** Settled output current, A, for an input voltage in V. */
  public double current(double voltage) {
    double wanted = transconductance * (voltage + offset);
    return Math.max(-limit, Math.min(limit, wanted));
  }

  /**
   * Output current some time after a step of the input, A.
   *
   * @param before output before the step, A
   * @param settled final output after the step, A
   * @param seconds since the step, s
   */
  public double lagged(double before, double settled, double seconds) {
    double elapsed = seconds * 2 * Math.PI * bandwidth;
    if (before == settled || elapsed > SETTLED) {
      return settled;
    }
    return settled + (before - settled) * StrictMath.exp(-elapsed);
  }
}
