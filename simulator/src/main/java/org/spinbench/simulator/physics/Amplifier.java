package org.spinbench.simulator.physics;

/**
 * An RF amplifier with soft compression.
 *
 * <pre>   P_out = G P_in / √[1 + (G P_in / P_sat)²],   P_sat = P₁ · 10^0.1 / √(10^0.2 − 1)</pre>
 *
 * P_in, P_out powers of a tone (W); G small-signal gain, a power ratio; P_sat saturated output (W);
 * P₁ output power at which the gain is down by 1 dB (W).
 *
 * <p>Valid for one tone in a solid-state amplifier (smoothness 2); makes no harmonics.
 *
 * <p>Reference: C. Rapp, "Effects of HPA-nonlinearity on a 4-DPSK/OFDM-signal for a digital sound
 * broadcasting system", Proc. 2nd European Conference on Satellite Communications, ESA SP-332, 179
 * (1991).
 *
 * @param gain G, above zero
 * @param compressionPower P₁, W, above zero; infinite for a linear amplifier
 */
public record Amplifier(double gain, double compressionPower) {
  private static final double SATURATION_OVER_COMPRESSION =
      StrictMath.pow(10, 0.1) / StrictMath.sqrt(StrictMath.pow(10, 0.2) - 1);

  public Amplifier {
    Checks.positive("gain", gain, "");
    Checks.above("1 dB compression power", compressionPower, "W");
  }

  /** Output power, W, for an input power in W. */
  public double output(double input) {
    double linear = gain * input;
    double depth = linear / (compressionPower * SATURATION_OVER_COMPRESSION);
    return linear / Math.sqrt(1 + depth * depth);
  }
}
