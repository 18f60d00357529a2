package org.spinbench.experiments.replay;

import java.util.List;
import java.util.stream.IntStream;
import org.spinbench.calibration.fit.DriftFilter;

/**
 * Tests whether a node does what is known of it: each reading is foreseen from what is known and
 * from the readings before it, so that the innovations are independent.
 */
final class NodeTest {
  /** Parts in time of a run of which nothing is known but its own readings. */
  private static final int PARTS = 5;

  /** Factor by which a variance is changed to see what part of the innovations comes from it. */
  private static final double MORE = 1.1;

  /** Innovations beyond so many deviations count as if they were so many; as in the filter. */
  private static final double FAR = 5;

  private NodeTest() {}

  /**
   * What came out.
   *
   * @param innovations of the readings, each over its deviation
   */
  record Judged(ChiSquare chiSquare, double[] innovations) {}

  /**
   * How much may wander and fluctuate.
   *
   * @param wander most that resonances wander, Hz²/s
   * @param fluctuation most that powers and settings fluctuate, over what is known of them, as
   *     variances
   * @param wanderDegrees of freedom that the first was measured with
   * @param fluctuationDegrees of freedom that the second was measured with
   */
  record Allowed(
      double wander, double fluctuation, double wanderDegrees, double fluctuationDegrees) {
    /** Where nothing was measured before the run. */
    static final Allowed ANYTHING =
        new Allowed(
            Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY);
  }

  /**
   * Tests readings. How much resonances wander and powers fluctuate is, for each part of the run in
   * turn, what its other parts show, but no more than is allowed.
   *
   * @param solution of all readings, with the changes that were found
   * @param z numbers about which the node is linear
   * @param falseAlarm chance that a node which does what is known of it does not pass
   */
  static Judged of(NodeSolver.Solution solution, double[] z, Allowed allowed, double falseAlarm) {
    NodeReadings data = solution.linear().data;
    LinearNode linear = new LinearNode(solution.linear().model, data, z, List.of());
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
    return new Judged(ChiSquare.of(innovations, degrees, falseAlarm), innovations);
  }

  /** Mean part of the innovations' variance that comes from what was changed. */
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

  /** Of readings with all that was found of them. */
  static Judged fitted(NodeSolver.Solution solution, double falseAlarm) {
    double[] innovations = solution.filtered().innovations();
    return new Judged(ChiSquare.of(innovations, Double.POSITIVE_INFINITY, falseAlarm), innovations);
  }
}
