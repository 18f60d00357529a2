package org.spinbench.calibration.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.spinbench.calibration.FitReport;
import org.spinbench.calibration.PriorInfluence;
import org.spinbench.calibration.Value;

/**
 * A weighted nonlinear least-squares problem. Parameters have names, start values and scales; some
 * are fixed, some have a prior. Residuals are divided by their standard deviations. It is solved by
 * the method of Levenberg and Marquardt (Marquardt 1963, doi:10.1137/0111030) with the damping of
 * Nielsen (IMM-REP-1999-05, Technical University of Denmark): a step that increases the sum of
 * squares, or leads to where the model has no values, is shortened. Derivatives come from the
 * model, or from central differences of 5·10⁻⁶ of a parameter's scale.
 */
public final class LeastSquares {
  private static final double STEP = 5e-6;

  /** The same for a coarse solution. */
  private static final double COARSE_STEP = 1e-5;

  /**
   * Part of the sum of squares, for each reading, to which a step of Gauss and Newton would still
   * lower it when a fit has converged: 3·10⁻⁷ standard deviations, squared.
   */
  private static final double CONVERGED = 1e-13;

  /** The same where rounding prevents further progress: 10⁻³ standard deviations. */
  private static final double STALLED = 1e-6;

  private static final double ROUNDING = 1e-12;

  /** Relative change of the sum of squares by a step that makes no progress. */
  private static final double STANDSTILL = 1e-14;

  /** The same for a coarse solution. */
  private static final double SLOW = 1e-7;

  private static final int PATIENCE = 6;

  /** Absolute change of the sum of squares that is negligible. */
  private static final double NOTHING = 1e-18;

  private static final double FIRST_DAMPING = 1e-3;
  private static final double LEAST_DAMPING = 1e-12;

  /** Damping at which a step is too short to change anything. */
  private static final double MOST_DAMPING = 1e16;

  private static final int STEPS = 400;

  /** A model compared with its readings. */
  @FunctionalInterface
  public interface Residuals {
    /**
     * Writes one residual for each reading: (model − reading)/σ.
     *
     * @param parameters in the order of declaration
     * @param residuals to write
     */
    void at(double[] parameters, double[] residuals);
  }

  /** Derivatives of the residuals. */
  @FunctionalInterface
  public interface Slopes {
    /**
     * Writes the derivatives of all residuals.
     *
     * @param parameters in the order of declaration
     * @param slopes to write: a row for each reading, initially zero, a column for each parameter
     *     in the order of declaration
     */
    void at(double[] parameters, double[][] slopes);
  }

  /**
   * The result.
   *
   * @param values in the order of declaration, fixed ones included
   * @param deviations standard deviations; zero for fixed parameters
   * @param report covariance of the parameters that were free, and chi-square
   */
  public record Solution(double[] values, double[] deviations, FitReport report) {
    /** One parameter with its deviation. */
    public Value value(int parameter) {
      return new Value(values[parameter], deviations[parameter]);
    }
  }

  /** A parameter in the form that the optimiser moves: in units of its scale, or its logarithm. */
  private record Parameter(
      String name,
      double start,
      double scale,
      double prior,
      double priorDeviation,
      boolean logarithmic) {

    /** The value after a step of the moved quantity. */
    double moved(double value, double step) {
      return logarithmic ? value * StrictMath.exp(step) : value + step * scale;
    }

    /** Derivative of the value by the moved quantity. */
    double unit(double value) {
      return logarithmic ? value : scale;
    }
  }

  private final String name;
  private final List<Parameter> parameters = new ArrayList<>();
  private boolean coarse;

  /**
   * A problem without parameters.
   *
   * @param name subject of the fit, for messages
   */
  public LeastSquares(String name) {
    this.name = name;
  }

  /**
   * Declares a free parameter.
   *
   * @param scale change of the parameter that changes the model noticeably; positive
   */
  public LeastSquares free(String parameter, double start, double scale) {
    parameters.add(new Parameter(parameter, start, scale, 0, Double.POSITIVE_INFINITY, false));
    return this;
  }

  /** Declares a free parameter that is positive; the optimiser moves its logarithm. */
  public LeastSquares positive(String parameter, double start) {
    parameters.add(new Parameter(parameter, start, start, 0, Double.POSITIVE_INFINITY, true));
    return this;
  }

  /** Declares a free parameter with a prior: prior ± deviation. */
  public LeastSquares prior(String parameter, double start, double prior, double deviation) {
    parameters.add(new Parameter(parameter, start, deviation, prior, deviation, false));
    return this;
  }

  /** Declares a parameter that keeps its value. */
  public LeastSquares fixed(String parameter, double value) {
    parameters.add(new Parameter(parameter, value, 0, 0, Double.POSITIVE_INFINITY, false));
    return this;
  }

