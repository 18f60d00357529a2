package org.spinbench.experiments.run;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * A sample that a chip at work was given, as a run file holds it in short.
 *
 * @param number of the evaluation
 * @param time of the last of its readings
 * @param inputs tone powers at the junctions, W
 * @param expected class of the sample; empty without one
 * @param right whether the answer was good enough
 * @param values what was read: chain voltages in V, then emitted powers in W, in the order of the
 *     bench file's chains and output neurons
 */
public record NotedSample(
    long number,
    Instant time,
    List<Double> inputs,
    OptionalInt expected,
    boolean right,
    List<Double> values) {}
