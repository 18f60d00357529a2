package org.spinbench.experiments.sweep.adaptive;

import java.util.Arrays;
import java.util.Optional;
import org.spinbench.calibration.Value;

/**
 * A grid of places and shapes of a model, each with its probability and with the Gaussian belief
 * about its linear terms that follows from the readings (Bayesian linear regression, C. M. Bishop,
 * "Pattern Recognition and Machine Learning", Springer 2006, section 3.3 and 3.5).
 */
final class Hypotheses {
  private static final int PLACES = 120;
  private static final int SHAPES = 12;

  /** Least probability, relative to the largest, that counts. */
  private static final double NEGLIGIBLE = 1e-6;

  /** Finer grids, each about what the coarser one leaves possible. */
  private static final int REFINEMENTS = 5;

  /** Part of a grid that has to be possible for it to be fine enough. */
  private static final double FINE = 0.4;

  private final AdaptiveModel model;
  private final Told told;
  private final Optional<Expected> expected;
  private final double noise;
  private final double spread;
  private double[] places;
  private double[] logShapes;
  private double[][] weights;
  private Belief[][] beliefs;

  /**
   * The readings so far.
   *
   * @param x of each, from -0.5 to 0.5 over the range
   * @param y of each
   * @param deviations one standard deviation of each; positive
   */
  record Told(double[] x, double[] y, double[] deviations) {}

  /**
   * What is believed before the first reading, as Gaussians.
   *
   * @param place from -0.5 to 0.5 over the range
   * @param logShape natural logarithm of the shape, over the range
   * @param spread of earlier readings, in their unit
   */
  record Expected(Value place, Value logShape, double spread) {
    double logProbability(double at, double logShapeThere) {
      double off = (at - place.value()) / place.deviation();
      double other = (logShapeThere - logShape.value()) / logShape.deviation();
      return -(off * off + other * other) / 2;
    }
  }

  /** Belief about the linear terms: mean, Cholesky factor of the precision, squares left. */
  private record Belief(double[] mean, double[][] factor, double logEvidence, double squares) {}

  /**
   * Judges all hypotheses.
   *
   * @param spacing of the candidates, over the range
   * @param noise factor on the stated deviations
   * @param expected before the readings; empty if everything in the range is as likely
   */
  Hypotheses(
      AdaptiveModel model, Told told, double spacing, double noise, Optional<Expected> expected) {
    this.model = model;
    this.told = told;
    this.expected = expected;
    this.noise = noise;
    double low = Arrays.stream(told.y()).min().orElseThrow();
    double high = Arrays.stream(told.y()).max().orElseThrow();
    double least = Arrays.stream(told.deviations()).max().orElseThrow();
    double before = expected.map(Expected::spread).orElse(0.0);
    spread = Math.max(Math.max(high - low, before), 10 * least);
    double[] shapes = model.shapes(spacing);
    places = grid(-0.5, 0.5, PLACES);
    logShapes = grid(StrictMath.log(shapes[0]), StrictMath.log(shapes[1]), SHAPES);
    judge();
    for (int k = 0; k < REFINEMENTS && refine(); k++) {
      judge();
    }
  }

  private static double[] grid(double from, double to, int count) {
    double[] grid = new double[count];
    Arrays.setAll(grid, k -> from + (to - from) * (k + 0.5) / count);
    return grid;
  }

  private void judge() {
    beliefs = new Belief[places.length][logShapes.length];
    weights = new double[places.length][logShapes.length];
    double best = Double.NEGATIVE_INFINITY;
    for (int p = 0; p < places.length; p++) {
      for (int s = 0; s < logShapes.length; s++) {
        beliefs[p][s] = belief(places[p], StrictMath.exp(logShapes[s]));
        weights[p][s] = beliefs[p][s].logEvidence();
        if (expected.isPresent()) {
          weights[p][s] += expected.get().logProbability(places[p], logShapes[s]);
        }
        best = Math.max(best, weights[p][s]);
      }
    }
    double sum = 0;
    for (int p = 0; p < places.length; p++) {
      for (int s = 0; s < logShapes.length; s++) {
        weights[p][s] = StrictMath.exp(weights[p][s] - best);
        sum += weights[p][s];
      }
    }
    for (double[] row : weights) {
      for (int s = 0; s < row.length; s++) {
        row[s] /= sum;
      }
    }
  }

  /** A finer grid about the possible part of this one; false if that is nearly all of it. */
  private boolean refine() {
    double most = Arrays.stream(weights).flatMapToDouble(Arrays::stream).max().orElseThrow();
    int[] place = {places.length, -1};
    int[] shape = {logShapes.length, -1};
    for (int p = 0; p < places.length; p++) {
      for (int s = 0; s < logShapes.length; s++) {
        if (weights[p][s] > NEGLIGIBLE * most) {
          place[0] = Math.min(place[0], p);
          place[1] = Math.max(place[1], p);
          shape[0] = Math.min(shape[0], s);
          shape[1] = Math.max(shape[1], s);
        }
      }
    }
    if (place[1] - place[0] + 1 > FINE * places.length) {
      return false;
    }
    places = within(places, place);
    logShapes = within(logShapes, shape);
    return true;
  }