  /** Accepts a solution where the descent becomes slow, as it does in a flat valley. */
  public LeastSquares coarse() {
    coarse = true;
    return this;
  }

  /**
   * Minimises the sum of squares.
   *
   * @param readings number of residuals
   * @throws FitException if there are too few readings, or they do not determine the parameters, or
   *     the model has no values at the start or anywhere about it
   */
  public Solution minimise(int readings, Residuals model) {
    return minimise(readings, model, (values, slopes) -> differences(values, slopes, model));
  }

  /**
   * Minimises the sum of squares of a model that has derivatives.
   *
   * @throws FitException as above
   */
  public Solution minimise(int readings, Residuals model, Slopes slopes) {
    int[] free = free();
    int rows = readings;
    for (int i : free) {
      rows += Double.isFinite(parameters.get(i).priorDeviation()) ? 1 : 0;
    }
    if (rows <= free.length) {
      throw new FitException(
          name + ": " + readings + " readings cannot determine " + free.length + " parameters.");
    }
    return solution(descend(free, readings, model, slopes), free, rows - free.length);
  }

  private int[] free() {
    return IntStream.range(0, parameters.size())
        .filter(i -> parameters.get(i).scale() > 0)
        .toArray();
  }

  /** A point with its sum of squares, half the gradient and half the Hessian. */
  private record Place(double[] values, double cost, double[] gradient, double[][] matrix) {}

  private Place descend(int[] free, int readings, Residuals model, Slopes slopes) {
    double[] start = parameters.stream().mapToDouble(Parameter::start).toArray();
    double[] residuals = new double[readings];
    double cost = cost(start, residuals, model);
    if (!Double.isFinite(cost)) {
      throw new FitException(
          name
              + ": the model has no value at the start (a residual is "
              + Arrays.stream(residuals).filter(r -> !Double.isFinite(r)).findFirst().orElse(cost)
              + "); start from other values.");
    }
    Place at = linearised(start, cost, residuals, free, slopes);
    double damping = FIRST_DAMPING;
    double growth = 2;
    boolean outside = false;
    int stalled = 0;
    int step = 0;
    for (; step < STEPS && stalled < PATIENCE; step++) {
      Optional<SkylineCholesky> factor = SkylineCholesky.of(at.matrix(), damping);
      if (factor.isPresent()) {
        double[] move = factor.get().solve(at.gradient());
        double foretold = foretold(at, move, damping);
        double[] tried = moved(at.values(), move, free);
        double triedCost = cost(tried, residuals, model);
        outside = !Double.isFinite(triedCost);
        double limit = CONVERGED * at.cost() / (coarse ? 1 : readings) + NOTHING;
        boolean converged = foretold <= limit && (coarse || remaining(at, foretold) <= limit);
        // the last step changes the sum by less than its rounding
        boolean better = triedCost <= at.cost() * (converged ? 1 + ROUNDING : 1);
        if (better) {
          stalled =
              at.cost() - triedCost <= (coarse ? SLOW : STANDSTILL) * at.cost() ? stalled + 1 : 0;
          double ratio = foretold > 0 ? (at.cost() - triedCost) / foretold : 1;
          double off = 2 * ratio - 1;
          damping *= Math.max(1.0 / 3, 1 - off * off * off);
          damping = Math.max(LEAST_DAMPING, damping);
          growth = 2;
          at = linearised(tried, triedCost, residuals, free, slopes);
        }
        if (converged && !outside) {
          return at;
        }
        if (better) {
          continue;
        }
      }
      damping *= growth;
      growth *= 2;
      if (damping > MOST_DAMPING) {
        if (outside) {
          throw new FitException(
              name
                  + ": every step, however short, leaves the range in which the model has values;"
                  + " start from other values.");
        }
        break;
      }
    }
    if (coarse && step < STEPS
        || remaining(at, Double.POSITIVE_INFINITY) <= STALLED * at.cost() / readings + NOTHING) {
      return at;
    }
    throw new FitException(
        name
            + ": the fit did not converge in "
            + STEPS
            + " steps. Look at the readings: is there a line in range, above the noise?");
  }

  /**
   * Decrease of the sum of squares down to its minimum if the model is linear: the square of the
   * distance to the minimum, in standard deviations.
   *
   * @param otherwise result if the readings do not determine all parameters
   */
  private static double remaining(Place at, double otherwise) {
    return SkylineCholesky.of(at.matrix(), 0)
        .map(factor -> foretold(at, factor.solve(at.gradient()), 0))
        .orElse(otherwise);
  }

  /** Decrease of the sum of squares by a step if the model is linear. */
  private static double foretold(Place at, double[] move, double damping) {
    double sum = 0;
    for (int j = 0; j < move.length; j++) {
      sum += move[j] * (at.gradient()[j] + damping * at.matrix()[j][j] * move[j]);
    }
    return sum;
  }

