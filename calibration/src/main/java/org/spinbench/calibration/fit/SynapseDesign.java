package org.spinbench.calibration.fit;

/**
 * What is known of a synapse before it is measured.
 *
 * @param name name in the bench file
 * @param junction number on the chip
 * @param tone index, among the chain's tones, of the one it is to weigh
 * @param frequency design resonance, Hz
 * @param scale what distances from it, widths and tunings are measured by when its line is looked
 *     for: the frequency itself, or less where other tones are near, Hz
 * @param toneDeviation one standard deviation of that tone's frequency, which the resonance shares,
 *     Hz
 */
public record SynapseDesign(
    String name, int junction, int tone, double frequency, double scale, double toneDeviation) {
  /** Distance from the design resonance up to which the line is looked for, Hz. */
  public double range() {
    return LineSearch.FREQUENCY_RANGE * scale;
  }
}
