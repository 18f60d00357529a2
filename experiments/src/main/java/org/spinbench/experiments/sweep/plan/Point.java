package org.spinbench.experiments.sweep.plan;

import java.time.Instant;
import java.util.List;

/**
 * One setpoint and what was read there.
 *
 * @param number from 1 through the whole run, returns to the reference included
 * @param place where in the plan it stands; of a return to the reference, the place that comes
 *     after it
 * @param reference whether this is a return to the reference
 * @param settings value of each axis' setting, outermost first
 * @param readings one a reading of the plan
 * @param settled whether what had to stand still did, and every reading was settled
 * @param time when the setpoint had been set and had settled
 */
public record Point(
    long number,
    Place place,
    boolean reference,
    List<Double> settings,
    List<Mean> readings,
    boolean settled,
    Instant time) {}
