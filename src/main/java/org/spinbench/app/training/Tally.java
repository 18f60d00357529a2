package org.spinbench.app.training;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.spinbench.app.training.Ensemble.Outcome;

/**
 * How a trainer did over many chips. A chip counts as feasible if its ceiling is at least the goal.
 * Chips on which the goal was not reached enter a quantile as infinitely many evaluations: such a
 * quantile is −1.
 *
 * @param trainer its name
 * @param chips all chips
 * @param feasible feasible ones; all figures below are over these
 * @param hits on which an incumbent had the goal's accuracy by the oracle
 * @param median evaluations to that
 * @param upperQuartile 75 % quantile of them
 * @param ninth 90 % quantile of them
 * @param expectedRunningTime all evaluations, those of failed runs too, over the hits; −1 if there
 *     are none
 * @param declared on which the trainer itself said so
 * @param declaredMedian evaluations when it did
 * @param wrongly of these, on which the oracle disagrees
 * @param certified on which fresh samples proved 0.95
 * @param certifiedMedian evaluations with those of the certification
 * @param settingsMedian how often parameters were put on the chip in a whole run
 * @param normalised mean of the reached accuracy over the chip's ceiling
 */
public record Tally(
    String trainer,
    int chips,
    int feasible,
    int hits,
    long median,
    long upperQuartile,
    long ninth,
    double expectedRunningTime,
    int declared,
    long declaredMedian,
    int wrongly,
    int certified,
    long certifiedMedian,
    long settingsMedian,
    double normalised) {

  /**
   * Counts.
   *
   * @param outcomes one a chip
   * @param ceilings of the same chips
   */
  static Tally of(String trainer, List<Outcome> outcomes, double[] ceilings, double goal) {
    int[] feasible = IntStream.range(0, ceilings.length).filter(i -> ceilings[i] >= goal).toArray();
    List<Outcome> of = Arrays.stream(feasible).mapToObj(outcomes::get).toList();
    int hits = (int) of.stream().filter(o -> o.hit() >= 0).count();
    long spent = of.stream().mapToLong(o -> o.hit() >= 0 ? o.hit() : o.evaluations()).sum();
    return new Tally(
        trainer,
        outcomes.size(),
        feasible.length,
        hits,
        quantile(of.stream().mapToLong(Outcome::hit).toArray(), 0.5),
        quantile(of.stream().mapToLong(Outcome::hit).toArray(), 0.75),
        quantile(of.stream().mapToLong(Outcome::hit).toArray(), 0.9),
        hits == 0 ? -1 : (double) spent / hits,
        (int) of.stream().filter(o -> o.declared() >= 0).count(),
        quantile(of.stream().mapToLong(Outcome::declared).toArray(), 0.5),
        (int) of.stream().filter(o -> o.declared() >= 0 && o.accuracy() < goal).count(),
        (int) of.stream().filter(o -> o.certified() >= 0).count(),
        quantile(of.stream().mapToLong(Outcome::certified).toArray(), 0.5),
        quantile(of.stream().mapToLong(Outcome::settings).toArray(), 0.5),
        Arrays.stream(feasible)
            .mapToDouble(i -> outcomes.get(i).accuracy() / ceilings[i])
            .average()
            .orElse(0));
  }

  /**
   * The smallest value that at least a part of all do not exceed; −1 where that many were not
   * reached.
   */
  static long quantile(long[] values, double part) {
    if (values.length == 0) {
      return -1;
    }
    long[] sorted = Arrays.stream(values).map(v -> v < 0 ? Long.MAX_VALUE : v).sorted().toArray();
    long value = sorted[(int) Math.ceil(part * sorted.length) - 1];
    return value == Long.MAX_VALUE ? -1 : value;
  }
}
