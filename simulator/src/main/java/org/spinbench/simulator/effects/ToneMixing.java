package org.spinbench.simulator.effects;

import java.util.Arrays;

/**
 * Unwanted tones: harmonics of each tone, third-order products of two tones in an amplifier, and,
 * by a path of their own, tones that were meant for other chains.
 *
 * <pre>   P(n f) = hₙ P(f),   P(2 f₁ − f₂) = P₁² P₂/P_i²</pre>
 *
 * f frequency (Hz); P power (W); hₙ relative power of the second and third harmonic; P_i power at
 * which a product would be as strong as its two tones (W).
 *
 * <p>Valid well below P_i. Reference: D. M. Pozar, "Microwave Engineering", 4th edition, section
 * 10.3.
 *
 * @param leak power ratio from the tones of other chains
 * @param second h₂
 * @param third h₃
 * @param intercept P_i, W; infinite for none
 */
public record ToneMixing(double leak, double second, double third, double intercept) {

  /** How many tones become of some. */
  public int size(int tones) {
    return 3 * tones + tones * (tones - 1);
  }

  /**
   * The tones and all that becomes of them; the given ones stand first.
   *
   * @param frequencies Hz
   * @param powers W
   * @return frequencies and powers
   */
  public double[][] mix(double[] frequencies, double[] powers) {
    int count = powers.length;
    double[] allFrequencies = Arrays.copyOf(frequencies, size(count));
    double[] allPowers = Arrays.copyOf(powers, size(count));
    int next = count;
    for (int i = 0; i < count; i++) {
      allFrequencies[next] = 2 * frequencies[i];
      allPowers[next++] = second * powers[i];
      allFrequencies[next] = 3 * frequencies[i];
      allPowers[next++] = third * powers[i];
      for (int j = 0; j < count; j++) {
        if (j != i) {
          allFrequencies[next] = Math.abs(2 * frequencies[i] - frequencies[j]);
          allPowers[next++] = powers[i] * powers[i] * powers[j] / (intercept * intercept);
        }
      }
    }
    return new double[][] {allFrequencies, allPowers};
  }
}
