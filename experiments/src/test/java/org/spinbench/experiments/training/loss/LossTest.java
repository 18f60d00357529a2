package org.spinbench.experiments.training.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spinbench.experiments.task.Normal;
import org.spinbench.experiments.task.Seeds;

/** What all losses keep to, and what the ones of several outputs are. */
@Tag("any-jdk")
class LossTest {
  private static final double FULL = 2e-6;
  private static final Answers.Quantity QUANTITY = new Answers.Quantity(0.1);

  static List<Loss> losses() {
    return List.of(
        new LogisticLoss(5e-7, 4e-7, 0.3),
        new LinearLoss(0.4, FULL, 0.1),
        new SoftmaxLoss(new double[] {0.1, -0.2, 0.3}, FULL, 0.15),
        SquaredLoss.within(QUANTITY, FULL));
  }

  private static double[] drawnPowers(Loss loss, RandomGenerator random) {
    return random.doubles(loss.answers().outputs(), 0, FULL).toArray();
  }

  private static double drawnTarget(Loss loss, RandomGenerator random) {
    if (loss instanceof SquaredLoss) {
      return random.nextDouble();
    }
    return random.nextInt(Math.max(2, loss.answers().outputs()));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void slopesAgreeWithFiniteDifferences(Loss loss) {
    RandomGenerator random = Seeds.generator(3);
    for (int trial = 0; trial < 200; trial++) {
      double[] powers = drawnPowers(loss, random);
      double target = drawnTarget(loss, random);
      double[] byPower = new double[powers.length];
      double[] byLevel = new double[loss.levels().length];
      loss.addSlopes(powers, target, 2, byPower, byLevel);
      for (int o = 0; o < powers.length; o++) {
        double h = 1e-6 * FULL;
        double[] up = powers.clone();
        double[] down = powers.clone();
        up[o] += h;
        down[o] -= h;
        double expected = 2 * (loss.value(up, target) - loss.value(down, target)) / (2 * h);
        assertEquals(expected * FULL, byPower[o] * FULL, 1e-6 * (1 + Math.abs(expected * FULL)));
      }
      for (int k = 0; k < byLevel.length && !(loss instanceof SquaredLoss); k++) {
        double h = 1e-6;
        double[] up = loss.levels();
        double[] down = loss.levels().clone();
        up = up.clone();
        up[k] += h;
        down[k] -= h;
        double expected =
            2 * (loss.at(up).value(powers, target) - loss.at(down).value(powers, target)) / (2 * h);
        assertEquals(expected, byLevel[k], 1e-6 * (1 + Math.abs(expected)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void aLossIsSmallestOfAllLevelsAtTheBest(Loss loss) {
    if (loss instanceof LinearLoss) {
      return; // begins at the mean power and descends from there
    }
    RandomGenerator random = Seeds.generator(5);
    double[][] powers = new double[90][];
    double[] targets = new double[90];
    for (int i = 0; i < targets.length; i++) {
      targets[i] =
          loss instanceof SquaredLoss
              ? random.nextDouble()
              : i % Math.max(2, loss.answers().outputs());
      powers[i] = new double[loss.answers().outputs()];
      for (int o = 0; o < powers[i].length; o++) {
        boolean own = loss instanceof SoftmaxLoss ? targets[i] == o : true;
        double signal = loss instanceof SoftmaxLoss ? 1 : targets[i];
        double mean = own ? 0.2 + 0.5 * signal : 0.2;
        double noise = loss instanceof SquaredLoss ? 0.04 : 0.15;
        powers[i][o] = Math.max(0, FULL * (mean + noise * Normal.draw(random)));
      }
    }
    OutputReadings readings = new OutputReadings(powers, targets);
    Loss best = loss.at(loss.bestLevels(readings));
    double least = readings.loss(best);
    for (int k = 0; k < best.levels().length; k++) {
      for (double step : new double[] {-0.05, -0.01, 0.01, 0.05}) {
        double[] levels = best.levels().clone();
        levels[k] += step;
        double other = readings.loss(loss.at(levels));
        // the ridge of a softmax moves its optimum a little
        assertTrue(other > least - 2e-4, k + " by " + step + ": " + other + " of " + least);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void levelsAndDecisionsBelongTogether(Loss loss) {
    assertEquals(loss.answers().decisions(), loss.decision().length);
    assertEquals(loss.answers().decisions(), loss.levels().length);
    Loss again = loss.at(loss.levels());
    assertArrayEquals(loss.decision(), again.decision(), 1e-12 * FULL);
    double[] powers = drawnPowers(loss, Seeds.generator(8));
    assertEquals(loss.value(powers, 1), again.value(powers, 1), 1e-9);
    assertArrayEquals(loss.levels(), loss.widened(2).levels(), 1e-12);
  }

  @Test
  void crossEntropyOfAllEqualIsTheLogarithmOfTheirNumber() {
    SoftmaxLoss loss = new SoftmaxLoss(new double[4], FULL, 0.1);
    double[] same = {1e-6, 1e-6, 1e-6, 1e-6};
    assertEquals(StrictMath.log(4), loss.value(same, 2), 1e-12);
    double[] sure = {0, 2e-6, 0, 0};
    assertEquals(StrictMath.log1p(3 * StrictMath.exp(-10)), loss.value(sure, 1), 1e-12);
    assertEquals(10 + StrictMath.log1p(3 * StrictMath.exp(-10)), loss.value(sure, 0), 1e-9);
  }

  /** Of two classes it is the logistic loss of the difference. */
  @Test
  void crossEntropyOfTwoIsLogistic() {
    SoftmaxLoss two = new SoftmaxLoss(new double[] {0.1, 0.4}, FULL, 0.2);
    LinearLoss one = new LinearLoss(0.3, FULL, 0.2);
    for (double difference : new double[] {-0.9, -0.1, 0.2, 0.8}) {
      double[] powers = {1e-6, 1e-6 + FULL * difference};
      double[] only = {FULL * difference};
      assertEquals(one.value(only, 1), two.value(powers, 1), 1e-12);
      assertEquals(one.value(only, 0), two.value(powers, 0), 1e-12);
    }
  }

  @Test
  void crossEntropyStaysFinite() {
    SoftmaxLoss loss = new SoftmaxLoss(new double[3], FULL, 0.01);
    double[] slopes = new double[3];
    double[] levels = new double[3];
    for (double power : new double[] {0, 1e-30, 1e-3, 1}) {
      double[] powers = {power, 0, 1e-6};
      assertTrue(Double.isFinite(loss.value(powers, 1)));
      loss.addSlopes(powers, 1, 1, slopes, levels);
    }
    assertTrue(Arrays.stream(slopes).allMatch(Double::isFinite));
  }

  @Test
  void aClassThatNoReadingSpeaksOfKeepsAFiniteLevel() {
    SoftmaxLoss loss = new SoftmaxLoss(new double[3], FULL, 0.1);
    double[] levels =
        loss.bestLevels(
            new OutputReadings(
                new double[][] {{1e-6, 0, 5e-7}, {0, 1e-6, 5e-7}}, new double[] {0, 1}));
    assertTrue(Arrays.stream(levels).allMatch(l -> Math.abs(l) < 10), Arrays.toString(levels));
    assertTrue(levels[2] > levels[0] && levels[2] > levels[1], Arrays.toString(levels));
  }

  /** Powers on a line: the two numbers of the decision are where the line is 0 and 1. */
  @Test
  void quantitiesAreFittedByTheLineOfLeastSquares() {
    double[][] powers = {{0.2e-6}, {0.5e-6}, {0.8e-6}};
    SquaredLoss loss = SquaredLoss.within(QUANTITY, FULL);
    OutputReadings readings = new OutputReadings(powers, new double[] {0, 0.5, 1});
    SquaredLoss best = loss.at(loss.bestLevels(readings));
    assertArrayEquals(new double[] {0.2e-6, 0.8e-6}, best.decision(), 1e-15);
    assertEquals(0, readings.loss(best), 1e-20);
    assertEquals(0.75, QUANTITY.answer(new double[] {0.65e-6}, best.decision()), 1e-9);
  }

  @Test
  void aDeadOutputGetsTheFlattestLineThroughTheMean() {
    SquaredLoss loss = SquaredLoss.within(QUANTITY, FULL);
    OutputReadings readings =
        new OutputReadings(new double[][] {{0}, {0}, {0}}, new double[] {0, 0.25, 1});
    SquaredLoss best = loss.at(loss.bestLevels(readings));
    double answer = QUANTITY.answer(new double[] {0}, best.decision());
    assertEquals(1.25 / 3, answer, 1e-12);
    assertEquals(FULL, best.decision()[1] - best.decision()[0], 1e-18);
  }
}
