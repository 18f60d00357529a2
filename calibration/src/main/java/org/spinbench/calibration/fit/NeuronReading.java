package org.spinbench.calibration.fit;

/**
 * One reading of a neuron's emission, with its bias and the voltage of its chain.
 *
 * @param bias bias current, A
 * @param chainVoltage voltage of its chain as read, V
 * @param voltageScatter change of the chain's voltage between its reading and that of the emission,
 *     as the powers of its tones fluctuate, one standard deviation, V
 * @param voltageWander the same as its resonances and tones wander, if they had forgotten the first
 *     reading at the second, V: at most as much
 * @param power emitted power, W; NaN if it was not read
 * @param powerDeviation one standard deviation of the reading, W, without the fluctuation of the
 *     emission, which the fit estimates
 * @param frequency of the emission line, Hz; NaN if there was none or it was not read
 * @param frequencyDeviation one standard deviation of the frequency's reading, Hz
 * @param leak power that the skirts of other neurons' lines add to the reading, W, for each Hz of
 *     the width of these lines at their brightest
 * @param outside part of its own line that is outside of the band, 1/Hz of its width
 */
public record NeuronReading(
    double bias,
    double chainVoltage,
    double voltageScatter,
    double voltageWander,
    double power,
    double powerDeviation,
    double frequency,
    double frequencyDeviation,
    double leak,
    double outside) {

  /** A reading of a neuron beside which no other emits, whose chain does not wander. */
  public NeuronReading(
      double bias,
      double chainVoltage,
      double voltageScatter,
      double power,
      double powerDeviation,
      double frequency,
      double frequencyDeviation) {
    this(
        bias,
        chainVoltage,
        voltageScatter,
        0,
        power,
        powerDeviation,
        frequency,
        frequencyDeviation,
        0,
        0);
  }
}
