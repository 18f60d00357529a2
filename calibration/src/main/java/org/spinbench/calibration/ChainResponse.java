package org.spinbench.calibration;

import java.util.List;

/**
 * The response of one chain: its voltage is V_off plus the rectified voltages of its synapses. Each
 * of these is reduced by the factor 1/(1 + s P_k), where P_k = Σ P Δ²/[(f − f_r)² + Δ²] is the
 * power that the synapse absorbs.
 *
 * @param name name in the bench file
 * @param offset V_off, V
 * @param saturation s, 1/W: the inverse of the power on resonance that halves the rectification
 * @param toneGains power of each tone at the junctions over the power that the bench file's losses
 *     and gains give, in the order of the chain's tones; the first is one by definition, since the
 *     sensitivities take it up
 * @param synapses the junctions, in the order of the chain
 * @param resonanceNoise scatter of the resonances in the readings beyond the voltmeter's noise,
 *     rms, Hz
 * @param fit quality of the chain's fit, and the covariance of all its parameters
 */
public record ChainResponse(
    String name,
    Value offset,
    Value saturation,
    List<Value> toneGains,
    List<SynapseResponse> synapses,
    double resonanceNoise,
    FitReport fit) {

  /** The same chain with other synapses. */
  public ChainResponse with(List<SynapseResponse> others) {
    return new ChainResponse(
        name, offset, saturation, toneGains, List.copyOf(others), resonanceNoise, fit);
  }
}
