package org.spinbench.experiments.sweep.adaptive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Value;
import org.spinbench.experiments.task.Seeds;

/** Choices of points for curves in closed form. */
class PointChoiceTest {
  private static double[] grid(double from, double to, int count) {
    double[] grid = new double[count];
    Arrays.setAll(grid, k -> from + (to - from) * k / (count - 1));
    return grid;
  }

  /** Asks and answers so many times; returns the chosen values. */
  private static List<Double> go(
      PointChoice choice, double[] candidates, int budget, double noise, DoubleUnaryOperator read) {
    List<Double> chosen = new ArrayList<>();
    for (int k = 0; k < budget; k++) {
      int index = choice.next();
      chosen.add(candidates[index]);
      choice.tell(index, read.applyAsDouble(candidates[index]), noise);
    }
    return chosen;
  }

  private static DoubleUnaryOperator line(double centre, double width, double noise, long seed) {
    RandomGenerator random = Seeds.generator(seed);
    return x -> {
      double u = (x - centre) / width;
      return 2e-4 + 1e-3 * (0.3 + u) / (1 + u * u) + noise * random.nextGaussian();
    };
  }

  @Test
  void afterALookTheFlanksOfALineAreMeasured() {
    double[] candidates = grid(200e6, 300e6, 401);
    PointChoice choice = new PointChoice(AdaptiveModel.RESONANCE, candidates);
    List<Double> chosen = go(choice, candidates, 40, 2e-5, line(263e6, 4e6, 2e-5, 1));
    for (int k = 0; k < 9; k++) {
      assertEquals(200e6 + 100e6 * (k + 0.5) / 9, chosen.get(k), 0.3e6, "a first look");
    }
    List<Double> later = chosen.subList(15, 40);
    long near = later.stream().filter(x -> Math.abs(x - 263e6) < 12e6).count();
    assertTrue(near >= 15, near + " of 25 within three half widths: " + later);
    Value place = choice.place().orElseThrow();
    assertEquals(263e6, place.value(), 4 * place.deviation());
    assertTrue(place.deviation() < 0.1e6, place.toString());
  }

  @Test
  void aThresholdIsFound() {
    double[] candidates = grid(0, 8e-3, 161);
    PointChoice choice = new PointChoice(AdaptiveModel.THRESHOLD, candidates);
    RandomGenerator random = Seeds.generator(2);
    List<Double> chosen =
        go(
            choice,
            candidates,
            40,
            2e-9,
            x -> {
              double u = Math.max(0, x - 3.3e-3) / 4e-3;
              return 1e-9 + 1e-6 * u / (1 + u) + 2e-9 * random.nextGaussian();
            });
    Value place = choice.place().orElseThrow();
    assertEquals(3.3e-3, place.value(), 4 * place.deviation());
    assertTrue(place.deviation() < 0.02e-3, place.toString());
    long near = chosen.subList(9, 40).stream().filter(x -> Math.abs(x - 3.3e-3) < 1e-3).count();
    assertTrue(near >= 6, near + " near the threshold: " + chosen);
  }

  @Test
  void theSameReadingsLeadToTheSameChoices() {
    double[] candidates = grid(200e6, 300e6, 101);
    List<List<Double>> twice = new ArrayList<>();
    for (int k = 0; k < 2; k++) {
      PointChoice choice = new PointChoice(AdaptiveModel.RESONANCE, candidates);
      twice.add(go(choice, candidates, 25, 1e-5, line(222e6, 5e6, 1e-5, 3)));
    }
    assertEquals(twice.get(0), twice.get(1));
  }

  /** A line between the points of the first look is not seen by it, and found afterwards. */
  @Test
  void aNarrowLineBetweenTheFirstPointsIsFound() {
    double[] candidates = grid(0, 100, 201);
    PointChoice choice = new PointChoice(AdaptiveModel.RESONANCE, candidates);
    DoubleUnaryOperator line = line(50 + 100 / 18.0, 0.7, 1e-5, 4);
    go(choice, candidates, 60, 1e-5, line);
    Value place = choice.place().orElseThrow();
    assertEquals(50 + 100 / 18.0, place.value(), 0.1);
  }

  @Test
  void whatCannotBeReadIsNotChosenAgain() {
    double[] candidates = grid(0, 1, 21);
    PointChoice choice = new PointChoice(AdaptiveModel.RESONANCE, candidates);
    List<Integer> failed = new ArrayList<>();
    for (int k = 0; k < 30; k++) {
      int index = choice.next();
      assertFalse(failed.contains(index), "again: " + index);
      if (candidates[index] > 0.6) {
        choice.tellNothing(index);
        failed.add(index);
      } else {
        choice.tell(index, line(0.3, 0.1, 1e-5, 5).applyAsDouble(candidates[index]), 1e-5);
      }
    }
    assertFalse(failed.isEmpty());
  }

  /** Readings that are all equal, and state no noise, still lead to choices. */
  @Test
  void nothingToSeeIsNoError() {
    double[] candidates = grid(-1, 1, 11);
    PointChoice choice = new PointChoice(AdaptiveModel.THRESHOLD, candidates);
    List<Double> chosen = go(choice, candidates, 30, 0, x -> 0);
    assertEquals(30, chosen.size());
    assertEquals(0, new PointChoice(AdaptiveModel.RESONANCE, 3, 4).next());
    assertThrows(
        IllegalArgumentException.class, () -> new PointChoice(AdaptiveModel.RESONANCE, 2, 2));
  }
}
