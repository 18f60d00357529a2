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

  /** Part of its power by which a neuron may seem to emit less than nothing. */
  private static final double BELOW_NOTHING = 0.2;

  /** Whether a device may do so: a neuron does not emit less than nothing. */
  boolean isPossible() {
    return suspicion.kind() != Change.Kind.POWER || size > -1 - BELOW_NOTHING;
  }

  Hypothesis ofSize(double other) {
    return new Hypothesis(suspicion, other, from);
  }

  Hypothesis from(double other) {
    return new Hypothesis(suspicion, size, other);
  }
}
