package org.spinbench.calibration.fit;

/**
 * The design of a synapse.
 *
 * @param name name in the bench file
 * @param junction number on the chip
 * @param tone index, among the chain's tones, of the tone that it weighs
 * @param frequency design resonance, Hz
 * @param scale unit of distances, widths and tunings in the search for its line: the frequency
 *     itself, or less if other tones are near, Hz
 */
public record SynapseDesign(String name, int junction, int tone, double frequency, double scale) {
  /** Distance from the design resonance up to which the search for the line goes, Hz. */
  public double range() {
    return LineSearch.FREQUENCY_RANGE * scale;
  }
}
