package org.spinbench.calibration.fit;

/**
 * What is known of a synapse before it is measured.
 *
 * @param name name in the bench file
 * @param junction number on the chip
 * @param tone index, among the chain's tones, of the one it is to weigh
 * @param frequency design resonance, Hz
 * @param toneDeviation one standard deviation of that tone's frequency, which the resonance shares,
 *     Hz
 */
public record SynapseDesign(
    String name, int junction, int tone, double frequency, double toneDeviation) {}
