package org.spinbench.experiments.upkeep;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.spinbench.experiments.training.certification.BinomialInterval;

/** The last answers of a working chip, right or wrong. */
final class RecentAnswers {
  private final boolean[] answers;
  private long added;
  private int right;

  /**
   * No answers yet.
   *
   * @param size number of the last answers that count
   */
  RecentAnswers(int size) {
    answers = new boolean[size];
  }

  void add(boolean isRight) {
    int place = (int) (added % answers.length);
    right += (isRight ? 1 : 0) - (answers[place] ? 1 : 0);
    answers[place] = isRight;
    added++;
  }

  boolean isFull() {
    return added >= answers.length;
  }

  void forget() {
    Arrays.fill(answers, false);
    added = 0;
    right = 0;
  }

  int right() {
    return right;
  }

  int number() {
    return (int) Math.min(added, answers.length);
  }

  /**
   * Why the chip is out of tune; empty unless the last answers prove it: the 95 % interval of their
   * accuracy is below the requested one.
   *
   * @param asked requested accuracy, 0 to 1
   */
  Optional<String> outOfTune(double asked) {
    if (number() == 0 || BinomialInterval.of(right, number(), 0.95).high() >= asked) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "out of tune: of the last answers %s, where %.1f %% are asked for",
            BinomialInterval.share(right, number()),
            100 * asked));
  }
}
