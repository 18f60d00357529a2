/**
 * Output of a sweep: CSV files, records in the run file, and a count of missing readings.
 *
 * <p>Each class is a {@code SweepListener}; none of them affects the sweep.
 */
package org.spinbench.experiments.sweep.output;
