package org.spinbench.experiments.run;

import java.time.Instant;
import java.util.List;

/**
 * One step of training.
 *
 * @param time when it was complete
 * @param phase {@code twin} (no chip evaluation), {@code deploy} or {@code block}
 * @param block number of the block of training on the chip, from 1; 0 before the first
 * @param loss measured or computed loss of what was proposed
 * @param accuracy of what was proposed, 0 to 1
 * @param accepted whether it became the best so far
 * @param parameters field-line currents, then bias currents, A
 */
public record Step(
    Instant time,
    String phase,
    int block,
    double loss,
    double accuracy,
    boolean accepted,
    List<Double> parameters) {}
