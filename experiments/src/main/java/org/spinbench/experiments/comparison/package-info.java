/**
 * Repeats the setpoints of a run on another bench, simulated or real, and compares the readings
 * with the recorded ones.
 *
 * <p>{@code experiments.registry} says how runs of each kind are compared. The caller provides the
 * benches ({@code OtherBench}); the differences are computed in {@code experiments.replay}. Nothing
 * here writes a file.
 */
package org.spinbench.experiments.comparison;
