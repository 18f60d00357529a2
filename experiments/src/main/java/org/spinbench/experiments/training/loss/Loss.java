package org.spinbench.experiments.training.loss;

/**
 * A smooth measure of the error of output powers for a sample, as a function of the powers and of
 * the levels of the decision. Levels are the numbers of a decision in units in which equal steps
 * have similar effects.
 */
public sealed interface Loss permits LogisticLoss, LinearLoss, SoftmaxLoss, SquaredLoss {
  /** The meaning of powers. */
  Answers answers();

  /** The levels of the decision. */
  double[] levels();

  /** The same loss with other levels. */
  Loss at(double[] levels);

  /** The same loss with its width multiplied by a factor. */
  Loss widened(double factor);

  /** The numbers of the decision, W. */
  double[] decision();

  /** The loss of one sample. */
  double value(double[] powers, double target);

  /**
   * Adds the slopes of one sample's loss, times a weight.
   *
   * @param byPower derivative by each output's power, 1/W; increased
   * @param byLevel derivative by each level; increased
   */
  void addSlopes(double[] powers, double target, double weight, double[] byPower, double[] byLevel);

  /** The levels with the smallest mean loss for readings. */
  double[] bestLevels(OutputReadings readings);

  /** Whether the answer is right. */
  default boolean isRight(double[] powers, double target) {
    return answers().isRight(powers, decision(), target);
  }

  /**
   * The loss for training on the chip: nearly linear in the power, for noise that is the same at
   * every power.
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
   * The loss for the training of a twin: it depends on the logarithm of the power above a floor.
   *
   * @param floor relative to the full power; lower powers count as zero
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
   * The loss for training with a belief, linear in the power. Its levels are the numbers of the
   * decision over full power.
   *
   * @param scale width of a doubtful decision over full power
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
