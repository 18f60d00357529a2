package org.spinbench.simulator.bench;

import java.time.Instant;
import java.util.Optional;

/**
 * What was between the terminals of one output since the bench began, whatever its instrument says
 * of it: for tests, and for the owner of the simulated bench. Nothing that measures, calibrates or
 * trains may see it.
 *
 * @param name of the output in the bench file, such as {@code bias_1} or {@code field:3}
 * @param voltage largest magnitude, V, at the crest of a waveform; zero for an RF output, and
 *     without load for an oscillator
 * @param current largest magnitude that the output put out, A; zero for an RF output
 * @param power largest RF power, W, during pulses; zero for a DC output
 * @param live last moment of the bench's clock at which something was put out; empty if that never
 *     was
 * @param seen the same on the computer's clock; if the output is not live any more, the moment of
 *     the command that ended it, or the last one before it ended by itself
 */
public record TerminalTruth(
    String name,
    double voltage,
    double current,
    double power,
    Optional<Instant> live,
    Optional<Instant> seen) {}
