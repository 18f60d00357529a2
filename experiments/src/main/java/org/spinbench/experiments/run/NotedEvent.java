package org.spinbench.experiments.run;

import java.time.Instant;

/**
 * Another event in a run.
 *
 * @param time on the bench's clock
 * @param kind in one word, such as {@code resume}
 * @param detail for people
 */
public record NotedEvent(Instant time, String kind, String detail) {}
