/**
 * Takes the points of a sweep as they are measured: CSV files, notes in the run file, and a count
 * of absent readings.
 *
 * <p>Each class is a {@code SweepListener}; none of them changes how a sweep goes.
 */
package org.spinbench.experiments.sweep.output;
