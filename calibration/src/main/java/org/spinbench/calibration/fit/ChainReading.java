package org.spinbench.calibration.fit;

/**
 * One reading of a chain's voltage, with all settings that acted on the chain.
 *
 * @param fieldCurrents one a synapse of the chain, A
 * @param frequencies one a tone of the chain, Hz
 * @param powers of the tones at the junctions, by the bench file's losses and gains, W
 * @param powerNoise fluctuation of each tone's power from reading to reading, rms over power
 * @param voltage as read, V
 * @param deviation one standard deviation of the voltmeter's noise, V; positive
 */
public record ChainReading(
    double[] fieldCurrents,
    double[] frequencies,
    double[] powers,
    double[] powerNoise,
    double voltage,
    double deviation) {
  /** The same reading less a part of its voltage, V. */
  ChainReading less(double part) {
    return new ChainReading(
        fieldCurrents, frequencies, powers, powerNoise, voltage - part, deviation);
  }
}
