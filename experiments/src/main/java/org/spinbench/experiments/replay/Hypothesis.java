package org.spinbench.experiments.replay;

/**
 * A possible change of a device.
 *
 * @param suspicion its kind
 * @param size Hz or relative
 * @param from first time of the change, in the clock of {@link NodeReadings#times}; negative
 *     infinity for a change before the first reading
 */
record Hypothesis(Suspicion suspicion, double size, double from) {
  static final double BEFORE = Double.NEGATIVE_INFINITY;

  /** Relative error by which a neuron's power may appear negative. */
  private static final double BELOW_NOTHING = 0.2;

  /** Whether the change is possible: a neuron's power is not negative. */
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
