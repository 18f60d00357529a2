package org.spinbench.experiments.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An evaluation, or a setpoint of a sweep, in a run file.
 *
 * @param number in the run, from 1
 * @param purpose of the evaluation
 * @param inputs tone powers at the junctions, W; for a setpoint the swept settings, outermost first
 * @param expected label of the sample; empty without one
 * @param time of a setpoint; empty if unknown, as in files up to version 4
 */
public record NotedEvaluation(
    long number,
    Purpose purpose,
    List<Double> inputs,
    OptionalInt expected,
    Optional<Instant> time) {}
