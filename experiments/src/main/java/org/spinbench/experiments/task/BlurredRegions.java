package org.spinbench.experiments.task;

import java.util.random.RandomGenerator;

/**
 * Two regions on either side of a blurred boundary. A sample of a class is uniform over the part of
 * the box that is at least {@code gap} (along x₂) on its side of the boundary. Then x₂ is displaced
 * by a Gaussian of standard deviation {@code blur}, so that some samples are on the other side.
 * Samples outside the box are drawn again.
 *
 * <p>If the class's region at fixed x₁ consists of intervals [a, b] of x₂, the density is Σ [Φ((x₂
 * − a)/blur) − Φ((x₂ − b)/blur)] / Z in the box, and Z its integral there.
 */
public final class BlurredRegions implements Task {
  private static final int QUADRATURE = 4000;

  /** The boundary in x₂ at fixed x₁: class 1 is above {@code upper} and below {@code lower}. */
  private record Crossing(double lower, double upper) {}

  /** A boundary as a function of x₁. */
  private interface Boundary {
    Crossing at(double x1);
  }

  private final String name;
  private final Boundary boundary;
  private final double gap;
  private final double blur;
  private final double[] normalisation = {1, 1};

  private BlurredRegions(String name, Boundary boundary, double gap, double blur) {
    this.name = name;
    this.boundary = boundary;
    this.gap = gap;
    this.blur = blur;
    for (int label = 0; label < 2; label++) {
      normalisation[label] = integral(label);
    }
  }

  /** The task {@code band}: the best possible classifier scores 99.7 %. */
  static BlurredRegions band() {
    double halfWidth = 0.29;
    return new BlurredRegions(
        "band", x1 -> new Crossing(x1 - halfWidth, x1 + halfWidth), 0.06, 0.038);
  }

  /** The task {@code wedge}: the best possible classifier scores 99.7 %. */
  static BlurredRegions wedge() {
    double apex = -0.2;
    double slope = 2.4;
    return new BlurredRegions(
        "wedge",
        x1 -> new Crossing(Double.NEGATIVE_INFINITY, apex + slope * Math.abs(x1 - 0.51)),
        0.1,
        0.067);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double density(int label, double x1, double x2) {
    if (!Task.inBox(x1, x2)) {
      return 0;
    }
    double sum = 0;
    for (double[] interval : region(label, x1)) {
      sum +=
          Normal.cumulative((x2 - interval[0]) / blur)
              - Normal.cumulative((x2 - interval[1]) / blur);
    }
    return sum / normalisation[label];
  }

  @Override
  public Sample draw(int label, RandomGenerator random) {
    while (true) {
      double x1 = LOWEST + (1 - LOWEST) * random.nextDouble();
      double core = LOWEST + (1 - LOWEST) * random.nextDouble();
      double x2 = core + blur * Normal.draw(random);
      if (inRegion(label, x1, core) && Task.inBox(x1, x2)) {
        return new Sample(x1, x2, label);
      }
    }
  }

  private boolean inRegion(int label, double x1, double x2) {
    for (double[] interval : region(label, x1)) {
      if (x2 >= interval[0] && x2 <= interval[1]) {
        return true;
      }
    }
    return false;
  }

  /** The intervals of x₂, before the blur, of a class at fixed x₁. */
  private double[][] region(int label, double x1) {
    Crossing crossing = boundary.at(x1);
    if (label == 0) {
      return new double[][] {interval(crossing.lower() + gap, crossing.upper() - gap)};
    }
    return new double[][] {
      interval(LOWEST, crossing.lower() - gap), interval(crossing.upper() + gap, 1)
    };
  }

  /** An interval limited to the box; empty ones have both ends equal. */
  private static double[] interval(double from, double to) {
    double start = Math.min(1, Math.max(LOWEST, from));
    return new double[] {start, Math.max(start, Math.min(1, to))};
  }

  /** The integral of a class's unnormalised density: exact over x₂, midpoint rule over x₁. */
  private double integral(int label) {
    double step = (1 - LOWEST) / QUADRATURE;
    double sum = 0;
    for (int i = 0; i < QUADRATURE; i++) {
      for (double[] interval : region(label, LOWEST + (i + 0.5) * step)) {
        sum += blurredLength(interval[0]) - blurredLength(interval[1]);
      }
    }
    return sum * step;
  }

  /** ∫ Φ((x₂ − edge)/blur) dx₂ over the box. */
  private double blurredLength(double edge) {
    return blur
        * (Normal.cumulativeIntegral((1 - edge) / blur)
            - Normal.cumulativeIntegral((LOWEST - edge) / blur));
  }
}
