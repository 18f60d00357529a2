package org.spinbench.experiments.upkeep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.spinbench.experiments.training.loss.Answers;

/** How an answer hangs on output powers. */
class AnswerScoresTest {
  @Test
  void ofTwoClassesWhatCountsIsTheSlopeOfTheLogarithmNearTheDecision() {
    AnswerScores two = AnswerScores.of(new Answers.TwoClasses(), new double[] {1e-7}, 2e-6);
    double[] at = two.of(new double[] {1e-7});
    assertEquals(1, two.doubt(at), 1e-12);
    assertEquals(9, two.change(at, new double[] {-3}), 1e-9);
    // ln(11/1.1 decisions) lies 4.6 widths off
    double[] far = two.of(new double[] {10.9e-7});
    assertEquals(Math.exp(-Math.pow(Math.log(10) / 0.5, 2) / 2), two.doubt(far), 1e-12);
    assertTrue(two.change(far, new double[] {-3}) < 1e-3);
  }

  /** For two classes Fisher's information is p(1 − p)(s₁ − s₂)². */
  @Test
  void ofSeveralWhatCountsIsTheInformationOnTheClass() {
    double full = 2e-6;
    AnswerScores several = AnswerScores.of(new Answers.Classes(2), new double[] {1e-7, 0}, full);
    double[] at = several.of(new double[] {3e-7, 4e-7});
    assertArrayEquals(new double[] {1, 2}, at, 1e-12);
    double p = 1 / (1 + Math.exp(1));
    assertEquals(p, several.doubt(at), 1e-12);
    assertEquals(p * (1 - p) * 49, several.change(at, new double[] {4, -3}), 1e-9);
    assertEquals(0, several.change(at, new double[] {5, 5}), 1e-12, "all together change nothing");
  }

  /** The information is the curvature of the divergence from the answer at a moved point. */
  @Test
  void theInformationIsTheCurvatureOfTheDivergence() {
    AnswerScores several = AnswerScores.of(new Answers.Classes(3), new double[3], 10);
    double[] at = {0.3, -0.5, 0.9};
    double[] slopes = {1, -2, 0.5};
    double step = 1e-3;
    double[] moved = new double[3];
    for (int k = 0; k < 3; k++) {
      moved[k] = at[k] + step * slopes[k];
    }
    double divergence = 0;
    double[] p = softmax(at);
    double[] q = softmax(moved);
    for (int k = 0; k < 3; k++) {
      divergence += p[k] * Math.log(p[k] / q[k]);
    }
    assertEquals(2 * divergence / (step * step), several.change(at, slopes), 1e-2);
  }

  private static double[] softmax(double[] scores) {
    double sum = 0;
    double[] result = new double[scores.length];
    for (double score : scores) {
      sum += Math.exp(score);
    }
    for (int k = 0; k < scores.length; k++) {
      result[k] = Math.exp(scores[k]) / sum;
    }
    return result;
  }

  @Test
  void ofAQuantityEveryChangeOfTheAnswerCountsAlike() {
    AnswerScores line = AnswerScores.of(new Answers.Quantity(0.1), new double[] {1e-7, 5e-7}, 2e-6);
    assertArrayEquals(new double[] {0.25}, line.of(new double[] {2e-7}), 1e-12);
    for (double answer : new double[] {-0.2, 0.5, 1.3}) {
      assertEquals(1, line.doubt(new double[] {answer}));
      assertEquals(4, line.change(new double[] {answer}, new double[] {-2}), 1e-12);
    }
  }
}