  private static double[] within(double[] grid, int... possible) {
    double half = (grid[1] - grid[0]) / 2;
    return grid(grid[possible[0]] - half, grid[possible[1]] + half, grid.length);
  }

  private Belief belief(double place, double shape) {
    int n = model.linear();
    double[][] precision = new double[n][n];
    double[] pull = new double[n];
    double[] terms = new double[n];
    double total = 0;
    double middle = told.y()[0];
    for (int j = 0; j < n; j++) {
      precision[j][j] = 1 / (4 * spread * spread);
    }
    for (int i = 0; i < told.x().length; i++) {
      model.terms(told.x()[i], place, shape, terms);
      double deviation = noise * told.deviations()[i];
      double weight = 1 / (deviation * deviation);
      double y = told.y()[i] - middle;
      total += weight * y * y;
      for (int j = 0; j < n; j++) {
        pull[j] += weight * terms[j] * y;
        for (int k = 0; k <= j; k++) {
          precision[j][k] += weight * terms[j] * terms[k];
        }
      }
    }
    double logDeterminant = 0;
    for (int j = 0; j < n; j++) {
      for (int k = 0; k <= j; k++) {
        double sum = precision[j][k];
        for (int l = 0; l < k; l++) {
          sum -= precision[j][l] * precision[k][l];
        }
        precision[j][k] = j == k ? Math.sqrt(sum) : sum / precision[k][k];
      }
      logDeterminant += StrictMath.log(precision[j][j]);
    }
    double[] half = forward(precision, pull);
    double explained = 0;
    for (double part : half) {
      explained += part * part;
    }
    double[] mean = half.clone();
    for (int j = n - 1; j >= 0; j--) {
      for (int k = j + 1; k < n; k++) {
        mean[j] -= precision[k][j] * mean[k];
      }
      mean[j] /= precision[j][j];
    }
    double squares = total - explained;
    return new Belief(mean, precision, -squares / 2 - logDeterminant, squares);
  }

  private static double[] forward(double[][] factor, double... right) {
    double[] solution = right.clone();
    for (int j = 0; j < solution.length; j++) {
      for (int k = 0; k < j; k++) {
        solution[j] -= factor[j][k] * solution[k];
      }
      solution[j] /= factor[j][j];
    }
    return solution;
  }

  /** The smallest sum of squared residuals in standard deviations, with what the prior adds. */
  double squares() {
    double least = Double.POSITIVE_INFINITY;
    for (Belief[] row : beliefs) {
      for (Belief one : row) {
        least = Math.min(least, one.squares());
      }
    }
    return least;
  }

  /**
   * How much a reading would tell about the place: the variance that differences between places
   * cause in it, over the variance of everything else, its noise included. Given the place, all
   * other parameters are believed as they fit best to the readings so far.
   *
   * @param x from -0.5 to 0.5 over the range
   * @param deviation of the reading
   */
  double gain(double x, double deviation) {
    double[] terms = new double[model.linear()];
    double most = Arrays.stream(weights).flatMapToDouble(Arrays::stream).max().orElseThrow();
    double mean = 0;
    double square = 0;
    double within = 0;
    for (int p = 0; p < places.length; p++) {
      double weight = 0;
      double sum = 0;
      double squares = 0;
      for (int s = 0; s < logShapes.length; s++) {
        if (weights[p][s] > NEGLIGIBLE * most) {
          Belief belief = beliefs[p][s];
          model.terms(x, places[p], StrictMath.exp(logShapes[s]), terms);
          double predicted = 0;
          for (int j = 0; j < terms.length; j++) {
            predicted += terms[j] * belief.mean()[j];
          }
          for (double part : forward(belief.factor(), terms)) {
            within += weights[p][s] * part * part;
          }
          weight += weights[p][s];
          sum += weights[p][s] * predicted;
          squares += weights[p][s] * predicted * predicted;
        }
      }
      if (weight > 0) {
        mean += sum;
        square += sum * sum / weight;
        within += squares - sum * sum / weight;
      }
    }
    double between = Math.max(0, square - mean * mean);
    return between / (Math.max(0, within) + noise * noise * deviation * deviation);
  }

  /** The range of the readings, or of earlier ones. */
  double spread() {
    return spread;
  }

  /** The natural logarithm of the shape, over the range. */
  Value logShape() {
    double mean = 0;
    double square = 0;
    for (double[] row : weights) {
      for (int s = 0; s < row.length; s++) {
        mean += logShapes[s] * row[s];
        square += logShapes[s] * logShapes[s] * row[s];
      }
    }
    return new Value(mean, Math.sqrt(Math.max(0, square - mean * mean)));
  }

  /** The place of the model, from -0.5 to 0.5 over the range. */
  Value place() {
    double mean = 0;
    for (int p = 0; p < places.length; p++) {
      mean += places[p] * Arrays.stream(weights[p]).sum();
    }
    double variance = 0;
    for (int p = 0; p < places.length; p++) {
      variance += StrictMath.pow(places[p] - mean, 2) * Arrays.stream(weights[p]).sum();
    }
    return new Value(mean, Math.sqrt(variance));
  }
}
