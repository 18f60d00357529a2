package org.spinbench.experiments.task;

import java.util.random.RandomGenerator;

/**
 * Exclusive or: four Gaussian clusters, one near each corner of the box. Class 0 if both powers are
 * low or both high, class 1 if one is low and the other high.
 *
 * <p>Samples outside the box are drawn again, so the density of a cluster is the Gaussian over its
 * integral in the box; both are products of one factor per input.
 */
public final class Clusters implements Task {
  private static final double LOW = 0.26;
  private static final double HIGH = 0.76;

  private final double sigma;

  /** Fractions of the Gaussians around the two centres that are in the box. */
  private final double lowInBox;

  private final double highInBox;

  private Clusters(double sigma) {
    this.sigma = sigma;
    lowInBox = inBox(LOW);
    highInBox = inBox(HIGH);
  }

  private double inBox(double centre) {
    return Normal.cumulative((1 - centre) / sigma) - Normal.cumulative((LOWEST - centre) / sigma);
  }

  /** The task {@code xor}: the best possible classifier scores 99.7 %. */
  static Clusters xor() {
    return new Clusters(0.084);
  }

  @Override
  public String name() {
    return "xor";
  }

  @Override
  public double density(int label, double x1, double x2) {
    if (!Task.inBox(x1, x2)) {
      return 0;
    }
    if (label == 0) {
      return (density(x1, LOW) * density(x2, LOW) + density(x1, HIGH) * density(x2, HIGH)) / 2;
    }
    return (density(x1, LOW) * density(x2, HIGH) + density(x1, HIGH) * density(x2, LOW)) / 2;
  }

  /** Density of one input around a cluster's centre, limited to the box. */
  private double density(double x, double centre) {
    double inBox = centre == LOW ? lowInBox : highInBox;
    return Normal.density((x - centre) / sigma) / (sigma * inBox);
  }

  @Override
  public Sample draw(int label, RandomGenerator random) {
    boolean firstHigh = random.nextBoolean();
    boolean secondHigh = firstHigh ^ (label == 1);
    while (true) {
      double x1 = (firstHigh ? HIGH : LOW) + sigma * Normal.draw(random);
      double x2 = (secondHigh ? HIGH : LOW) + sigma * Normal.draw(random);
      if (Task.inBox(x1, x2)) {
        return new Sample(x1, x2, label);
      }
    }
  }
}
