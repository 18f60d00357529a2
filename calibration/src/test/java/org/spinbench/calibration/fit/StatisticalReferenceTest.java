package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.exception.MathIllegalArgumentException;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresOptimizer.Optimum;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresProblem;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.util.Pair;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Fits every Statistical Reference Dataset of NIST from both of its starts, and the same with the
 * optimizer of Commons Math.
 */
@Tag("any-jdk")
class StatisticalReferenceTest {
  /** Digits to which an accepted fit must agree with the certified values. */
  private static final double DIGITS = 6;

  /** Fits that do not reach the certified values; from their other start all but one do. */
  private static final List<String> REFUSED =
      List.of("MGH17 1", "Lanczos1 1", "Lanczos1 2", "BoxBOD 1", "MGH10 1", "Eckerle4 1");

  /** One fit: digits of its values and of its deviations; none if it was refused. */
  private record Outcome(double values, double deviations, String refusal) {
    @Override
    public String toString() {
      return refusal.isEmpty()
          ? String.format(Locale.ROOT, "%4.1f %4.1f", values, deviations)
          : refusal;
    }
  }

  /**
   * Prints the digits of values and deviations. A dataset is 24 numbers without noise (Lanczos1):
   * there the differences that give the slopes are less exact than the data.
   */
  @Test
  void acceptedFitsHaveTheCertifiedValuesAndOthersAreRefused() {
    List<String> refused = new ArrayList<>();
    int peerWrong = 0;
    for (StatisticalReference data : StatisticalReference.all()) {
      for (int s = 0; s < 2; s++) {
        String name = data.name() + " " + (s + 1);
        Outcome own = own(data, data.starts()[s]);
        Outcome peer = peer(data, data.starts()[s]);
        System.out.println(name + ": " + own + " | Commons Math " + peer);
        peerWrong += peer.refusal().isEmpty() && peer.values() < DIGITS ? 1 : 0;
        if (own.refusal().isEmpty()) {
          assertTrue(own.values() >= DIGITS, name + ": " + own);
          assertTrue(own.deviations() >= 4, name + ": " + own);
        } else {
          refused.add(name);
        }
      }
    }
    System.out.println("Commons Math, accepted with fewer than six digits: " + peerWrong);
    assertEquals(REFUSED, refused);
    assertTrue(peerWrong > 0, "nothing is left that the project's own method does better");
  }

  /** The certified residual standard deviation, so that chi-square tells whether a fit is good. */
  private static double deviation(StatisticalReference data) {
    return Math.sqrt(data.squares() / (data.points().size() - data.values().length));
  }

  private static Outcome own(StatisticalReference data, double[] start) {
    LeastSquares problem = new LeastSquares(data.name());
    for (int j = 0; j < start.length; j++) {
      problem.free("b" + (j + 1), start[j], Math.abs(start[j]));
    }
    double deviation = deviation(data);
    try {
      LeastSquares.Solution s =
          problem.minimise(data.points().size(), (b, r) -> data.residuals(b, deviation, r));
      return s.report().unexplained()
          ? new Outcome(0, 0, "chi-square " + s.report().reducedChiSquare())
          : new Outcome(
              StatisticalReference.digits(s.values(), data.values()),
              StatisticalReference.digits(s.deviations(), data.deviations()),
              "");
    } catch (FitException e) {
      return new Outcome(0, 0, e.getMessage());
    }
  }

  private static Outcome peer(StatisticalReference data, double[] start) {
    int n = data.points().size();
    LeastSquaresProblem problem =
        new LeastSquaresBuilder()
            .start(start)
            .target(new double[n])
            .model(
                point -> {
                  double[] b = point.toArray();
                  double[] at = new double[n];
                  data.residuals(b, deviation(data), at);
                  return new Pair<>(
                      new ArrayRealVector(at), new Array2DRowRealMatrix(slopes(data, b, start)));
                })
            .maxEvaluations(10_000)
            .maxIterations(10_000)
            .build();
    try {
      Optimum optimum = new LevenbergMarquardtOptimizer().optimize(problem);
      double[] found = optimum.getPoint().toArray();
      return new Outcome(
          StatisticalReference.digits(found, data.values()),
          StatisticalReference.digits(optimum.getSigma(1e-14).toArray(), data.deviations()),
          "");
    } catch (MathIllegalStateException | MathIllegalArgumentException e) {
      return new Outcome(0, 0, e.getMessage());
    }
  }

  /** Central differences of 5·10⁻⁶ of the start values, as the project's own fits take them. */
  private static double[][] slopes(StatisticalReference data, double[] b, double[] start) {
    int n = data.points().size();
    double[][] slopes = new double[n][b.length];
    double[] above = new double[n];
    double[] below = new double[n];
    for (int j = 0; j < b.length; j++) {
      double step = 5e-6 * Math.abs(start[j]);
      double[] beside = b.clone();
      beside[j] = b[j] + step;
      data.residuals(beside, deviation(data), above);
      beside[j] = b[j] - step;
      data.residuals(beside, deviation(data), below);
      for (int i = 0; i < n; i++) {
        slopes[i][j] = (above[i] - below[i]) / (2 * step);
      }
    }
    return slopes;
  }
}
