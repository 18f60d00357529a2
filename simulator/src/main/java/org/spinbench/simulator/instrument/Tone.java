package org.spinbench.simulator.instrument;

/**
 * A continuous wave.
 *
 * @param frequency Hz
 * @param power W; zero when there is none
 */
public record Tone(double frequency, double power) {}
