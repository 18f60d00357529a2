package org.spinbench.simulator.instrument;

/**
 * A continuous wave, or pulses of one.
 *
 * @param frequency Hz
 * @param power mean, W; zero if there is no tone
 * @param crest power during a pulse, W; the mean of a continuous wave
 */
public record Tone(double frequency, double power, double crest) {}
