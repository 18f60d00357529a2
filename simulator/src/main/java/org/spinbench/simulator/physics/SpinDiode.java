package org.spinbench.simulator.physics;

/**
 * A magnetic tunnel junction that rectifies RF power into a DC voltage (spin-torque diode).
 *
 * <pre>
 *         Σᵢ Pᵢ [S D² + A D (fᵢ − f_r)] / [(fᵢ − f_r)² + D²]                  D²
 *   V = ────────────────────────────────────────────────────,  u = Σᵢ Pᵢ ──────────────── / P_s
 *                          1 + u                                    (fᵢ − f_r)² + D²
 * </pre>
 *
 * V rectified voltage (V); Pᵢ, fᵢ power (W) and frequency (Hz) of tone i; f_r resonance (Hz); D
 * half width at half maximum (Hz); S voltage per power on resonance (V/W), from the damping-like
 * torque; A twice the extremum of the antisymmetric part (V/W), which lies at fᵢ − f_r = ±D, from
 * the field-like torque; u precession amplitude that all tones excite; P_s power on resonance that
 * halves the rectification (W).
 *
 * <p>Valid for tones that do not beat inside the resonance (spacing well above D) and without DC
 * bias.
 *
 * <p>Reference: A. A. Tulapurkar et al., "Spin-torque diode effect in magnetic tunnel junctions",
 * Nature 438, 339 (2005), doi:10.1038/nature04207; chains as weighted sums of tones: A. Ross, N.
 * Leroux et al., Nature Nanotechnology 18, 1273 (2023), doi:10.1038/s41565-023-01452-w.
 *
 * @param symmetric S, V/W
 * @param antisymmetric A, V/W
 * @param halfWidth D, Hz, above zero
 * @param saturationPower P_s, W, above zero; infinite for a diode that never saturates
 */
public record SpinDiode(
    double symmetric, double antisymmetric, double halfWidth, double saturationPower) {
  public SpinDiode {
    Checks.finite("symmetric sensitivity", symmetric, "V/W");
    Checks.finite("antisymmetric sensitivity", antisymmetric, "V/W");
    Checks.positive("half width", halfWidth, "Hz");
    Checks.above("saturation power", saturationPower, "W");
  }

  /**
   * Power that all tones transfer to the precession, Σᵢ Pᵢ D² / [(fᵢ − f_r)² + D²], W.
   *
   * @param resonance f_r, Hz
   * @param frequencies fᵢ, Hz
   * @param powers Pᵢ at the junction, W; as many as frequencies
   */
  public double absorbed(double resonance, double[] frequencies, double[] powers) {
    double absorbed = 0;
    for (int i = 0; i < powers.length; i++) {
      double detuning = (frequencies[i] - resonance) / halfWidth;
      absorbed += powers[i] / (1 + detuning * detuning);
    }
    return absorbed;
  }

  /** Mean voltage that white noise makes, π D S N, V, for a density N in the junction, W/Hz. */
  public double voltageOfNoise(double density) {
    return Math.PI * halfWidth * symmetric * density;
  }

  /**
   * Low-frequency density of the voltage by beats of tones with white noise, Σᵢ 4 Pᵢ N (dV/dPᵢ)²,
   * V²/Hz, one-sided. Valid for tones well above the noise in the line, N π D.
   *
   * @param resonance f_r, Hz
   * @param frequencies fᵢ, Hz
   * @param powers Pᵢ at the junction, W; as many as frequencies
   * @param density N in the junction, W/Hz
   */
  public double beats(double resonance, double[] frequencies, double[] powers, double density) {
    double sum = 0;
    for (int i = 0; i < powers.length; i++) {
      double detuning = (frequencies[i] - resonance) / halfWidth;
      double slope = (symmetric + antisymmetric * detuning) / (1 + detuning * detuning);
      sum += 4 * powers[i] * density * slope * slope;
    }
    return sum;
  }

  /**
   * Voltage rectified from all tones, V.
   *
   * @param resonance f_r, Hz
   * @param frequencies fᵢ, Hz
   * @param powers Pᵢ at the junction, W; as many as frequencies
   */
  public double voltage(double resonance, double[] frequencies, double[] powers) {
    double rectified = 0;
    double excited = 0;
    for (int i = 0; i < powers.length; i++) {
      double detuning = (frequencies[i] - resonance) / halfWidth;
      double absorbed = powers[i] / (1 + detuning * detuning);
      rectified += absorbed * (symmetric + antisymmetric * detuning);
      excited += absorbed;
    }
    return rectified / (1 + excited / saturationPower);
  }
}
