package org.spinbench.experiments.training.loss;

/**
 * The logistic loss of a two-class decision on an emitted power: ln(1 + e^(−z)) for class 1 and
 * ln(1 + e^z) for class 0, with z = [ln(P + P₀) − ln(P_d + P₀)]/s. The logarithm gives a
 * fluctuation of 2 % the same effect at every level. The floor P₀ removes the incentive to reduce
 * the power of a neuron below threshold.
 *
 * @param threshold P_d, W: class 1 above
 * @param floor P₀, W
 * @param scale s: width of a doubtful decision in e-folds of power
 */
public record LogisticLoss(double threshold, double floor, double scale) implements Loss {
  private static final int BISECTIONS = 30;

  /** The loss with its decision at a level, as {@link #level} defines it. */
  static LogisticLoss atLevel(double level, double floor, double scale) {
    return new LogisticLoss(StrictMath.exp(level) - floor, floor, scale);
  }

  /** The score z of a power. */
  double score(double power) {
    return (level(power) - level(threshold)) / scale;
  }

  /** The loss of a power for a label. */
  public double value(double power, int label) {
    double wrong = label == 1 ? -score(power) : score(power);
    // ln(1 + e^w) without overflow
    return Math.max(wrong, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(wrong)));
  }

  /** ∂value/∂power, 1/W. */
  public double slope(double power, int label) {
    return byScore(power, label) / (scale * (power + floor));
  }

  /** ∂value/∂score: probability of class 1 by the model, less the label. */
  double byScore(double power, int label) {
    double score = score(power);
    double probability =
        score >= 0 ? 1 / (1 + StrictMath.exp(-score)) : 1 - 1 / (1 + StrictMath.exp(score));
    return probability - label;
  }

  /** The logarithm in which decisions are made. */
  double level(double power) {
    return StrictMath.log(power + floor);
  }

  @Override
  public Answers answers() {
    return new Answers.TwoClasses();
  }

  @Override
  public double[] levels() {
    return new double[] {level(threshold)};
  }

  @Override
  public LogisticLoss at(double[] levels) {
    return atLevel(levels[0], floor, scale);
  }

  @Override
  public LogisticLoss widened(double factor) {
    return new LogisticLoss(threshold, floor, scale * factor);
  }

  @Override
  public double[] decision() {
    return new double[] {threshold};
  }

  @Override
  public double value(double[] powers, double target) {
    return value(powers[0], (int) target);
  }

  @Override
  public void addSlopes(
      double[] powers, double target, double weight, double[] byPower, double[] byLevel) {
    byPower[0] += weight * slope(powers[0], (int) target);
    byLevel[0] -= weight * byScore(powers[0], (int) target) / scale;
  }

  /** By bisection of the slope of a convex function, within the range of the readings. */
  @Override
  public double[] bestLevels(OutputReadings readings) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double[] powers : readings.powers()) {
      low = Math.min(low, level(powers[0]));
      high = Math.max(high, level(powers[0]));
    }
    double level = (low + high) / 2;
    for (int i = 0; i < BISECTIONS; i++) {
      LogisticLoss loss = atLevel(level, floor, scale);
      double slope = 0;
      for (int k = 0; k < readings.size(); k++) {
        slope -= loss.byScore(readings.powers()[k][0], (int) readings.targets()[k]);
      }
      if (slope < 0) {
        low = level;
      } else {
        high = level;
      }
      level = (low + high) / 2;
    }
    return new double[] {level};
  }
}
