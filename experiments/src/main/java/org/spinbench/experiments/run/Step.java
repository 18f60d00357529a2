package org.spinbench.experiments.run;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * One step of training.
 *
 * @param time of completion
 * @param phase {@code twin} or {@code proposal} (no chip evaluation), {@code deploy}, {@code test},
 *     {@code step}, or a {@code block} of training on the chip
 * @param block number of the step in its phase, from 1; 0 for a single one
 * @param loss measured or computed loss of the proposed parameters
 * @param accuracy of the proposed parameters, 0 to 1: measured, or by the twin
 * @param accepted whether they became the best so far
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
  /** Phases without evaluations of the chip. */
  private static final Set<String> IN_TWIN = Set.of("proposal", "twin");

  /** Whether loss and accuracy are expectations of a twin, not measurements. */
  public boolean byTwin() {
    return IN_TWIN.contains(phase);
  }

  /** The basis of the accuracy, as the end of a sentence. */
  public String basis() {
    return byTwin() ? " expected by the twin" : "";
  }
}
