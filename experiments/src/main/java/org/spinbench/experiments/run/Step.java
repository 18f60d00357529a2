package org.spinbench.experiments.run;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * One step of training.
 *
 * @param time when it was complete
 * @param phase what it was: {@code twin} or {@code proposal} (no chip evaluation), {@code deploy},
 *     {@code test}, {@code step}, or a {@code block} of training on the chip
 * @param block number of the step among those of its phase, from 1; 0 where there is only one
 * @param loss measured or computed loss of what was proposed
 * @param accuracy of what was proposed, 0 to 1: measured, or by the twin
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
    List<Double> parameters) {
  /** Phases in which no chip was asked. */
  private static final Set<String> IN_TWIN = Set.of("proposal", "twin");

  /** Whether loss and accuracy are what a twin expects; else the chip has shown them. */
  public boolean byTwin() {
    return IN_TWIN.contains(phase);
  }

  /** What the accuracy is, as the end of a sentence about it. */
  public String basis() {
    return byTwin() ? " expected by the twin" : "";
  }
}
