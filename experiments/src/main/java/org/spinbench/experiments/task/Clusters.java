package org.spinbench.experiments.task;

import java.util.random.RandomGenerator;

/**
 * Exclusive or: four Gaussian clusters, one near each corner of the box. Class 0 where both powers
 * are low or both high, class 1 where one is low and the other high.
 *
 * <p>The two powers of a cluster fluctuate together more than apart, as those of two sources behind
 * one amplifier do: the standard deviation along (1, 1)/√2 is {@code common}, along (1, −1)/√2 it
 * is {@code differential}. Draws outside the box are drawn again, so the density is the Gaussian
 * over its integral in the box.
 */
public final class Clusters implements Task {
  private static final double LOW = 0.26;
  private static final double HIGH = 0.76;
  private static final int QUADRATURE = 2000;

  private final double differential;
  private final double common;

  /** Part of each cluster that lies in the box: of the low-low one (and so on). */
  private final double[][] inBox = new double[2][2];

  private Clusters(double differential, double common) {
    this.differential = differential;
    this.common = common;
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        inBox[i][j] = partInBox(centre(i), centre(j));
      }
    }
  }

  /** The task {@code xor}: the best possible classifier scores 99.7 %. */
  static Clusters xor() {
    return new Clusters(0.068, 0.12);
  }

  @Override
  public String name() {
    return "xor";
  }

  @Override
  public String description() {
    return "four overlapping clusters: class 1 where exactly one power is high";
  }

  @Override
  public double density(int label, double x1, double x2) {
    if (!Task.inBox(x1, x2)) {
      return 0;
    }
    double sum = 0;
    for (int high1 = 0; high1 < 2; high1++) {
      int high2 = high1 ^ label;
      sum += gaussian(x1 - centre(high1), x2 - centre(high2)) / inBox[high1][high2];
    }
    return sum / 2;
  }

  @Override
  public Sample draw(int label, RandomGenerator random) {
    int high1 = random.nextInt(2);
    int high2 = high1 ^ label;
    while (true) {
      double u = differential * Normal.draw(random);
      double v = common * Normal.draw(random);
      double x1 = centre(high1) + (v + u) / StrictMath.sqrt(2);
      double x2 = centre(high2) + (v - u) / StrictMath.sqrt(2);
      if (Task.inBox(x1, x2)) {
        return new Sample(x1, x2, label);
      }
    }
  }

  private static double centre(int high) {
    return high == 0 ? LOW : HIGH;
  }

  private double gaussian(double d1, double d2) {
    double u = (d1 - d2) / (StrictMath.sqrt(2) * differential);
    double v = (d1 + d2) / (StrictMath.sqrt(2) * common);
    return Normal.density(u) * Normal.density(v) / (differential * common);
  }

  /**
   * The integral of a cluster over the box: over x₂ in closed form from the normal distribution of
   * x₂ given x₁, over x₁ by the midpoint rule.
   */
  private double partInBox(double centre1, double centre2) {
    double variance = (common * common + differential * differential) / 2;
    double correlation = (common * common - differential * differential) / (2 * variance);
    double sigma = StrictMath.sqrt(variance);
    double conditional = sigma * StrictMath.sqrt(1 - correlation * correlation);
    double step = (1 - LOWEST) / QUADRATURE;
    double sum = 0;
    for (int i = 0; i < QUADRATURE; i++) {
      double d1 = LOWEST + (i + 0.5) * step - centre1;
      double mean2 = centre2 + correlation * d1;
      double inside =
          Normal.cumulative((1 - mean2) / conditional)
              - Normal.cumulative((LOWEST - mean2) / conditional);
      sum += Normal.density(d1 / sigma) / sigma * inside;
    }
    return sum * step;
  }
}
