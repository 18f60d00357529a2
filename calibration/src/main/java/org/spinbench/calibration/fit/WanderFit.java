package org.spinbench.calibration.fit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.SimpleBounds;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.BOBYQAOptimizer;
import org.spinbench.calibration.fit.filter.DriftFilter;

/**
 * Measures how fast numbers wander, from readings at different settings: it finds the rate of their
 * random walk and the repeatability of settings that maximise the likelihood of the readings
 * ({@link DriftFilter}). Both make one reading differ from the next.
 */
public final class WanderFit {
  /** Range of the rate, in widths per root second. */
  private static final double SLOWEST = 1e-6;

  private static final double FASTEST = 1;

  /** Range of the relative rms difference between a set and an acting value. */
  private static final double FINEST = 1e-5;

  private static final double COARSEST = 0.05;

  /** Interpolation points of the optimiser. */
  private static final int POINTS = 5;

  /** First step and accuracy of the two logarithms. */
  private static final double FIRST_RADIUS = 2;

  private static final double ACCURACY = 0.02;
  private static final int MOST_EVALUATIONS = 400;

  /** Searches along each number where the quadratic model fails. */
  private static final int ROUNDS = 3;

  /** Intervals in the range of a number, where the likelihood can be flat. */
  private static final int PLACES = 12;

  /** Step of a logarithm for its uncertainty. */
  private static final double STEP = 0.5;

  /** Largest deviation of the logarithm of a squared rate that is clearly not zero. */
  private static final double CERTAIN = 0.5;

  /** Log-likelihood ratio from which on wander counts as seen: two standard deviations. */
  private static final double SEEN = 2;

  /** The same at one standard deviation. */
  private static final double ONE_DEVIATION = 0.5;

  private static final int HALVINGS = 12;

  private final Readings readings;

  /**
   * Readings, with their dependence on the numbers.
   *
   * @param times of the readings, in order, s
   * @param slopes derivative of each reading by each number; those that wander come first
   * @param residuals readings less the fitted values
   * @param wandering how many of the numbers wander
   * @param deviations prior deviations of the numbers; large for those without a prior
   * @param variances of the readings' noise
   * @param bySetting variance of each reading per squared relative error of its setting
   */
  public record Readings(
      double[] times,
      double[][] slopes,
      double[] residuals,
      int wandering,
      double[] deviations,
      double[] variances,
      double[] bySetting) {}

  /**
   * The result.
   *
   * @param rate rate per root second, in the unit of the numbers; 0 if the readings show no wander
   * @param deviation one standard deviation of the rate
   * @param repeatability relative rms difference between a set and an acting value
   * @param degrees degrees of freedom of the square of the repeatability
   */
  public record Found(double rate, double deviation, double repeatability, double degrees) {
    /** Whether the readings show wander. */
    public boolean seen() {
      return rate > 0;
    }
  }

  private WanderFit(Readings readings) {
    this.readings = readings;
  }

  /**
   * Measures the rate.
   *
   * @param width a displacement that every reading would show, in the unit of the numbers
   */
  public static Found of(Readings readings, double width) {
    return new WanderFit(readings).run(square(SLOWEST * width), square(FASTEST * width));
  }

  private Found run(double slowest, double fastest) {
    double[] lower = {StrictMath.log(slowest), StrictMath.log(FINEST)};
    double[] upper = {StrictMath.log(fastest), StrictMath.log(COARSEST)};
    double[] start = {(lower[0] + 2 * upper[0]) / 3, (lower[1] + upper[1]) / 2};
    double[] best = likeliest(start, lower, upper);
    double most = logLikelihood(best);
    double uncertain = uncertainty(best, most);
    double rate = StrictMath.exp(best[0] / 2);
    double error = StrictMath.exp(best[1]);
    // The square of the error has twice the relative deviation.
    double degrees = Math.max(1, curvature(best, most, 0, 1) / 2);
    if (uncertain > CERTAIN && still(lower) > most - SEEN) {
      double limit = limit(best, upper[0], most - ONE_DEVIATION);
      return new Found(0, StrictMath.exp(limit / 2), error, degrees);
    }
    return new Found(rate, Math.min(1, uncertain / 2) * rate, error, degrees);
  }

