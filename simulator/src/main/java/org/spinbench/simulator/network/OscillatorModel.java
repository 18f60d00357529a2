package org.spinbench.simulator.network;

/**
 * An oscillator, which converts the voltage of its chain into an RF tone.
 *
 * <pre>
 * I = g_m (V + V_b), limited to I_th .. m I_th      ξ = I / I_th
 * p = (ξ − 1) / (ξ + Q)                             P = κ p R I²
 * f = f_0 + c (I − I_th)
 * </pre>
 *
 * p is the normalised power of a nonlinear auto-oscillator (A. Slavin, V. Tiberkevich, IEEE Trans.
 * Magn. 45, 1875 (2009), doi:10.1109/TMAG.2008.2009935). The limits belong to the model: below
 * threshold a junction emits nothing, and the driving amplifier cannot exceed m I_th, "to mimic the
 * experimental prevention of destruction" (code published with A. Ross et al.,
 * doi:10.1038/s41565-023-01452-w). Derivatives are zero beyond the limits.
 *
 * @param thresholdCurrent I_th, A
 * @param currentRatio m: largest current over I_th; above 1
 * @param damping Q: nonlinear damping; at least 0
 * @param resistance R, Ω
 * @param efficiency κ: emitted over dissipated power at p = 1
 * @param transconductance g_m of the amplifier between chain and oscillator, S
 * @param offsetVoltage V_b, V
 * @param pulling c: change of the emitted frequency with current, Hz/A; zero in the published model
 */
public record OscillatorModel(
    double thresholdCurrent,
    double currentRatio,
    double damping,
    double resistance,
    double efficiency,
    double transconductance,
    double offsetVoltage,
    double pulling) {

  /** The parameters of the published network: 10 µA to 40 µA, Q = 2, 1 kΩ, 1 µW at most. */
  public static final OscillatorModel PUBLISHED =
      new OscillatorModel(10e-6, 4, 2, 1e3, 1.25, 3.38837e-3, 11.0846e-3, 0);

  /**
   * @throws IllegalArgumentException if a parameter is out of its range
   */
  public OscillatorModel {
    if (!(thresholdCurrent > 0) || !(currentRatio > 1) || !(damping >= 0) || !(resistance > 0)) {
      throw new IllegalArgumentException(
          "an oscillator needs a threshold current above 0 A (is "
              + thresholdCurrent
              + "), a current ratio above 1 (is "
              + currentRatio
              + "), a nonlinear damping of at least 0 (is "
              + damping
              + ") and a resistance above 0 ohm (is "
              + resistance
              + ")");
    }
    if (!(efficiency > 0) || !Double.isFinite(transconductance + offsetVoltage + pulling)) {
      throw new IllegalArgumentException(
          "an oscillator's efficiency must be positive (is "
              + efficiency
              + ") and its drive and pulling finite");
    }
  }

  /** Current through the oscillator for a chain voltage (V), within its limits, A. */
  public double current(double voltage) {
    double current = transconductance * (voltage + offsetVoltage);
    return Math.min(Math.max(current, thresholdCurrent), currentRatio * thresholdCurrent);
  }

  /** Emitted power at a current (A), W. */
  public double power(double current) {
    double ratio = current / thresholdCurrent;
    return efficiency * resistance * current * current * (ratio - 1) / (ratio + damping);
  }

  /**
   * Writes the currents for chain voltages (V), within their limits, A; the first {@code count}.
   */
  void currents(double[] voltages, double[] out, int count) {
    for (int s = 0; s < count; s++) {
      out[s] = current(voltages[s]);
    }
  }

  /** Writes the powers emitted at currents (A), times a factor, W; the first {@code count}. */
  void powers(double[] currents, double factor, double[] out, int count) {
    for (int s = 0; s < count; s++) {
      out[s] = factor * power(currents[s]);
    }
  }

  /** dP/dI at a current (A), W/A. */
  double powerSlope(double current) {
    double ratio = current / thresholdCurrent;
    double p = (ratio - 1) / (ratio + damping);
    double slope = (damping + 1) / ((ratio + damping) * (ratio + damping) * thresholdCurrent);
    return efficiency * resistance * current * (current * slope + 2 * p);
  }

  /** dI/dV at a current (A): g_m within the limits, zero at and beyond them, S. */
  double currentSlope(double current) {
    boolean free = current > thresholdCurrent && current < currentRatio * thresholdCurrent;
    return free ? transconductance : 0;
  }

  /** Frequency shift of the emitted tone at a current (A), Hz. */
  double frequencyShift(double current) {
    return pulling * (current - thresholdCurrent);
  }
}
