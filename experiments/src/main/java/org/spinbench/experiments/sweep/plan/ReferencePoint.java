package org.spinbench.experiments.sweep.plan;

import java.util.Map;

/**
 * A setpoint that is returned to again and again, so that drift can be distinguished from response.
 *
 * @param every number of points after which it is measured, and before the first
 * @param at value by name of a swept setting; the others stay where they are
 */
public record ReferencePoint(int every, Map<String, Double> at) {
  /** Checks both. */
  public ReferencePoint {
    at = Map.copyOf(at);
    if (every < 1 || at.isEmpty()) {
      throw new IllegalArgumentException(
          "a reference needs a number of points, at least 1, and at least one setting; not "
              + every
              + " and "
              + at);
    }
  }
}
