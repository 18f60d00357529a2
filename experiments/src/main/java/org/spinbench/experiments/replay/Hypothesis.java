package org.spinbench.experiments.replay;

/**
 * A change that may have befallen a device.
 *
 * @param suspicion which one
 * @param size Hz or relative
 * @param from first time at which it is there, in the clock of {@link NodeReadings#times}; negative
 *     infinity for a change before the first reading
 */
record Hypothesis(Suspicion suspicion, double size, double from) {
  static final double BEFORE = Double.NEGATIVE_INFINITY;

  Hypothesis ofSize(double other) {
    return new Hypothesis(suspicion, other, from);
  }

  Hypothesis from(double other) {
    return new Hypothesis(suspicion, size, other);
  }
}
