package org.spinbench.app.training;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.spinbench.app.training.Ensemble.Named;
import org.spinbench.app.training.Ensemble.Outcome;
import org.spinbench.simulator.ensemble.Damage;

/**
 * A trainer's results on damaged chips, over all chips, whether or not they can reach the goal. A
 * quantile is −1 if too few chips came so far.
 *
 * @param named number of chips on which exactly the failing devices were named, with their faults
 * @param wrongly number of chips on which a device was named that is healthy, or fails otherwise
 * @param namedMedian evaluations until the last device was named
 * @param namedMost maximum of these
 * @param near number of chips on which an incumbent reached {@value #NEAR} of the chip's ceiling
 * @param nearMedian evaluations until then
 * @param nearNinth 90 % quantile of these
 * @param nearMost maximum of these
 * @param kept number of chips on which the final result reaches it too
 * @param least smallest final accuracy relative to the ceiling
 * @param evaluationsMost evaluations of the longest training
 */
public record DamageTally(
    int named,
    int wrongly,
    long namedMedian,
    long namedMost,
    int near,
    long nearMedian,
    long nearNinth,
    long nearMost,
    int kept,
    double least,
    long evaluationsMost) {
  /** Fraction of its ceiling that a damaged chip should reach. */
  static final double NEAR = 0.95;

  /**
   * Counts.
   *
   * @param outcomes one per chip
   * @param ceilings of the same chips
   * @param damage of all of them
   */
  public static DamageTally of(List<Outcome> outcomes, double[] ceilings, Damage damage) {
    long[] named = outcomes.stream().mapToLong(o -> named(o, damage)).toArray();
    long[] near =
        IntStream.range(0, ceilings.length)
            .mapToLong(i -> TrainerLog.firstOf(outcomes.get(i).improvements(), NEAR * ceilings[i]))
            .toArray();
    double[] ends =
        IntStream.range(0, ceilings.length)
            .mapToDouble(i -> outcomes.get(i).accuracy() / ceilings[i])
            .toArray();
    return new DamageTally(
        (int) Arrays.stream(named).filter(n -> n >= 0).count(),
        (int) outcomes.stream().filter(o -> isWrong(o, damage)).count(),
        Tally.quantile(named, 0.5),
        Tally.quantile(named, 1),
        (int) Arrays.stream(near).filter(n -> n >= 0).count(),
        Tally.quantile(near, 0.5),
        Tally.quantile(near, 0.9),
        Tally.quantile(near, 1),
        (int) Arrays.stream(ends).filter(e -> e >= NEAR).count(),
        Arrays.stream(ends).min().orElseThrow(),
        outcomes.stream().mapToLong(Outcome::evaluations).max().orElseThrow());
  }

  private static boolean isWrong(Outcome outcome, Damage damage) {
    return outcome.named().stream().anyMatch(one -> !isTrue(one, damage));
  }

  /** Whether a device fails in the named way. */
  private static boolean isTrue(Named one, Damage damage) {
    List<String> failing =
        switch (one.kind()) {
          case RECTIFIES_NOT, EMITS_NOT -> damage.dead();
          case PINNED -> damage.pinned();
          case REVERSED -> damage.reversed();
          case UNDRIVEN -> List.of();
        };
    return failing.contains(one.device());
  }

  /** Evaluations until all failing devices were named; −1 if they were not, or if others were. */
  private static long named(Outcome outcome, Damage damage) {
    List<String> names = outcome.named().stream().map(Named::device).toList();
    return names.containsAll(damage.devices()) && !isWrong(outcome, damage)
        ? outcome.named().stream().mapToLong(Named::evaluations).max().orElse(0)
        : -1;
  }
}