  private double[] moved(double[] values, double[] move, int[] free) {
    double[] moved = values.clone();
    for (int j = 0; j < free.length; j++) {
      moved[free[j]] = parameters.get(free[j]).moved(values[free[j]], -move[j]);
    }
    return moved;
  }

  /** The sum of squares, priors included; writes the residuals of the readings. */
  private double cost(double[] values, double[] residuals, Residuals model) {
    model.at(values, residuals);
    double sum = 0;
    for (double residual : residuals) {
      sum += residual * residual;
    }
    for (int i = 0; i < values.length; i++) {
      double distance = distance(values, i);
      sum += distance * distance;
    }
    return sum;
  }

  /** Distance of a parameter from its prior, in prior deviations. */
  private double distance(double[] values, int i) {
    Parameter parameter = parameters.get(i);
    return (values[i] - parameter.prior()) / parameter.priorDeviation();
  }

  private Place linearised(
      double[] values, double cost, double[] residuals, int[] free, Slopes slopes) {
    double[][] all = new double[residuals.length][values.length];
    slopes.at(values, all);
    int n = free.length;
    double[] units = new double[n];
    Arrays.setAll(units, j -> parameters.get(free[j]).unit(values[free[j]]));
    double[] gradient = new double[n];
    double[][] matrix = new double[n][];
    Arrays.setAll(matrix, j -> new double[j + 1]);
    double[] row = new double[n];
    for (int i = 0; i < residuals.length; i++) {
      for (int j = 0; j < n; j++) {
        row[j] = all[i][free[j]] * units[j];
      }
      for (int j = 0; j < n; j++) {
        double slope = row[j];
        if (slope != 0) {
          gradient[j] += slope * residuals[i];
          double[] line = matrix[j];
          for (int k = 0; k <= j; k++) {
            line[k] += slope * row[k];
          }
        }
      }
    }
    if (!Arrays.stream(gradient).allMatch(Double::isFinite)) {
      throw new FitException(
          name
              + ": the model has no derivatives where the fit stands, at the end of the range in"
              + " which it has values; start from other values.");
    }
    for (int j = 0; j < n; j++) {
      double slope = units[j] / parameters.get(free[j]).priorDeviation();
      gradient[j] += slope * distance(values, free[j]);
      matrix[j][j] += slope * slope;
    }
    return new Place(values.clone(), cost, gradient, matrix);
  }

  private void differences(double[] values, double[][] slopes, Residuals model) {
    double[] above = new double[slopes.length];
    double[] below = new double[slopes.length];
    double[] beside = values.clone();
    for (int j : free()) {
      double step = (coarse ? COARSE_STEP : STEP) * parameters.get(j).unit(values[j]);
      beside[j] = values[j] + step;
      model.at(beside, above);
      beside[j] = values[j] - step;
      model.at(beside, below);
      beside[j] = values[j];
      for (int i = 0; i < slopes.length; i++) {
        slopes[i][j] = (above[i] - below[i]) / (2 * step);
      }
    }
  }

  private Solution solution(Place optimum, int[] free, int degrees) {
    double[][] covariance =
        SkylineCholesky.of(optimum.matrix(), 0)
            .orElseThrow(
                () ->
                    new FitException(
                        name
                            + ": the readings do not determine all parameters; measure more"
                            + " settings."))
            .inverse();
    double[] values = optimum.values();
    double inflation = Math.max(1, optimum.cost() / degrees);
    double[] deviations = new double[values.length];
    List<String> names = new ArrayList<>();
    List<List<Double>> rows = new ArrayList<>();
    Map<String, PriorInfluence> priors = new LinkedHashMap<>();
    for (int j = 0; j < free.length; j++) {
      Parameter parameter = parameters.get(free[j]);
      names.add(parameter.name());
      List<Double> row = new ArrayList<>();
      for (int k = 0; k < free.length; k++) {
        double units =
            parameter.unit(values[free[j]]) * parameters.get(free[k]).unit(values[free[k]]);
        row.add(covariance[j][k] * units * inflation);
      }
      deviations[free[j]] = Math.sqrt(row.get(j));
      rows.add(List.copyOf(row));
      if (Double.isFinite(parameter.priorDeviation())) {
        double alone = deviations[free[j]] / Math.sqrt(inflation);
        priors.put(
            parameter.name(),
            new PriorInfluence(
                new Value(parameter.prior(), parameter.priorDeviation()),
                new Value(values[free[j]], alone)));
      }
    }
    FitReport report =
        new FitReport(List.copyOf(names), List.copyOf(rows), optimum.cost(), degrees, priors);
    return new Solution(values.clone(), deviations, report);
  }
}
