package org.spinbench.experiments.sweep.plan;

import java.util.Map;

/**
 * A setpoint to which a plan returns repeatedly, to distinguish drift from response.
 *
 * @param every number of points between returns; the first is before the first point
 * @param at values by name of a setting that is swept, or set to a number; other settings do not
 *     change
 */
public record ReferencePoint(int every, Map<String, Double> at) {
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
