package org.spinbench.experiments.run;

import java.time.Instant;

/**
 * A setting in a run file.
 *
 * @param time on the bench's clock
 * @param name such as {@code bias of neuron 1}
 * @param value in {@code unit}
 * @param unit symbol of the unit
 */
public record NotedSetting(Instant time, String name, double value, String unit) {}
