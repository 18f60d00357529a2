package org.spinbench.experiments.training.loss;

/**
 * The squared error of a quantity, ½ [(y − target)/s]² with y = (P − P₀)/(P₁ − P₀). The powers P₀
 * and P₁ for 0 and 1 are levels that gradient steps do not change, because with P₀ close to P₁ any
 * power could give any answer. They are fitted to readings.
 *
 * @param low P₀/P_full
 * @param high P₁/P_full
 * @param full P_full, W
 * @param scale s
 * @param quantity defines correct answers
 */
record SquaredLoss(double low, double high, double full, double scale, Answers.Quantity quantity)
    implements Loss {
  private static final double LOW = 0.1;
  private static final double HIGH = 0.6;
  private static final double SCALE = 0.1;

  /** Smallest and largest distance of P₀ and P₁ over the full power. */
  private static final double NEAREST = 0.2;

  private static final double FARTHEST = 1;

  /** With the quantity between a tenth and six tenths of the full power. */
  static SquaredLoss within(Answers.Quantity quantity, double full) {
    return new SquaredLoss(LOW, HIGH, full, SCALE, quantity);
  }

  @Override
  public Answers answers() {
    return quantity;
  }

  @Override
  public double[] levels() {
    return new double[] {low, high};
  }

  @Override
  public SquaredLoss at(double[] levels) {
    return new SquaredLoss(levels[0], levels[1], full, scale, quantity);
  }

  /** The same: a least-squares solution does not depend on the scale. */
  @Override
  public SquaredLoss widened(double factor) {
    return this;
  }

  @Override
  public double[] decision() {
    return new double[] {low * full, high * full};
  }

  private double error(double[] powers, double target) {
    return (powers[0] / full - low) / (high - low) - target;
  }

  @Override
  public double value(double[] powers, double target) {
    double error = error(powers, target) / scale;
    return error * error / 2;
  }

  @Override
  public void addSlopes(
      double[] powers, double target, double weight, double[] byPower, double[] byLevel) {
    byPower[0] += weight * error(powers, target) / (scale * scale * (high - low) * full);
  }

  /** The least-squares line through the readings, with a limited slope. */
  @Override
  public double[] bestLevels(OutputReadings readings) {
    int n = readings.size();
    double power = 0;
    double target = 0;
    for (int i = 0; i < n; i++) {
      power += readings.powers()[i][0] / full / n;
      target += readings.targets()[i] / n;
    }
    double product = 0;
    double square = 0;
    for (int i = 0; i < n; i++) {
      double off = readings.powers()[i][0] / full - power;
      product += off * (readings.targets()[i] - target);
      square += off * off;
    }
    double slope = square == 0 ? 0 : product / square;
    double distance = 1 / Math.max(1 / FARTHEST, Math.min(1 / NEAREST, slope));
    double zero = power - target * distance;
    return new double[] {zero, zero + distance};
  }
}
