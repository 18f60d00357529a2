package org.spinbench.calibration.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresOptimizer.Optimum;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.fitting.leastsquares.MultivariateJacobianFunction;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.apache.commons.math3.util.Pair;
import org.spinbench.calibration.FitReport;
import org.spinbench.calibration.Value;

/**
 * A weighted nonlinear least-squares problem (Levenberg-Marquardt): named parameters, each with a
 * start value and a scale, some held fixed, some with a prior; residuals that are already divided
 * by their standard deviations. Derivatives are central differences of 10⁻⁵ of a parameter's scale.
 */
public final class LeastSquares {
  private static final double STEP = 1e-5;

  /** Relative change of the sum of squares, and of the parameters, at which a fit has converged. */
  private static final double COST_TOLERANCE = 1e-7;

  private static final double PARAMETER_TOLERANCE = 1e-9;
  private static final int EVALUATIONS = 400;

  /** A model compared with its readings. */
  @FunctionalInterface
  public interface Residuals {
    /**
     * Writes one residual a reading: (model − reading)/σ.
     *
     * @param parameters in the order of declaration
     * @param residuals to write
     */
    void at(double[] parameters, double[] residuals);
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

    /** The same with all variances larger by a factor, for readings that are not independent. */
    Solution widened(double factor) {
      double[] wider = deviations.clone();
      for (int i = 0; i < wider.length; i++) {
        wider[i] *= Math.sqrt(factor);
      }
      List<List<Double>> covariance =
          report.covariance().stream()
              .map(row -> row.stream().map(c -> c * factor).toList())
              .toList();
      return new Solution(
          values,
          wider,
          new FitReport(
              report.parameters(), covariance, report.chiSquare(), report.degreesOfFreedom()));
    }
  }

  /** A parameter as the optimiser moves it: in units of its scale, or its logarithm. */
  private record Parameter(
      String name,
      double start,
      double scale,
      double prior,
      double priorDeviation,
      boolean logarithmic) {

    double moved() {
      return logarithmic ? StrictMath.log(start) : start / scale;
    }

    double value(double moved) {
      return logarithmic ? StrictMath.exp(moved) : moved * scale;
    }

    /** Change of the value by a small change of what is moved. */
    double unit(double value) {
      return logarithmic ? value : scale;
    }
  }

  private final String name;
  private final List<Parameter> parameters = new ArrayList<>();

  /**
   * A problem without parameters.
   *
   * @param name what is fitted, for messages
   */
  public LeastSquares(String name) {
    this.name = name;
  }

  /**
   * Declares a free parameter.
   *
   * @param scale change over which the model changes noticeably; positive
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

  /** Declares a free parameter about which something is known beforehand: prior ± deviation. */
  public LeastSquares prior(String parameter, double start, double prior, double deviation) {
    parameters.add(new Parameter(parameter, start, deviation, prior, deviation, false));
    return this;
  }

  /** Declares a parameter that keeps its value. */
  public LeastSquares fixed(String parameter, double value) {
    parameters.add(new Parameter(parameter, value, 0, 0, Double.POSITIVE_INFINITY, false));
    return this;
  }

  /**
   * Minimises the sum of squares.
   *
   * @param readings number of residuals
   * @throws FitException if there are too few readings, or they do not determine the parameters
   */
  public Solution minimise(int readings, Residuals model) {
    int[] free = free();
    int[] priors =
        IntStream.of(free)
            .filter(i -> Double.isFinite(parameters.get(i).priorDeviation()))
            .toArray();
    if (readings + priors.length <= free.length) {
      throw new FitException(
          name + ": " + readings + " readings cannot determine " + free.length + " parameters.");
    }
    double[] values = parameters.stream().mapToDouble(Parameter::start).toArray();
    MultivariateJacobianFunction function =
        point -> {
          place(point.toArray(), free, values);
          return linearised(values, free, priors, readings, model);
        };
    Optimum optimum = optimise(function, free, readings + priors.length);
    place(optimum.getPoint().toArray(), free, values);
    return solution(values, free, optimum, readings + priors.length - free.length);
  }

