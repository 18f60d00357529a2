package org.spinbench.calibration.polarity;

import java.util.List;

/**
 * The measured parameters of a chip whose junctions have two states each. A chain's voltage is
 * linear in the powers of the tones,
 *
 * <pre>V = V₀ + Σₖ Pₖ (bₖ + Σⱼ sⱼ dⱼₖ)</pre>
 *
 * with s 1 for a junction in its upper state and 0 in its lower one.
 *
 * @param toneFrequencies frequencies of the tones, Hz
 * @param synapses the junctions, through all chains
 * @param offsets V₀ of each chain, V
 * @param bases bₖ of each chain and tone with all junctions in their lower state, V/W
 * @param changes dⱼₖ of each junction, through all chains, and tone, V/W
 * @param noise of one reading of a chain, V rms
 * @param evaluations number of readings of the survey
 */
public record BinaryChip(
    List<Double> toneFrequencies,
    List<BinarySynapse> synapses,
    double[] offsets,
    double[][] bases,
    double[][] changes,
    double noise,
    long evaluations) {

  /**
   * Weights of a chain by tone, V/W.
   *
   * @param firstSynapse number of the chain's first junction
   * @param states of the chain's junctions, true for the upper one
   */
  public double[] weights(int chain, int firstSynapse, boolean[] states) {
    double[] weights = bases[chain].clone();
    for (int j = 0; j < states.length; j++) {
      if (states[j]) {
        for (int k = 0; k < weights.length; k++) {
          weights[k] += changes[firstSynapse + j][k];
        }
      }
    }
    return weights;
  }
}
