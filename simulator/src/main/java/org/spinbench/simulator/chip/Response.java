package org.spinbench.simulator.chip;

/**
 * What the chip does at one moment, or the mean of several; numbered as in the bench file.
 *
 * @param chainVoltages V
 * @param neuronCurrents A
 * @param emittedPowers at the neurons, W
 * @param emissionFrequencies Hz
 * @param linewidths full width at half maximum, Hz
 */
public record Response(
    double[] chainVoltages,
    double[] neuronCurrents,
    double[] emittedPowers,
    double[] emissionFrequencies,
    double[] linewidths) {
  /** Zero everywhere. */
  public static Response zero(int chains, int neurons) {
    return new Response(
        new double[chains],
        new double[neurons],
        new double[neurons],
        new double[neurons],
        new double[neurons]);
  }

  /** Adds a part of another response to this one. */
  public void add(Response other, double part) {
    add(chainVoltages, other.chainVoltages, part);
    add(neuronCurrents, other.neuronCurrents, part);
    add(emittedPowers, other.emittedPowers, part);
    add(emissionFrequencies, other.emissionFrequencies, part);
    add(linewidths, other.linewidths, part);
  }

  private static void add(double[] sums, double[] values, double part) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += part * values[i];
    }
  }
}
