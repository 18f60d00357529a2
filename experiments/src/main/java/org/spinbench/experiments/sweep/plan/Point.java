package org.spinbench.experiments.sweep.plan;

import java.time.Instant;
import java.util.List;

/**
 * One setpoint with its readings.
 *
 * @param number from 1 through the whole run, including returns to the reference
 * @param place in the plan; for a return to the reference, the place after it
 * @param reference whether this is a return to the reference
 * @param settings value of each axis' setting, outermost first
 * @param readings one per reading of the plan
 * @param settled whether the point was stable as required, and every reading was settled
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
