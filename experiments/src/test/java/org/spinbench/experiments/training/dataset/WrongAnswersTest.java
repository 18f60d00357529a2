package org.spinbench.experiments.training.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.experiments.training.loss.Answers;

class WrongAnswersTest {
  /** Targets of four samples; the network answers 1 to the first two. */
  private static final Examples SAMPLES =
      new Examples(new double[4][2], new int[] {1, 0, 0, 1}, new double[] {1, 0, 0, 1});

  private final List<Integer> read = new ArrayList<>();

  private int count(int most, int first, int enough) {
    return WrongAnswers.count(
        SAMPLES,
        most,
        place -> first + place,
        new Answers.TwoClasses(),
        new double[] {0.5},
        enough,
        sample -> {
          read.add(sample);
          return new double[] {sample < 2 ? 1 : 0};
        });
  }

  @Test
  void everySampleIsReadOnce() {
    assertEquals(2, count(4, 0, 4));
    assertEquals(List.of(0, 1, 2, 3), read);
  }

  @Test
  void someSamplesFromAPlace() {
    assertEquals(1, count(2, 1, 9));
    assertEquals(List.of(1, 2), read);
  }

  @Test
  void nothingIsReadAfterEnoughErrors() {
    assertEquals(1, count(4, 0, 1));
    assertEquals(List.of(0, 1), read);
    assertEquals(0, count(4, 0, 0));
    assertEquals(2, read.size());
  }
}
