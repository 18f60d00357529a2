package org.spinbench.experiments.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An evaluation, or a setpoint of a sweep, as a run file holds it.
 *
 * @param number in the run, from 1
 * @param purpose what it was for
 * @param inputs tone powers at the junctions, W; of a setpoint the swept settings, outermost first
 * @param expected label of the sample; empty where there is none
 * @param time of a setpoint; empty where it is not known, as in files of version 4 and before
 */
public record NotedEvaluation(
    long number,
    Purpose purpose,
    List<Double> inputs,
    OptionalInt expected,
    Optional<Instant> time) {}
