package org.spinbench.experiments.upkeep;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.spinbench.experiments.training.certification.BinomialInterval;

/** Whether the last answers of a chip at work were right. */
final class RecentAnswers {
  private final boolean[] answers;
  private long added;
  private int right;

  /**
   * No answers yet.
   *
   * @param size how many of the last answers count
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
   * share lies below what is asked for.
   *
   * @param asked accuracy that is asked for, 0 to 1
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
