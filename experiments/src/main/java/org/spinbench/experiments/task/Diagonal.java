package org.spinbench.experiments.task;

import java.util.random.RandomGenerator;

/**
 * Whether two powers are approximately equal: class 1 if they differ by more than 0.35 of full
 * power. No sample is within 0.05 of the border, so the classes do not overlap, and every error is
 * the chip's. Inputs are uniform over each class. This task compares training methods on many
 * chips.
 */
record Diagonal() implements Task {
  private static final double BORDER = 0.35;
  private static final double MARGIN = 0.05;

  @Override
  public String name() {
    return "diagonal";
  }

  @Override
  public double density(int label, double x1, double x2) {
    return Task.inBox(x1, x2) && isIn(label, x1 - x2) ? 1 / area(label) : 0;
  }

  @Override
  public Sample draw(int label, RandomGenerator random) {
    while (true) {
      double x1 = LOWEST + (1 - LOWEST) * random.nextDouble();
      double x2 = LOWEST + (1 - LOWEST) * random.nextDouble();
      if (isIn(label, x1 - x2)) {
        return new Sample(x1, x2, label);
      }
    }
  }

  private static boolean isIn(int label, double difference) {
    double distance = Math.abs(difference) - BORDER;
    return label == 1 ? distance > MARGIN : distance < -MARGIN;
  }

  /** The two corners of class 1, or their part of the box if they begin at the gap. */
  private static double area(int label) {
    double side = 1 - LOWEST;
    double leg = side - BORDER + (label == 1 ? -MARGIN : MARGIN);
    return label == 1 ? leg * leg : side * side - leg * leg;
  }
}
