package org.spinbench.experiments.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;

/**
 * The posterior of a change's onset. The prior is uniform between the time of the prior knowledge
 * and the last readings.
 *
 * @param earliest first possible reading, with 97.5 % confidence
 * @param likeliest most probable reading
 * @param latest last possible reading, with 97.5 % confidence
 */
record Onset(int earliest, int likeliest, int latest) {
  private static final double TAIL = 0.025;

  /** Number of readings in the first pass over the likelihood. */
  private static final int FIRST = 24;

  /** Maximum number of readings in all passes. */
  private static final int MOST = 160;

  /** Loss of log likelihood that excludes an onset. */
  private static final double OUT = 14;

  /**
   * Loss of log likelihood within which every reading is evaluated, because noise makes the
   * likelihood vary between readings.
   */
  private static final double CLOSE = 8;

  /** Difference of log likelihood between neighbouring evaluations elsewhere. */
  private static final double SMOOTH = 0.3;

  /**
   * Computes the onset.
   *
   * @param number index of the change in the solution
   */
  static Onset of(NodeSolver.Solution solution, int number) {
    List<Hypothesis> always = new ArrayList<>(solution.changes());
    Hypothesis dated = always.remove(number);
    LinearNode found = solution.linear();
    LinearNode without = new LinearNode(found.model, found.data, solution.z(), always);
    always.add(dated.from(Hypothesis.BEFORE));
    LinearNode with = new LinearNode(found.model, found.data, solution.z(), always);
    return of(
        found.data.times(),
        found.data.from(dated.from()),
        first ->
            with.since(without, first)
                .filter(solution.rate(), solution.fluctuation())
                .logLikelihood());
  }

  /**
   * Computes the onset among readings.
   *
   * @param times of the readings since the time of the prior, s
   * @param found preliminary onset
   * @param logLikelihood of all readings for an onset at the reading with this index
   */
  static Onset of(double[] times, int found, IntToDoubleFunction logLikelihood) {
    return new Search(times, found, logLikelihood).run();
  }

  private static final class Search {
    private final double[] times;
    private final int found;
    private final IntToDoubleFunction logLikelihood;
    private final int most;
    private final TreeMap<Integer, Double> looked = new TreeMap<>();

    Search(double[] times, int found, IntToDoubleFunction logLikelihood) {
      this.times = times;
      this.found = found;
      this.logLikelihood = logLikelihood;
      most = Math.max(0, times.length - JumpScan.FEWEST_AFTER);
    }

    private void look(int onset) {
      looked.computeIfAbsent(onset, logLikelihood::applyAsDouble);
    }

    Onset run() {
      for (int k = 0; k <= FIRST; k++) {
        look((int) Math.round((double) most * k / FIRST));
      }
      // The preliminary onset, in case no evaluation comes near enough.
      look(Math.min(most, found));
      while (looked.size() < MOST && refine()) {
        // until it is smooth
      }
      return quantiles();
    }

    /**
     * Evaluates between two readings where the likelihood matters and changes.
     *
     * @return whether there was such a place
     */
    private boolean refine() {
      double top = looked.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
      int widest = 0;
      int at = -1;
      Map.Entry<Integer, Double> one = looked.firstEntry();
      while (looked.higherEntry(one.getKey()) != null) {
        Map.Entry<Integer, Double> next = looked.higherEntry(one.getKey());
        int gap = next.getKey() - one.getKey();
        double likelier = Math.max(one.getValue(), next.getValue());
        boolean changes = Math.abs(one.getValue() - next.getValue()) > SMOOTH;
        boolean matters = likelier > top - CLOSE || likelier > top - OUT && changes;
        if (gap > 1 && gap > widest && matters) {
          widest = gap;
          at = one.getKey() + gap / 2;
        }
        one = next;
      }
      if (at >= 0) {
        look(at);
      }
      return at >= 0;
    }

    /** Time interval of a change whose first reading is this one, s. */
    private double span(int onset) {
      double since = onset == 0 ? 0 : times[onset - 1];
      return Math.abs(times[onset] - since);
    }

    private Onset quantiles() {
      double top = looked.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
      double[] weights = new double[most + 1];
      double sum = 0;
      int best = 0;
      for (int i = 0; i <= most; i++) {
        Map.Entry<Integer, Double> below = looked.floorEntry(i);
        Map.Entry<Integer, Double> above = looked.ceilingEntry(i);
        double width = above.getKey() - below.getKey();
        double part = width == 0 ? 0 : (i - below.getKey()) / width;
        double value = below.getValue() + part * (above.getValue() - below.getValue());
        weights[i] = StrictMath.exp(value - top) * span(i);
        sum += weights[i];
        best = weights[i] > weights[best] ? i : best;
      }
      return new Onset(quantile(weights, TAIL * sum), best, quantile(weights, (1 - TAIL) * sum));
    }

    private static int quantile(double[] weights, double part) {
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i];
        if (sum >= part) {
          return i;
        }
      }
      return weights.length - 1;
    }
  }
}
