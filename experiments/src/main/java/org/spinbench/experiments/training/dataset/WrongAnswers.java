package org.spinbench.experiments.training.dataset;

import java.util.function.IntUnaryOperator;
import org.spinbench.experiments.training.loss.Answers;

/** Counts wrong answers of a network on samples. */
public final class WrongAnswers {
  /** Reads the output neurons for one sample. */
  @FunctionalInterface
  public interface Reader {
    /**
     * Their powers, W.
     *
     * @param sample its index
     */
    double[] powers(int sample);
  }

  private WrongAnswers() {}

  /**
   * Reads samples until so many answers are wrong.
   *
   * @param most number of samples
   * @param which index of the sample at each place, from 0
   * @param decision numbers of the decision, W
   * @param enough number of errors after which no further sample is read
   * @return the number of wrong answers
   */
  public static int count(
      Examples samples,
      int most,
      IntUnaryOperator which,
      Answers answers,
      double[] decision,
      int enough,
      Reader reader) {
    int wrong = 0;
    for (int place = 0; place < most && wrong < enough; place++) {
      int sample = which.applyAsInt(place);
      boolean right = answers.isRight(reader.powers(sample), decision, samples.targets()[sample]);
      wrong += right ? 0 : 1;
    }
    return wrong;
  }
}
