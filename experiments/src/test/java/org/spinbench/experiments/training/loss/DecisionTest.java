package org.spinbench.experiments.training.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.spinbench.experiments.task.Normal;
import org.spinbench.experiments.task.Seeds;

class DecisionTest {
  private static final LogisticLoss SHAPE = new LogisticLoss(1, 0, 0.2);

  private static OutputReadings readings(double[] powers, int... labels) {
    return new OutputReadings(
        Arrays.stream(powers).mapToObj(p -> new double[] {p}).toArray(double[][]::new),
        Arrays.stream(labels).asDoubleStream().toArray());
  }

  /** With equal distances on both sides the least loss is half-way, in the logarithm. */
  @Test
  void liesInTheMiddleOfAGap() {
    Decision decision =
        Decision.best(readings(new double[] {1e-7, 4e-7, 1e-7, 4e-7}, 0, 1, 0, 1), SHAPE);
    assertEquals(2e-7, decision.powers()[0], 1e-13);
    assertEquals(1, decision.accuracy());
    assertEquals(StrictMath.log1p(StrictMath.exp(-StrictMath.log(2) / 0.2)), decision.loss(), 1e-7);
  }

  @Test
  void noOtherDecisionHasLessLoss() {
    RandomGenerator random = Seeds.generator(3);
    for (int trial = 0; trial < 50; trial++) {
      double[] powers = new double[60];
      int[] labels = new int[60];
      for (int i = 0; i < 60; i++) {
        labels[i] = i % 2;
        powers[i] = StrictMath.exp(-16 + labels[i] + 0.7 * Normal.draw(random));
      }
      OutputReadings readings = readings(powers, labels);
      Decision best = Decision.best(readings, SHAPE);
      for (double factor : new double[] {0.9, 0.99, 1.01, 1.1}) {
        LogisticLoss other = new LogisticLoss(best.powers()[0] * factor, 0, 0.2);
        assertTrue(Decision.at(other, readings).loss() > best.loss());
      }
    }
  }

  @Test
  void countsWhatIsOnTheRightSide() {
    LogisticLoss loss = new LogisticLoss(2, 0, 1);
    double[] powers = {1, 3, 1, 3, 2};
    assertEquals(0.6, Decision.at(loss, readings(powers, 0, 1, 1, 0, 0)).accuracy());
  }

  @Test
  void isAnEndOfTheReadingsWhenThereIsOnlyOneClass() {
    Decision all = Decision.best(readings(new double[] {1e-7, 3e-7}, 1, 1), SHAPE);
    assertEquals(1e-7, all.powers()[0], 1e-12);
  }
}
