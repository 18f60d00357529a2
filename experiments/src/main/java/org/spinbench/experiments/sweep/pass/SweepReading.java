package org.spinbench.experiments.sweep.pass;

import org.spinbench.drivers.instrument.Unit;

/**
 * A quantity that a plan reads.
 *
 * @param name as the plan says it
 * @param unit of its readings
 * @param reader reads it, perhaps together with others
 * @param which number by which the reader knows it
 */
public record SweepReading(String name, Unit unit, Reader reader, int which) {}
