package org.spinbench.calibration;

import java.util.ArrayList;
import java.util.List;

/**
 * The response of one neuron to its current I = I_bias + g (V_chain + V_off):
 *
 * <pre>P = K I² [x + √(x² + 4 w²)]/2,   x = (ξ − 1)/(ξ + Q),   ξ = I/I_th,   w = P_w/(K I_th²)
 * f = f_th + c (I − I_th)</pre>
 *
 * which is K I² (ξ − 1)/(ξ + Q) above threshold (Slavin and Tiberkevich 2009, DOI
 * 10.1109/TMAG.2008.2009935) with the weak noise emission P_w at threshold.
 *
 * @param name name in the bench file
 * @param junction number on the chip
 * @param threshold I_th, A
 * @param slope K, W/A²
 * @param q Q, nonlinear damping
 * @param thresholdPower P_w, W: noise emission at threshold
 * @param frequency f_th, Hz: emission at threshold
 * @param pulling c, Hz/A
 * @param transconductance g, A/V
 * @param offset V_off, V at the amplifier's input
 * @param powerNoise fluctuation of the emitted power from reading to reading, rms over power
 * @param frequencyNoise scatter of the emission frequency, rms, Hz
 * @param fit quality of the neuron's fit, and the covariance of all its parameters
 */
public record NeuronResponse(
    String name,
    int junction,
    Value threshold,
    Value slope,
    Value q,
    Value thresholdPower,
    Value frequency,
    Value pulling,
    Value transconductance,
    Value offset,
    double powerNoise,
    double frequencyNoise,
    FitReport fit) {

  /** Whether it emits at all; a dead one does not. */
  public boolean emits() {
    return slope.value() != 0;
  }

  /** The same neuron with another emission frequency at threshold. */
  NeuronResponse withFrequency(Value other) {
    List<Value> values = new ArrayList<>(values());
    values.set(4, other);
    return with(values);
  }

  /** All fitted numbers, from the threshold to the offset of the amplifier. */
  public List<Value> values() {
    return List.of(
        threshold, slope, q, thresholdPower, frequency, pulling, transconductance, offset);
  }

  /** The same neuron with other numbers, in the order of {@link #values}. */
  public NeuronResponse with(List<Value> v) {
    return with(v, powerNoise, frequencyNoise, fit);
  }

  /** The same neuron with other numbers, scatters and fit. */
  public NeuronResponse with(
      List<Value> v, double powerScatter, double frequencyScatter, FitReport other) {
    return new NeuronResponse(
        name,
        junction,
        v.get(0),
        v.get(1),
        v.get(2),
        v.get(3),
        v.get(4),
        v.get(5),
        v.get(6),
        v.get(7),
        powerScatter,
        frequencyScatter,
        other);
  }
}
