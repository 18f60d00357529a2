package org.spinbench.experiments.run;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * A sample of a working chip in the short form of a run file.
 *
 * @param number of the evaluation
 * @param time of the last of its readings
 * @param inputs tone powers at the junctions, W
 * @param expected class of the sample; empty without one
 * @param right whether the answer was correct
 * @param values readings: chain voltages in V, then emitted powers in W, in the order of the bench
 *     file's chains and output neurons
 */
public record NotedSample(
    long number,
    Instant time,
    List<Double> inputs,
    OptionalInt expected,
    boolean right,
    List<Double> values) {}
