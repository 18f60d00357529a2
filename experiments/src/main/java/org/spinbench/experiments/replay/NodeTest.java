package org.spinbench.experiments.replay;

import java.util.List;
import java.util.stream.IntStream;
import org.spinbench.calibration.fit.filter.DriftFilter;

/**
 * Tests whether a node agrees with its prior: each reading is predicted from the prior and the
 * readings before it, so that the innovations are independent.
 */
final class NodeTest {
  /** Number of parts of a run without earlier measurements of fluctuations. */
  private static final int PARTS = 5;

  /** Factor of a variance in the derivative of the innovations. */
  private static final double MORE = 1.1;

  /** Innovations are limited to this number of deviations, as in the filter. */
  private static final double FAR = 5;

  private NodeTest() {}

  /**
   * The result.
   *
   * @param innovations of the readings, over their deviations
   */
  record Verdict(ChiSquare chiSquare, double[] innovations) {}

  /**
   * Allowed wander and fluctuation.
   *
   * @param wander largest rate of wander, Hz²/s
   * @param fluctuation largest fluctuation of powers and settings relative to the prior, as
   *     variances
   * @param wanderDegrees degrees of freedom of the former
   * @param fluctuationDegrees degrees of freedom of the latter
   */
  record Allowed(
      double wander, double fluctuation, double wanderDegrees, double fluctuationDegrees) {
    /** Without measurements before the run. */
    static final Allowed ANYTHING =
        new Allowed(
            Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY);
  }

  /**
   * Tests readings. The wander and fluctuation in each part of the run are those of the other
   * parts, limited by what is allowed.
   *
   * @param solution of all readings, with the changes
   * @param z numbers of the linearisation
   * @param falseAlarm probability that a node without changes fails
   */
  static Verdict of(NodeSolver.Solution solution, double[] z, Allowed allowed, double falseAlarm) {
    NodeReadings data = solution.linear().data;
    LinearNode linear =
        new LinearNode(solution.linear().model, data, z, List.of(), solution.linear().track);
    int n = data.size();
    double[] innovations = new double[n];
    double uncertain = 0;
    for (int part = 0; part < PARTS; part++) {
      int from = part * n / PARTS;
      int to = (part + 1) * n / PARTS;
      double[] rates = NodeSolver.likeliest(solution, i -> i < from || i >= to);
      double wander = Math.min(rates[0], allowed.wander());
      double fluctuation = Math.min(rates[1], allowed.fluctuation());
      DriftFilter.Result filtered = linear.filter(wander, fluctuation);
      IntStream.range(from, to).forEach(i -> innovations[i] = filtered.innovations()[i]);
      if (part == 0) {
        double byWander = share(filtered, linear.filter(MORE * wander, fluctuation));
        double byFluctuation = share(filtered, linear.filter(wander, MORE * fluctuation));
        uncertain =
            byWander * byWander * 2 / allowed.wanderDegrees()
                + byFluctuation * byFluctuation * 2 / allowed.fluctuationDegrees();
      }
    }
    double others = n * (PARTS - 1.0) / PARTS;
    double degrees = 1 / (1 / others + uncertain / 2);
    return new Verdict(ChiSquare.of(innovations, degrees, falseAlarm), innovations);
  }

  /** Mean fraction of the innovations' variance from the changed quantity. */
  private static double share(DriftFilter.Result filtered, DriftFilter.Result more) {
    double sum = 0;
    int number = 0;
    for (int i = 0; i < filtered.innovations().length; i++) {
      if (Math.abs(filtered.innovations()[i]) < FAR && Math.abs(more.innovations()[i]) < FAR) {
        sum += StrictMath.log(more.variances()[i] / filtered.variances()[i]);
        number++;
      }
    }
    return number == 0 ? 0 : sum / number / StrictMath.log(MORE);
  }

  /** The test against the complete explanation. */
  static Verdict fitted(NodeSolver.Solution solution, double falseAlarm) {
    double[] innovations = solution.filtered().innovations();
    return new Verdict(
        ChiSquare.of(innovations, Double.POSITIVE_INFINITY, falseAlarm), innovations);
  }
}
