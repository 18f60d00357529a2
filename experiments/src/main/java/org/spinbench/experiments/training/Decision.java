package org.spinbench.experiments.training;

import java.util.Arrays;

/**
 * A decision power and how well it decides: class 1 where more is emitted.
 *
 * @param level logarithm of the power, as {@link LogisticLoss#level} gives it
 * @param power W
 * @param loss mean logistic loss at this decision
 * @param accuracy part of the samples on the right side
 */
record Decision(double level, double power, double loss, double accuracy) {
  private static final int BISECTIONS = 30;

  /**
   * The decision of least mean loss for measured powers: the one-parameter logistic regression, by
   * bisection of the slope of a convex function, kept within the readings.
   */
  static Decision best(double[] powers, int[] labels, LogisticLoss shape) {
    double[] levels = Arrays.stream(powers).map(shape::level).toArray();
    double low = Arrays.stream(levels).min().orElseThrow();
    double high = Arrays.stream(levels).max().orElseThrow();
    double level = (low + high) / 2;
    for (int i = 0; i < BISECTIONS; i++) {
      LogisticLoss loss = LogisticLoss.atLevel(level, shape.floor(), shape.scale());
      double slope = 0;
      for (int k = 0; k < powers.length; k++) {
        slope -= loss.byScore(powers[k], labels[k]);
      }
      if (slope < 0) {
        low = level;
      } else {
        high = level;
      }
      level = (low + high) / 2;
    }
    return at(LogisticLoss.atLevel(level, shape.floor(), shape.scale()), powers, labels);
  }

  /** How a given decision does. */
  static Decision at(LogisticLoss loss, double[] powers, int[] labels) {
    double sum = 0;
    int right = 0;
    for (int k = 0; k < powers.length; k++) {
      sum += loss.value(powers[k], labels[k]);
      right += (powers[k] > loss.decision() ? 1 : 0) == labels[k] ? 1 : 0;
    }
    return new Decision(
        loss.level(loss.decision()),
        loss.decision(),
        sum / powers.length,
        (double) right / powers.length);
  }
}