  private int[] free() {
    return IntStream.range(0, parameters.size())
        .filter(i -> parameters.get(i).scale() > 0)
        .toArray();
  }

  private Optimum optimise(MultivariateJacobianFunction function, int[] free, int residuals) {
    double[] start = new double[free.length];
    for (int j = 0; j < free.length; j++) {
      start[j] = parameters.get(free[j]).moved();
    }
    try {
      return new LevenbergMarquardtOptimizer()
          .withCostRelativeTolerance(COST_TOLERANCE)
          .withParameterRelativeTolerance(PARAMETER_TOLERANCE)
          .withOrthoTolerance(PARAMETER_TOLERANCE)
          .optimize(
              new LeastSquaresBuilder()
                  .model(function)
                  .start(start)
                  .target(new double[residuals])
                  .lazyEvaluation(false)
                  .maxEvaluations(EVALUATIONS)
                  .maxIterations(EVALUATIONS)
                  .build());
    } catch (MathIllegalStateException e) {
      throw new FitException(
          name
              + ": the fit did not converge ("
              + e.getMessage()
              + "). Look at the readings: is there a line in range, above the noise?",
          e);
    }
  }

  /** What the optimiser moves, to all parameters. */
  private void place(double[] moved, int[] free, double[] values) {
    for (int j = 0; j < free.length; j++) {
      values[free[j]] = parameters.get(free[j]).value(moved[j]);
    }
  }

  private Pair<RealVector, RealMatrix> linearised(
      double[] values, int[] free, int[] priors, int readings, Residuals model) {
    int rows = readings + priors.length;
    double[] centre = residuals(values, priors, readings, model);
    double[][] jacobian = new double[rows][free.length];
    for (int j = 0; j < free.length; j++) {
      double value = values[free[j]];
      double step = STEP * parameters.get(free[j]).unit(value);
      values[free[j]] = value + step;
      double[] above = residuals(values, priors, readings, model);
      values[free[j]] = value - step;
      double[] below = residuals(values, priors, readings, model);
      values[free[j]] = value;
      for (int i = 0; i < rows; i++) {
        jacobian[i][j] = (above[i] - below[i]) / (2 * STEP);
      }
    }
    return new Pair<>(
        new ArrayRealVector(centre, false), new Array2DRowRealMatrix(jacobian, false));
  }

  private double[] residuals(double[] values, int[] priors, int readings, Residuals model) {
    double[] residuals = new double[readings + priors.length];
    model.at(values, residuals);
    for (int i = 0; i < priors.length; i++) {
      Parameter parameter = parameters.get(priors[i]);
      residuals[readings + i] =
          (values[priors[i]] - parameter.prior()) / parameter.priorDeviation();
    }
    for (double residual : residuals) {
      if (!Double.isFinite(residual)) {
        throw new FitException(
            name + ": the model left its range (a residual is " + residual + ").");
      }
    }
    return residuals;
  }

  private Solution solution(double[] values, int[] free, Optimum optimum, int degrees) {
    double chiSquare = optimum.getCost() * optimum.getCost();
    RealMatrix covariance;
    try {
      covariance = optimum.getCovariances(1e-14);
    } catch (SingularMatrixException e) {
      throw new FitException(
          name + ": the readings do not determine all parameters; measure more settings.", e);
    }
    double inflation = Math.max(1, chiSquare / degrees);
    double[] deviations = new double[values.length];
    List<String> names = new ArrayList<>();
    List<List<Double>> rows = new ArrayList<>();
    for (int j = 0; j < free.length; j++) {
      Parameter parameter = parameters.get(free[j]);
      names.add(parameter.name());
      List<Double> row = new ArrayList<>();
      for (int k = 0; k < free.length; k++) {
        double units =
            parameter.unit(values[free[j]]) * parameters.get(free[k]).unit(values[free[k]]);
        row.add(covariance.getEntry(j, k) * units * inflation);
      }
      deviations[free[j]] = Math.sqrt(row.get(j));
      rows.add(List.copyOf(row));
    }
    FitReport report = new FitReport(List.copyOf(names), List.copyOf(rows), chiSquare, degrees);
    return new Solution(values.clone(), deviations, report);
  }
}
