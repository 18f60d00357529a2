package org.spinbench.experiments.training.loss;

/**
 * By how much output powers miss what a sample asks for, as a smooth function of the powers and of
 * the levels that decide. Levels are the numbers of a decision in units in which steps of the same
 * length matter alike.
 */
public sealed interface Loss permits LogisticLoss, LinearLoss, SoftmaxLoss, SquaredLoss {
  /** What powers are read as. */
  Answers answers();

  /** The levels that decide. */
  double[] levels();

  /** The same loss with other levels. */
  Loss at(double[] levels);

  /** The same loss, so many times as wide. */
  Loss widened(double factor);

  /** The numbers of the decision, W. */
  double[] decision();

  /** The loss of one sample. */
  double value(double[] powers, double target);

  /**
   * Adds the slopes of one sample's loss, times a weight.
   *
   * @param byPower derivative by each output's power, 1/W; added to
   * @param byLevel derivative by each level; added to
   */
  void addSlopes(double[] powers, double target, double weight, double[] byPower, double[] byLevel);

  /** The levels of least mean loss for readings. */
  double[] bestLevels(OutputReadings readings);

  /** Whether the answer is right. */
  default boolean isRight(double[] powers, double target) {
    return answers().isRight(powers, decision(), target);
  }

  /**
   * The loss that training on the chip works with: nearly linear in the power, as suits noise that
   * is the same at every power.
   *
   * @param full power that an output neuron is believed to emit at its largest current, W
   */
  static Loss forReadings(Answers answers, double full) {
    if (answers instanceof Answers.Classes classes) {
      return new SoftmaxLoss(new double[classes.number()], full, 0.15);
    }
    if (answers instanceof Answers.Quantity quantity) {
      return SquaredLoss.within(quantity, full);
    }
    return new LogisticLoss(full / 3, 0.2 * full, 0.3);
  }

  /**
   * The loss of a twin's training, in which only the power's logarithm counts down to where a
   * neuron says nothing.
   *
   * @param floor what lies below counts as nothing, a part of the full power
   * @param scale e-folds of power
   */
  static Loss forTwins(Answers answers, double full, double floor, double scale) {
    if (answers instanceof Answers.Classes classes) {
      return new SoftmaxLoss(new double[classes.number()], full, scale / 3);
    }
    if (answers instanceof Answers.Quantity quantity) {
      return SquaredLoss.within(quantity, full);
    }
    return new LogisticLoss(full / 10, floor * full, scale);
  }

  /**
   * The loss of training for a belief, linear in the power. Its levels are the numbers of the
   * decision over full power.
   *
   * @param scale of a doubtful decision over full power
   */
  static Loss forBelief(Answers answers, double full, double scale) {
    if (answers instanceof Answers.Classes classes) {
      return new SoftmaxLoss(new double[classes.number()], full, scale);
    }
    if (answers instanceof Answers.Quantity quantity) {
      return SquaredLoss.within(quantity, full);
    }
    return new LinearLoss(0, full, scale);
  }
}
