package org.spinbench.experiments.training.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.experiments.task.Normal;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.Believed;

@Tag("any-jdk")
class AnswersTest {
  private static final Answers TWO = new Answers.TwoClasses();
  private static final Answers THREE = new Answers.Classes(3);
  private static final Answers QUANTITY = new Answers.Quantity(0.1);

  @Test
  void ofTwoClassesTheSecondIsAboveTheDecision() {
    double[] decision = {1e-6};
    assertEquals(1, TWO.answer(new double[] {1.1e-6}, decision));
    assertEquals(0, TWO.answer(new double[] {1e-6}, decision));
    assertTrue(TWO.isRight(new double[] {0}, decision, 0));
  }

  @Test
  void ofSeveralTheOneThatEmitsMostBeyondItsNumber() {
    double[] decision = {0, 1e-6, -1e-6};
    assertEquals(0, THREE.answer(new double[] {2e-6, 2e-6, 0}, decision));
    assertEquals(1, THREE.answer(new double[] {0, 2.5e-6, 0}, decision));
    assertEquals(2, THREE.answer(new double[] {0, 1e-6, 0.5e-6}, decision));
    assertEquals(
        0, THREE.answer(new double[] {1e-6, 2e-6, 0}, decision), "of equal ones the first");
  }

  @Test
  void aQuantityIsRightWithinItsTolerance() {
    double[] decision = {0.2e-6, 1.2e-6};
    assertEquals(0.5, QUANTITY.answer(new double[] {0.7e-6}, decision), 1e-12);
    assertTrue(QUANTITY.isRight(new double[] {0.7e-6}, decision, 0.59));
    assertFalse(QUANTITY.isRight(new double[] {0.7e-6}, decision, 0.61));
    assertEquals(1.3, QUANTITY.answer(new double[] {1.5e-6}, decision), 1e-9, "not held to 1");
  }

  /** The share of right answers among noisy readings, drawn one by one. */
  private static double share(
      Answers answers, double[] powers, double[] decision, double target, double noise) {
    RandomGenerator random = Seeds.generator(4);
    int draws = 40_000;
    int right = 0;
    for (int i = 0; i < draws; i++) {
      double[] read = powers.clone();
      for (int o = 0; o < read.length; o++) {
        read[o] += noise * Normal.draw(random);
      }
      right += answers.isRight(read, decision, target) ? 1 : 0;
    }
    return (double) right / draws;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.02e-6, 0.1e-6, 0.5e-6})
  void chancesAreTheSharesAmongNoisyReadings(double noise) {
    double[] one = {1.05e-6};
    double[] level = {1e-6};
    assertEquals(share(TWO, one, level, 1, noise), TWO.chance(one, level, 1, noise), 0.008);
    double[] three = {1e-6, 1.1e-6, 0.8e-6};
    double[] levels = {0.05e-6, 0, -0.1e-6};
    for (int target = 0; target < 3; target++) {
      double expected = share(THREE, three, levels, target, noise);
      assertEquals(expected, THREE.chance(three, levels, target, noise), 0.008);
    }
    double[] ends = {0.2e-6, 1.2e-6};
    double expected = share(QUANTITY, one, ends, 0.9, noise);
    assertEquals(expected, QUANTITY.chance(one, ends, 0.9, noise), 0.008);
  }

  @Test
  void chancesOfAllClassesAddUpToOne() {
    double[] powers = {1e-6, 1.1e-6, 0.8e-6};
    double[] levels = {0.05e-6, 0, -0.1e-6};
    double sum = 0;
    for (int target = 0; target < 3; target++) {
      sum += THREE.chance(powers, levels, target, 0.2e-6);
    }
    assertEquals(1, sum, 2e-3);
  }

  @Test
  void aBenchWithOtherOutputsIsRefusedByName() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> OutputNeurons.of(THREE, Believed.FILE))
            .getMessage();
    assertTrue(message.startsWith("3 classes take 3 output neurons, but 1 are read"), message);
    assertArrayEquals(new int[] {2}, OutputNeurons.of(TWO, Believed.FILE));
    assertArrayEquals(new int[] {2}, OutputNeurons.of(QUANTITY, Believed.FILE));
  }
}
