package org.spinbench.experiments.sweep.adaptive;

/**
 * The models that a sweep can look for. Each has a place and a shape, which hypotheses enumerate,
 * and is linear in everything else.
 */
public enum AdaptiveModel {
  /**
   * A line with a symmetric and an antisymmetric part on a straight background; its shape is a half
   * width.
   */
  RESONANCE(4) {
    @Override
    void terms(double x, double place, double shape, double[] terms) {
      double u = (x - place) / shape;
      double line = 1 / (1 + u * u);
      terms[0] = 1;
      terms[1] = line;
      terms[2] = u * line;
      terms[3] = x;
    }

    @Override
    double[] shapes(double spacing) {
      return new double[] {Math.max(spacing, 1.0 / 400), 1.0 / 5};
    }
  },
  /**
   * A constant up to a threshold and then a rise that may saturate: u/(1 + u/s) for a distance u
   * behind the threshold; its shape is s.
   */
  THRESHOLD(2) {
    @Override
    void terms(double x, double place, double shape, double[] terms) {
      double u = Math.max(0, x - place) / shape;
      terms[0] = 1;
      terms[1] = u / (1 + u);
    }

    @Override
    double[] shapes(double spacing) {
      return new double[] {1.0 / 8, 64};
    }
  };

  private final int linear;

  AdaptiveModel(int linear) {
    this.linear = linear;
  }

  /** Number of terms in which it is linear. */
  int linear() {
    return linear;
  }

  /**
   * Writes the terms.
   *
   * @param x from -0.5 to 0.5 over the range
   * @param place as x
   * @param shape in the same unit, positive
   */
  abstract void terms(double x, double place, double shape, double[] terms);

  /**
   * Smallest and largest shape.
   *
   * @param spacing of the candidates, over the range
   */
  abstract double[] shapes(double spacing);
}
