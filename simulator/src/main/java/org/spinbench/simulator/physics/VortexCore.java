package org.spinbench.simulator.physics;

/**
 * The reversal of a vortex core's polarity by a resonant RF field.
 *
 * <pre>   P [1 − exp(−2π Δ t)]² / (1 + ((f − f_p)/Δ)²) ≥ P_c</pre>
 *
 * P power of the field (W); f its frequency, f_p the gyrotropic resonance in the core's present
 * polarity (Hz); Δ half width of that resonance at half maximum of the power (Hz); t length of the
 * pulse (s); P_c power that reverses the core after a long pulse on resonance (W).
 *
 * <p>The left side is the square of the core's velocity, in units of the field that drives it: the
 * gyration builds up with the rate 2π Δ, and the core reverses when it reaches the critical
 * velocity. In a field perpendicular to the plane the two polarities resonate at different
 * frequencies, so a pulse on one resonance reverses the core. The pulse is far from the resonance
 * of the new polarity, so the core stays reversed.
 *
 * <p>Valid for linear gyration up to the reversal. Real cores are damped more strongly near it; the
 * value of P_c includes this.
 *
 * <p>Reference: B. Pigeau et al., "Optimal control of vortex-core polarity by resonant microwave
 * pulses", Nature Physics 7, 26 (2011), doi:10.1038/nphys1810.
 *
 * @param reversalPower P_c, W
 * @param halfWidth Δ, Hz
 */
public record VortexCore(double reversalPower, double halfWidth) {
  public VortexCore {
    Checks.positive("reversal power", reversalPower, "W");
    Checks.positive("half width", halfWidth, "Hz");
  }

  /**
   * Whether a pulse reverses the core.
   *
   * @param power P, W
   * @param detuning f − f_p, Hz
   * @param seconds t, s
   */
  public boolean reverses(double power, double detuning, double seconds) {
    double built = -StrictMath.expm1(-2 * Math.PI * halfWidth * seconds);
    double x = detuning / halfWidth;
    return power * built * built / (1 + x * x) >= reversalPower;
  }
}
