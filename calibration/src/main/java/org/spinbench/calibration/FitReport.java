package org.spinbench.calibration;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The quality of a fit, and the covariance of its parameters.
 *
 * @param parameters names of the parameters, in the order of the covariance
 * @param covariance of the parameters, SI units; already scaled by the reduced chi-square where
 *     that exceeds one
 * @param chiSquare sum of the squared residuals, each over its standard deviation
 * @param degreesOfFreedom readings less parameters
 * @param priors of the parameters that have one, by name
 */
public record FitReport(
    List<String> parameters,
    List<List<Double>> covariance,
    double chiSquare,
    int degreesOfFreedom,
    Map<String, PriorInfluence> priors) {

  /** From this chi-square per degree of freedom on, a model does not explain its readings. */
  private static final double POOR = 2;

  public FitReport {
    priors = Collections.unmodifiableMap(new LinkedHashMap<>(priors));
  }

  /** A report without priors. */
  public FitReport(
      List<String> parameters,
      List<List<Double>> covariance,
      double chiSquare,
      int degreesOfFreedom) {
    this(parameters, covariance, chiSquare, degreesOfFreedom, Map.of());
  }

  /** Whether the model does not explain its readings, so that its numbers cannot be relied on. */
  public boolean unexplained() {
    return reducedChiSquare() > POOR;
  }

  /** Chi-square per degree of freedom; about one for a model that explains its readings. */
  public double reducedChiSquare() {
    return chiSquare / degreesOfFreedom;
  }
}
