package org.spinbench.experiments.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.spinbench.calibration.fit.LogSearch;
import org.spinbench.calibration.fit.filter.DriftFilter;

/**
 * Maximises the likelihood of a node's readings for given changes: repeatedly linearised around the
 * numbers and sizes, until they stay. The wander of resonances and the fluctuations of powers and
 * settings are maximum likelihood too.
 */
final class NodeSolver {
  /** Maximum number of linearisations. */
  private static final int PASSES = 12;

  /** Gain of log likelihood below which a step is the last. */
  private static final double STILL = 0.5;

  /**
   * Assumed noise of the readings in the first passes, relative to their difference from the
   * prediction.
   */
  private static final double[] COOLING = {1, 0.3, 0.1, 0.03, 0.01};

  private static final int PASSES_OF_COOLING = 3;

  /** Smallest fraction of a step. */
  private static final double SHORTEST = 0.1;

  /** Factor within which a rate is refined. */
  private static final double NEAR = 3;

  /** Factor by which a further change may alter a rate. */
  private static final double FAR = 1000;

  /** Range of the rate of wander, Hz²/s. */
  private static final double[] WANDERING = {1e2, 1e12};

  /** Range of the fluctuations, relative to the prior variance. */
  private static final double[] FLUCTUATING = {0.01, 10};

  private final NodeModel model;
  private final double[] start;

  /**
   * A solver.
   *
   * @param start initial z of the numbers
   */
  NodeSolver(NodeModel model, double[] start) {
    this.model = model;
    this.start = start;
  }

  /**
   * An explanation of the readings.
   *
   * @param linear linearised in numbers and changes
   * @param rate of wander of the resonances, Hz²/s
   * @param fluctuation relative to the prior, as variances
   * @param filtered result of the filter
   */
  record Solution(LinearNode linear, double rate, double fluctuation, DriftFilter.Result filtered) {
    double logLikelihood() {
      return filtered.logLikelihood();
    }

    List<Hypothesis> changes() {
      return linear.changes(filtered);
    }

    double[] z() {
      return linear.z(filtered);
    }

    /** The last change. */
    Hypothesis last() {
      return changes().get(linear.changes.size() - 1);
    }

    /** The size of the last change in deviations. */
    double significance() {
      int last = linear.changes.size() - 1;
      return Math.abs(last().size()) / linear.deviation(filtered, last);
    }
  }

  /** The explanation without changes. */
  Solution unchanged(NodeReadings data) {
    return solve(cooled(data), WANDERING, new double[] {Double.NaN, 1});
  }

  /** The explanation of other readings. */
  Solution of(NodeReadings data, Solution found) {
    return solution(
        new LinearNode(model, data, found.z(), List.of()),
        new double[] {found.rate(), found.fluctuation()});
  }

  /**
   * Linearised around z that explains the readings, first with the noise of their distance from the
   * prediction, then with less and less, so that no distant reading counts as wrong. Not needed if
   * the readings agree with the prediction within its uncertainty.
   */
  private LinearNode cooled(NodeReadings data) {
    LinearNode linear = new LinearNode(model, data, start, List.of());
    if (beginsAsForeseen()) {
      return linear;
    }
    double hot = ResidualBins.meanSquare(linear.residuals);
    for (double part : COOLING) {
      for (int pass = 0; pass < PASSES_OF_COOLING; pass++) {
        double[] z = linear.z(linear.filter(WANDERING[0], 1, part * part * hot));
        linear = new LinearNode(model, data, z, List.of());
      }
    }
    return linear;
  }

  /** Whether the solver starts from the prior. */
  boolean beginsAsForeseen() {
    return Arrays.stream(start).allMatch(one -> one == 0);
  }

  /** The explanation with changes, starting from one with others. */
  Solution solve(NodeReadings data, Solution from, List<Hypothesis> changes) {
    double[] rates = {from.rate(), from.fluctuation()};
    LinearNode linear = new LinearNode(model, data, from.z(), changes);
    return solve(linear, about(from.rate(), FAR, WANDERING), rates);
  }

  /**
   * Linearised around numbers and sizes, repeatedly, until they stay.
   *
   * @param range of the rate
   * @param from initial rate and fluctuation; the rate may be unknown
   */
  private Solution solve(LinearNode linear, double[] range, double[] from) {
    double[] rates = Double.isNaN(from[0]) ? likeliest(linear, range) : from;
    Solution solution = solution(linear, rates);
    for (int pass = 0; pass < PASSES; pass++) {
      Solution better = stepped(solution);
      if (better == solution) {
        break;
      }
      double gained = better.logLikelihood() - solution.logLikelihood();
      solution =
          gained < STILL
              ? better
              : solution(
                  better.linear(), likeliest(better.linear(), about(better.rate(), FAR, range)));
    }
    return solution(solution.linear(), likeliest(solution.linear(), range));
  }

