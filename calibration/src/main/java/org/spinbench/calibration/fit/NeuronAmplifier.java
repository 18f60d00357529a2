package org.spinbench.calibration.fit;

/**
 * The amplifier between a chain and its neuron: I = limit(I_bias + limit(g (V + V_off))), both
 * limits with a corner rounded over 0.2 % of the limit.
 *
 * @param transconductance g, A/V
 * @param offset V_off, V
 * @param signalLimit largest current added or subtracted, A
 * @param totalLimit largest current in the neuron, A
 */
public record NeuronAmplifier(
    double transconductance, double offset, double signalLimit, double totalLimit) {
  private static final double KNEE = 2e-3;

  /** Current in the neuron, A, for a bias current (A) and a chain voltage (V). */
  public double current(double bias, double voltage) {
    return SoftLimit.upper(bias + signal(voltage), totalLimit, KNEE * totalLimit);
  }

  /** ∂I/∂I_bias. */
  public double biasSlope(double bias, double voltage) {
    return SoftLimit.upperSlope(bias + signal(voltage), totalLimit, KNEE * totalLimit);
  }

  /** Derivative of the amplifier's current by the chain voltage, A/V. */
  public double signalSlope(double voltage) {
    return transconductance
        * SoftLimit.bothSlope(
            transconductance * (voltage + offset), signalLimit, KNEE * signalLimit);
  }

  private double signal(double voltage) {
    return SoftLimit.both(transconductance * (voltage + offset), signalLimit, KNEE * signalLimit);
  }
}
