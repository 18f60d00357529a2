package org.spinbench.experiments.training.loss;

import java.util.Arrays;

/**
 * The logistic loss of a two-class decision that is linear in the emitted power: ln(1 + e^(−z)) for
 * class 1 and ln(1 + e^z) for class 0, with z = (P/P_full − level)/s.
 *
 * @param level P_decision/P_full
 * @param full P_full, W
 * @param scale s
 */
record LinearLoss(double level, double full, double scale) implements Loss {
  @Override
  public Answers answers() {
    return new Answers.TwoClasses();
  }

  @Override
  public double[] levels() {
    return new double[] {level};
  }

  @Override
  public LinearLoss at(double[] levels) {
    return new LinearLoss(levels[0], full, scale);
  }

  @Override
  public LinearLoss widened(double factor) {
    return new LinearLoss(level, full, scale * factor);
  }

  @Override
  public double[] decision() {
    return new double[] {level * full};
  }

  @Override
  public double value(double[] powers, double target) {
    double score = (powers[0] / full - level) / scale;
    double wrong = target == 1 ? -score : score;
    return Math.max(wrong, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(wrong)));
  }

  @Override
  public void addSlopes(
      double[] powers, double target, double weight, double[] byPower, double[] byLevel) {
    double score = (powers[0] / full - level) / scale;
    double slope = (1 / (1 + StrictMath.exp(-score)) - target) / scale * weight;
    byPower[0] += slope / full;
    byLevel[0] -= slope;
  }

  /** The mean power, from which training begins. */
  @Override
  public double[] bestLevels(OutputReadings readings) {
    double sum = Arrays.stream(readings.powers()).mapToDouble(p -> p[0]).sum();
    return new double[] {sum / readings.size() / full};
  }
}
