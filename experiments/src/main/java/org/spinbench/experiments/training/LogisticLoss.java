package org.spinbench.experiments.training;

/**
 * The logistic loss of a two-class decision on an emitted power: ln(1 + e^(−z)) for class 1 and
 * ln(1 + e^z) for class 0, with z = [ln(P + P₀) − ln(P_d + P₀)]/s. The logarithm makes a
 * fluctuation by 2 % the same at every level; the floor P₀ keeps a neuron below threshold from
 * being told to emit still less.
 *
 * @param decision P_d, W: class 1 above
 * @param floor P₀, W
 * @param scale s: how many e-folds of power a doubtful decision is wide
 */
record LogisticLoss(double decision, double floor, double scale) {

  /** The loss whose decision lies at a level, the logarithm that {@link #level} gives. */
  static LogisticLoss atLevel(double level, double floor, double scale) {
    return new LogisticLoss(StrictMath.exp(level) - floor, floor, scale);
  }

  /** The score z of a power. */
  double score(double power) {
    return (level(power) - level(decision)) / scale;
  }

  /** The loss of a power for a label. */
  double value(double power, int label) {
    double wrong = label == 1 ? -score(power) : score(power);
    // ln(1 + e^w) without overflow
    return Math.max(wrong, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(wrong)));
  }

  /** ∂value/∂power, 1/W. */
  double slope(double power, int label) {
    return byScore(power, label) / (scale * (power + floor));
  }

  /** ∂value/∂score: probability of class 1 by the model, less the label. */
  double byScore(double power, int label) {
    double score = score(power);
    double probability =
        score >= 0 ? 1 / (1 + StrictMath.exp(-score)) : 1 - 1 / (1 + StrictMath.exp(score));
    return probability - label;
  }

  /** The logarithm that decisions are made on. */
  double level(double power) {
    return StrictMath.log(power + floor);
  }
}