  /**
   * The explanation without changes, repeatedly linearised around its own drifts. So large drifts
   * are explained too, but a jump of a resonance is followed like a drift.
   *
   * @param unchanged linearised around resonances that do not drift
   */
  Solution drifting(Solution unchanged) {
    Solution best = drifted(unchanged);
    for (int pass = 1; pass < PASSES; pass++) {
      Solution next = drifted(best);
      if (next.logLikelihood() <= best.logLikelihood()) {
        break;
      }
      best = next;
    }
    return best;
  }

  private Solution drifted(Solution from) {
    LinearNode.Track track = from.linear().track(from.rate(), from.fluctuation());
    LinearNode linear = new LinearNode(model, from.linear().data, from.z(), List.of(), track);
    return solution(linear, likeliest(linear, about(from.rate(), FAR, WANDERING)));
  }

  private static Solution solution(LinearNode linear, double[] rates) {
    return new Solution(linear, rates[0], rates[1], linear.filter(rates[0], rates[1]));
  }

  /** A step to the new numbers, or as far towards them as the likelihood rises. */
  private Solution stepped(Solution solution) {
    double[] z = solution.z();
    List<Hypothesis> changes = solution.changes();
    LinearNode old = solution.linear();
    for (double part = 1; part > SHORTEST; part /= 2) {
      double[] between = old.z.clone();
      for (int k = 0; k < between.length; k++) {
        between[k] += part * (z[k] - between[k]);
      }
      List<Hypothesis> sizes = new ArrayList<>();
      for (int c = 0; c < changes.size(); c++) {
        double size = old.changes.get(c).size();
        sizes.add(changes.get(c).ofSize(size + part * (changes.get(c).size() - size)));
      }
      LinearNode next = new LinearNode(model, old.data, between, sizes);
      Solution tried = solution(next, new double[] {solution.rate(), solution.fluctuation()});
      if (tried.logLikelihood() > solution.logLikelihood()) {
        return tried;
      }
    }
    return solution;
  }

  private static double[] about(double value, double factor, double[] range) {
    return new double[] {Math.max(range[0], value / factor), Math.min(range[1], value * factor)};
  }

  /** The most likely rate of wander and fluctuation. */
  private static double[] likeliest(LinearNode linear, double[] rates) {
    return likeliest(linear, rates, i -> true);
  }

  /** A selection of readings. */
  @FunctionalInterface
  interface Selection {
    boolean has(int reading);
  }

  /** The same for a selection of readings, each predicted from all before it. */
  private static double[] likeliest(LinearNode linear, double[] rates, Selection selection) {
    boolean wanders = !linear.model.wandering.isEmpty();
    boolean fluctuates = Arrays.stream(linear.fluctuations).anyMatch(f -> f > 0);
    double part = fluctuates ? 1 : 0;
    double rate = wanders ? rate(linear, part, rates, selection) : 0;
    if (fluctuates) {
      part = part(linear, rate, FLUCTUATING, selection);
    }
    if (wanders && fluctuates) {
      rate = rate(linear, part, about(rate, NEAR, WANDERING), selection);
      part = part(linear, rate, about(part, NEAR, FLUCTUATING), selection);
    }
    return new double[] {rate, part};
  }

  /**
   * The most likely rate of wander and fluctuation for a selection of readings.
   *
   * @param solution for all readings
   */
  static double[] likeliest(Solution solution, Selection selection) {
    return likeliest(solution.linear(), about(solution.rate(), FAR, WANDERING), selection);
  }

  private static double rate(LinearNode linear, double part, double[] range, Selection selection) {
    return LogSearch.largest(
        range[0], range[1], r -> of(selection, linear.logLikelihoods(r, part)));
  }

  private static double part(LinearNode linear, double rate, double[] range, Selection selection) {
    return LogSearch.largest(
        range[0], range[1], f -> of(selection, linear.logLikelihoods(rate, f)));
  }

  private static double of(Selection selection, double[] logLikelihoods) {
    double sum = 0;
    for (int i = 0; i < logLikelihoods.length; i++) {
      sum += selection.has(i) ? logLikelihoods[i] : 0;
    }
    return sum;
  }
}
