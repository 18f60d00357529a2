package org.spinbench.app.training;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.spinbench.app.training.Ensemble.Outcome;

/**
 * The results of a trainer over many chips. A chip is feasible if its ceiling is at least the goal.
 * Chips without success enter a quantile as infinitely many evaluations; an infinite quantile is
 * −1.
 *
 * @param trainer its name
 * @param chips number of chips
 * @param feasible number of feasible ones; all figures below refer to these
 * @param hits number of chips on which an incumbent had the goal's accuracy by the oracle
 * @param median evaluations until then
 * @param upperQuartile 75 % quantile of these
 * @param ninth 90 % quantile of these
 * @param expectedRunningTime all evaluations, including failed runs, over the hits; −1 without hits
 * @param declared number of chips on which the trainer reported success
 * @param declaredMedian evaluations until then
 * @param wrongly number of these reports that the oracle contradicts
 * @param certified number of chips on which fresh samples proved 0.95
 * @param certifiedMedian evaluations including the certification
 * @param settingsMedian number of settings of parameters on the chip in a whole run
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
   * @param outcomes one per chip
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
   * The smallest value that at least a fraction of all do not exceed; −1 if too few were reached.
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
