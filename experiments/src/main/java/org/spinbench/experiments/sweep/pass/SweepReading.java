package org.spinbench.experiments.sweep.pass;

import org.spinbench.drivers.instrument.Unit;

/**
 * A reading of a plan.
 *
 * @param name in the plan
 * @param unit of its readings
 * @param reader reads it, possibly together with others
 * @param which its number in the reader
 */
public record SweepReading(String name, Unit unit, Reader reader, int which) {}
