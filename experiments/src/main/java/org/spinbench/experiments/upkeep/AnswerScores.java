package org.spinbench.experiments.upkeep;

import java.util.Arrays;
import org.spinbench.experiments.training.loss.Answers;

/** Scores from which an answer is read, with the sensitivity of the answer to them. */
sealed interface AnswerScores {
  /** The scores of output powers, W. */
  double[] of(double[] powers);

  /** How doubtful the answer is, from 0, where small changes of the scores have no effect. */
  double doubt(double[] scores);

  /**
   * The effect on the answer.
   *
   * @param scores of the powers
   * @param slopes rates of change of the scores
   */
  double change(double[] scores, double[] slopes);

  /**
   * The scores of a kind of answers.
   *
   * @param decision numbers of the decision, W
   * @param full largest power of an output neuron, W
   */
  static AnswerScores of(Answers answers, double[] decision, double full) {
    if (answers instanceof Answers.Classes) {
      return new Several(decision, full);
    }
    if (answers instanceof Answers.Quantity) {
      return new Line(decision);
    }
    return new Two(decision[0]);
  }

  /**
   * Two classes: the logarithm of the power, which matters near that of the decision. The effect is
   * its squared slope.
   */
  record Two(double decision) implements AnswerScores {
    /** Width of the neighbourhood of the decision, e-folds of power. */
    private static final double NEAR = 0.5;

    /** Fraction of the decision power that counts as zero. */
    private static final double FLOOR = 0.1;

    @Override
    public double[] of(double[] powers) {
      return new double[] {StrictMath.log(powers[0] + FLOOR * decision)};
    }

    @Override
    public double doubt(double[] scores) {
      double off = scores[0] - StrictMath.log((1 + FLOOR) * decision);
      return StrictMath.exp(-off * off / (2 * NEAR * NEAR));
    }

    @Override
    public double change(double[] scores, double[] slopes) {
      return doubt(scores) * slopes[0] * slopes[0];
    }
  }

  /**
   * Several classes: powers beyond their numbers of the decision, as the exponents of a softmax.
   * The effect is the Fisher information on the class, Σ p·s² − (Σ p·s)² for slopes s.
   */
  record Several(double[] decision, double full) implements AnswerScores {
    /** Difference, relative to full power, that makes a class e times as likely. */
    private static final double SCALE = 0.1;

    @Override
    public double[] of(double[] powers) {
      double[] scores = new double[powers.length];
      Arrays.setAll(scores, k -> (powers[k] - decision[k]) / (SCALE * full));
      return scores;
    }

    private static double[] probabilities(double[] scores) {
      double most = Arrays.stream(scores).max().orElseThrow();
      double[] weights = Arrays.stream(scores).map(s -> StrictMath.exp(s - most)).toArray();
      double sum = Arrays.stream(weights).sum();
      return Arrays.stream(weights).map(w -> w / sum).toArray();
    }

    @Override
    public double doubt(double[] scores) {
      return 1 - Arrays.stream(probabilities(scores)).max().orElseThrow();
    }

    @Override
    public double change(double[] scores, double[] slopes) {
      double[] probabilities = probabilities(scores);
      double mean = 0;
      double square = 0;
      for (int k = 0; k < slopes.length; k++) {
        mean += probabilities[k] * slopes[k];
        square += probabilities[k] * slopes[k] * slopes[k];
      }
      return square - mean * mean;
    }
  }

  /** A quantity: the answer itself. Every change has the same effect: the squared slope. */
  record Line(double[] decision) implements AnswerScores {
    @Override
    public double[] of(double[] powers) {
      return new double[] {(powers[0] - decision[0]) / (decision[1] - decision[0])};
    }

    @Override
    public double doubt(double[] scores) {
      return 1;
    }

    @Override
    public double change(double[] scores, double[] slopes) {
      return slopes[0] * slopes[0];
    }
  }
}