  /**
   * The quadratic model of the search can lose its precision, at a bound above all. The search then
   * goes on along one number after the other.
   */
  private double[] likeliest(double[] start, double[] lower, double[] upper) {
    try {
      return new BOBYQAOptimizer(POINTS, FIRST_RADIUS, ACCURACY)
          .optimize(
              new MaxEval(MOST_EVALUATIONS),
              new ObjectiveFunction(this::logLikelihood),
              GoalType.MAXIMIZE,
              new SimpleBounds(lower, upper),
              new InitialGuess(start))
          .getPoint();
    } catch (MathIllegalStateException imprecise) {
      double[] best = start.clone();
      for (int i = 0; i < 2 * ROUNDS; i++) {
        int along = i % 2;
        double[] at = best.clone();
        DoubleUnaryOperator likelihood =
            value -> {
              at[along] = StrictMath.log(value);
              return logLikelihood(at);
            };
        double step = (upper[along] - lower[along]) / PLACES;
        double place =
            IntStream.rangeClosed(0, PLACES)
                .mapToObj(k -> lower[along] + k * step)
                .max(Comparator.comparingDouble(v -> likelihood.applyAsDouble(StrictMath.exp(v))))
                .orElseThrow();
        double least = StrictMath.exp(Math.max(lower[along], place - step));
        double most = StrictMath.exp(Math.min(upper[along], place + step));
        best[along] = StrictMath.log(LogSearch.largest(least, most, likelihood));
      }
      return best;
    }
  }

  /** One standard deviation of the logarithm of the squared rate, whatever the repeatability. */
  private double uncertainty(double[] at, double most) {
    double byRate = curvature(at, most, 1, 0);
    double byError = curvature(at, most, 0, 1);
    double both = (curvature(at, most, 1, 1) - byRate - byError) / 2;
    double information = byError > 0 ? byRate - both * both / byError : byRate;
    return information > 0 ? 1 / Math.sqrt(information) : Double.POSITIVE_INFINITY;
  }

  private double curvature(double[] at, double most, int alongRate, int alongError) {
    double[] ahead = {at[0] + alongRate * STEP, at[1] + alongError * STEP};
    double[] behind = {at[0] - alongRate * STEP, at[1] - alongError * STEP};
    return (2 * most - logLikelihood(ahead) - logLikelihood(behind)) / (STEP * STEP);
  }

  /** The largest likelihood without any wander. */
  private double still(double[] lower) {
    double error =
        LogSearch.largest(
            FINEST,
            COARSEST,
            other -> logLikelihood(new double[] {lower[0], StrictMath.log(other)}));
    return logLikelihood(new double[] {lower[0], StrictMath.log(error)});
  }

  /**
   * The logarithm of the squared rate above the likeliest one at which the log-likelihood has
   * decreased by a given amount.
   */
  private double limit(double[] best, double fastest, double fallen) {
    double low = best[0];
    double high = fastest;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (logLikelihood(new double[] {middle, best[1]}) > fallen) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** The log-likelihood at the logarithms of the squared rate and of the repeatability. */
  private double logLikelihood(double[] at) {
    double squared = StrictMath.exp(2 * at[1]);
    double[] variances = readings.variances().clone();
    for (int i = 0; i < variances.length; i++) {
      variances[i] += squared * readings.bySetting()[i];
    }
    double[] each =
        new DriftFilter(
                readings.times(), readings.slopes(), readings.residuals(), readings.wandering())
            .logLikelihoods(
                new double[readings.deviations().length],
                readings.deviations(),
                variances,
                StrictMath.exp(at[0]));
    return Arrays.stream(each).sum();
  }

  private static double square(double x) {
    return x * x;
  }
}
