package org.spinbench.experiments.sweep.plan;

import org.spinbench.experiments.sweep.adaptive.AdaptiveModel;

/**
 * The points of a pass are chosen one after another, by what has been read.
 *
 * @param model that the readings are expected to follow
 * @param budget number of points of a pass
 * @param tracking whether a pass begins with what those before it found
 * @param reading that is compared with the model; empty for the first of the plan
 */
public record Adaptive(AdaptiveModel model, int budget, boolean tracking, String reading) {
  public Adaptive {
    if (budget < 1) {
      throw new IllegalArgumentException("an adaptive sweep has at least one point, not " + budget);
    }
  }
}
