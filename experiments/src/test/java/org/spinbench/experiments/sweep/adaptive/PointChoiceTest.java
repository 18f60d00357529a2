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
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.spinbench.calibration.Value;
import org.spinbench.experiments.task.Seeds;

/** Choices of points for curves in closed form. */
@Tag("any-jdk")
class PointChoiceTest {
  private static final int DEVICES = 20;

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

  /** The third line is where the first two lead, and no point is spent on a look at the range. */
  @Test
  void aPassBeginsWhereEarlierOnesLead() {
    double[] candidates = grid(200e6, 300e6, 401);
    List<PointChoice.Found> earlier = new ArrayList<>();
    for (int pass = 0; pass < 2; pass++) {
      PointChoice choice = new PointChoice(AdaptiveModel.RESONANCE, earlier, pass, candidates);
      go(choice, candidates, 25, 2e-5, line(230e6 + pass * 15e6, 4e6, 2e-5, pass));
      earlier.add(choice.found(pass).orElseThrow());
    }
    PointChoice third = new PointChoice(AdaptiveModel.RESONANCE, earlier, 2, candidates);
    List<Double> chosen = go(third, candidates, 12, 2e-5, line(260e6, 4e6, 2e-5, 9));
    for (double one : chosen.subList(0, 6)) {
      assertEquals(260e6, one, 20e6, "about the expected place: " + chosen);
    }
    Value place = third.place().orElseThrow();
    assertEquals(260e6, place.value(), 4 * place.deviation());
    assertTrue(place.deviation() < 0.15e6, place.toString());
  }

  /**
   * Five lines of 20 devices: with 15 chosen points of each line, of which every one begins with
   * what those before it found, the error of the place is 1.36 of that with 120 equally spaced
   * points. By chance alone, an eighth of the points would have 2.8 of it. Takes minutes: the usual
   * run has four chips of {@code AdaptiveSweepTest} instead.
   */
  @Test
  @Tag("held-out")
  @EnabledIfSystemProperty(named = "spinbench.held-out", matches = "true")
  void anEighthOfThePointsOfAMapComesNearAGrid() {
    double[] candidates = grid(180e6, 300e6, 481);
    double[] equal = grid(180e6, 300e6, 120);
    RandomGenerator random = Seeds.generator(31);
    double ofGrid = 0;
    double ofChosen = 0;
    for (int device = 0; device < DEVICES; device++) {
      double first = 220e6 + 20e6 * random.nextDouble();
      double step = 4e6 + 4e6 * random.nextDouble();
      double width = 4e6 + 2e6 * random.nextDouble();
      List<PointChoice.Found> earlier = new ArrayList<>();
      List<PointChoice.Found> before = new ArrayList<>();
      for (int pass = 0; pass < 5; pass++) {
        double place = first + pass * step;
        DoubleUnaryOperator read = line(place, width, 4e-5, 100L * device + pass);
        PointChoice chosen = new PointChoice(AdaptiveModel.RESONANCE, earlier, pass, candidates);
        go(chosen, candidates, 15, 4e-5, read);
        earlier.add(chosen.found(pass).orElseThrow());
        PointChoice all = new PointChoice(AdaptiveModel.RESONANCE, before, pass, equal);
        for (int k = 0; k < equal.length; k++) {
          all.tell(k, read.applyAsDouble(equal[k]), 4e-5);
        }
        before.add(all.found(pass).orElseThrow());
        ofChosen += Math.pow(chosen.place().orElseThrow().value() - place, 2) / 100;
        ofGrid += Math.pow(all.place().orElseThrow().value() - place, 2) / 100;
      }
    }
    double ratio = Math.sqrt(ofChosen / ofGrid);
    assertTrue(ratio <= 1.5, ratio + " of the error of the grid");
  }

