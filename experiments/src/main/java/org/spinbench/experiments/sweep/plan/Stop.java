package org.spinbench.experiments.sweep.plan;

import org.spinbench.experiments.sweep.formula.Formula;

/**
 * A condition that ends a sweep early, such as {@code neuron 1.power > 1e-6}.
 *
 * @param when on settings, readings and derived readings of the plan
 * @param ends what it ends
 */
public record Stop(Formula when, Ends ends) {
  /** The part of a plan that a condition ends. */
  public enum Ends {
    /** The innermost pass; the plan continues with the next one. */
    LINE,
    /** The whole plan. */
    PLAN
  }

  /** The condition, as it was written. */
  public String condition() {
    return when.text();
  }
}
