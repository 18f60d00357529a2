/**
 * Repeats the setpoints of a run on another bench, simulated or real, and compares the readings
 * with the recorded ones.
 *
 * <p>How runs of a kind are compared stands in {@code experiments.registry}. The benches come from
 * outside ({@code OtherBench}); the differences are computed in {@code experiments.replay}. Nothing
 * here writes a file.
 */
package org.spinbench.experiments.comparison;