  /**
   * How many points of equal spacing tell as much about the place as one point of the best design,
   * with all other parameters unknown: the design c-optimal for the place, by multiplicative
   * weights (G. Elfving, Ann. Math. Stat. 23, 255 (1952), DOI 10.1214/aoms/1177729442).
   *
   * @param deviation of a reading at x
   */
  private static double gainOfTheBestDesign(
      AdaptiveModel model,
      double place,
      double shape,
      double[] linear,
      DoubleUnaryOperator deviation) {
    double[] candidates = grid(-0.5, 0.5, 481);
    int parameters = linear.length + 2;
    double[][] slopes = new double[candidates.length][parameters];
    double tiny = 1e-6;
    for (int i = 0; i < candidates.length; i++) {
      double x = candidates[i];
      double[] terms = new double[linear.length];
      double at = value(model, x, place, shape, linear, terms);
      System.arraycopy(terms, 0, slopes[i], 2, linear.length);
      slopes[i][0] = (value(model, x, place + tiny, shape, linear, terms) - at) / tiny;
      slopes[i][1] = (value(model, x, place, shape * (1 + tiny), linear, terms) - at) / tiny;
      for (int j = 0; j < parameters; j++) {
        slopes[i][j] /= deviation.applyAsDouble(at);
      }
    }
    double[] weights = new double[candidates.length];
    Arrays.fill(weights, 1.0 / candidates.length);
    double equal = variance(slopes, weights)[0];
    double best = equal;
    for (int round = 0; round < 3000; round++) {
      double[] pull = variance(slopes, weights);
      best = pull[0];
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        double effect = 0;
        for (int j = 0; j < parameters; j++) {
          effect += pull[j] * slopes[i][j];
        }
        weights[i] *= Math.abs(effect);
        sum += weights[i];
      }
      for (int i = 0; i < weights.length; i++) {
        weights[i] /= sum;
      }
    }
    return equal / best;
  }

  private static double value(
      AdaptiveModel model, double x, double place, double shape, double[] linear, double[] terms) {
    model.terms(x, place, shape, terms);
    double sum = 0;
    for (int j = 0; j < linear.length; j++) {
      sum += linear[j] * terms[j];
    }
    return sum;
  }

  /** First column of the inverse of the information; first of it, the variance of the place. */
  private static double[] variance(double[][] slopes, double[] weights) {
    int n = slopes[0].length;
    double[][] information = new double[n][n];
    for (int i = 0; i < weights.length; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          information[j][k] += weights[i] * slopes[i][j] * slopes[i][k];
        }
      }
    }
    for (int j = 0; j < n; j++) {
      information[j][j] *= 1 + 1e-9; // fewer places than parameters can be best
    }
    double[] place = new double[n];
    place[0] = 1;
    return new LUDecomposition(new Array2DRowRealMatrix(information), 0)
        .getSolver()
        .solve(new ArrayRealVector(place))
        .toArray();
  }

  /**
   * In a range of 24 half widths no eighth of the points can reach a grid, wherever they are: the
   * best design has 4.9 times its information. So their error is 1.28 of that of the grid at least.
   * A threshold with noise in proportion to the reading leaves room.
   */
  @Test
  void theBestDesignLimitsWhatAChoiceCanGain() {
    double[] linear = {2e-4, 3e-4, 1e-3, 0};
    double line = gainOfTheBestDesign(AdaptiveModel.RESONANCE, 0.04, 1 / 24.0, linear, y -> 4e-5);
    assertEquals(4.86, line, 0.1);
    assertTrue(Math.sqrt(8 / line) > 1.27, "a bound for an eighth of the points: " + line);
    double[] rise = {2e-9, 1e-6};
    double flat = gainOfTheBestDesign(AdaptiveModel.THRESHOLD, 0, 0.5, rise, y -> 1e-8);
    double relative =
        gainOfTheBestDesign(AdaptiveModel.THRESHOLD, 0, 0.5, rise, y -> Math.hypot(2e-2 * y, 2e-9));
    assertEquals(7.54, flat, 0.1, "the same noise everywhere");
    assertEquals(11.77, relative, 0.1, "noise of two per cent of the reading");
  }

  /**
   * Thresholds against an outer setting, of 20 devices with noise of two per cent and of a floor:
   * 15 chosen points of each of five passes tell as much as 120 equally spaced ones. Takes minutes:
   * the usual run has the chips of {@code ThresholdMapTest} instead.
   */
  @Test
  @Tag("held-out")
  @EnabledIfSystemProperty(named = "spinbench.held-out", matches = "true")
  void anEighthOfThePointsOfAThresholdMapTellsAsMuchAsAGrid() {
    double[] candidates = grid(0, 8e-3, 481);
    double[] equal = grid(0, 8e-3, 120);
    RandomGenerator random = Seeds.generator(20260);
    double ofGrid = 0;
    double ofChosen = 0;
    for (int device = 0; device < DEVICES; device++) {
      double first = 2e-3 + 1.5e-3 * random.nextDouble();
      double step = 0.3e-3 + 0.4e-3 * random.nextDouble();
      double saturation = 2e-3 + 6e-3 * random.nextDouble();
      List<PointChoice.Found> earlier = new ArrayList<>();
      List<PointChoice.Found> before = new ArrayList<>();
      for (int pass = 0; pass < 5; pass++) {
        double threshold = first + pass * step;
        RandomGenerator noise = Seeds.generator(20260_00000L + 100L * device + pass);
        DoubleUnaryOperator mean =
            x -> {
              double u = Math.max(0, x - threshold);
              return 2e-9 + 2.5e-4 * u / (1 + u / saturation);
            };
        PointChoice chosen = new PointChoice(AdaptiveModel.THRESHOLD, earlier, pass, candidates);
        for (int k = 0; k < 15; k++) {
          tell(chosen, candidates, chosen.next(), mean, noise);
        }
        earlier.add(chosen.found(pass).orElseThrow());
        PointChoice all = new PointChoice(AdaptiveModel.THRESHOLD, before, pass, equal);
        for (int k = 0; k < equal.length; k++) {
          tell(all, equal, k, mean, noise);
        }
        before.add(all.found(pass).orElseThrow());
        ofChosen += Math.pow(chosen.place().orElseThrow().value() - threshold, 2) / 100;
        ofGrid += Math.pow(all.place().orElseThrow().value() - threshold, 2) / 100;
      }
    }
    double ratio = Math.sqrt(ofChosen / ofGrid);
    System.out.println("threshold maps: " + ratio + " of the error of the grid");
    assertTrue(ratio <= 1, ratio + " of the error of the grid");
  }

  private static void tell(
      PointChoice choice,
      double[] values,
      int index,
      DoubleUnaryOperator mean,
      RandomGenerator random) {
    double at = mean.applyAsDouble(values[index]);
    double deviation = Math.hypot(0.02 * at, 2e-9);
    choice.tell(index, at + deviation * random.nextGaussian(), deviation);
  }

  /** A threshold that moves, where the fourth pass does not follow the straight line. */
  @Test
  void aThresholdIsFollowedAroundABend() {
    double[] candidates = grid(0, 8e-3, 161);
    double[] thresholds = {2e-3, 3e-3, 4e-3, 4.2e-3, 4.3e-3};
    List<PointChoice.Found> earlier = new ArrayList<>();
    RandomGenerator random = Seeds.generator(12);
    for (int pass = 0; pass < thresholds.length; pass++) {
      double at = thresholds[pass];
      PointChoice choice = new PointChoice(AdaptiveModel.THRESHOLD, earlier, pass, candidates);
      go(
          choice,
          candidates,
          pass == 0 ? 25 : 12,
          2e-9,
          x -> 1e-9 + 1e-6 * Math.max(0, x - at) / 4e-3 + 2e-9 * random.nextGaussian());
      Value place = choice.place().orElseThrow();
      assertEquals(at, place.value(), 4 * place.deviation(), "pass " + pass);
      assertTrue(place.deviation() < 0.05e-3, pass + ": " + place);
      earlier.add(choice.found(pass).orElseThrow());
    }
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
