package org.spinbench.calibration;

import java.util.List;

/**
 * How well a model fits its readings, and how its parameters vary together.
 *
 * @param parameters names of the parameters, in the order of the covariance
 * @param covariance of the parameters, SI units; already scaled by the reduced chi-square where
 *     that exceeds one
 * @param chiSquare sum of the squared residuals, each over its standard deviation
 * @param degreesOfFreedom readings less parameters
 */
public record FitReport(
    List<String> parameters,
    List<List<Double>> covariance,
    double chiSquare,
    int degreesOfFreedom) {

  /** Chi-square per degree of freedom; about one for a model that explains its readings. */
  public double reducedChiSquare() {
    return chiSquare / degreesOfFreedom;
  }
}
