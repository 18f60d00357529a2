package org.spinbench.app.training;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.spinbench.app.training.Ensemble.Named;
import org.spinbench.app.training.Ensemble.Outcome;
import org.spinbench.simulator.ensemble.Damage;

/**
 * How a trainer did on chips of which devices fail, over all chips, whether they can reach the goal
 * or not. A quantile is −1 where that many chips did not come so far.
 *
 * @param named chips of which the devices that fail were named as what they are, and no others
 * @param wrongly chips of which a device was named that is sound, or fails otherwise
 * @param namedMedian evaluations until the last of them was named
 * @param namedMost the same of the chip that took longest
 * @param near chips on which an incumbent had {@value #NEAR} of the chip's ceiling
 * @param nearMedian evaluations until one had
 * @param nearNinth 90 % quantile of them
 * @param nearMost the same of the chip that took longest
 * @param kept chips on which what training ended with has that, too
 * @param least least accuracy that training ended with, over the ceiling
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
  /** Part of its ceiling that a damaged chip is to reach. */
  static final double NEAR = 0.95;

  /**
   * Counts.
   *
   * @param outcomes one a chip
   * @param ceilings of the same chips
   * @param damage of all of them
   */
  static DamageTally of(List<Outcome> outcomes, double[] ceilings, Damage damage) {
    long[] named = outcomes.stream().mapToLong(o -> named(o, damage)).toArray();
    long[] near =
        IntStream.range(0, ceilings.length)
            .mapToLong(i -> Heard.firstOf(outcomes.get(i).improvements(), NEAR * ceilings[i]))
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

  /** Whether a device does fail in the way in which it was named. */
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
