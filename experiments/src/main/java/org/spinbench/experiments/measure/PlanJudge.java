package org.spinbench.experiments.measure;

import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.text.Durations;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.runner.Preflight;
import org.spinbench.experiments.sweep.Rehearsal;
import org.spinbench.experiments.sweep.plan.Plan;

/**
 * Checks every setpoint of a plan against every limit before the first is set, on a simulated copy
 * of the opened bench.
 */
final class PlanJudge {
  /** Duration after which the check shows its progress, s. */
  private static final double PATIENCE = 2;

  private final Preflight preflight;
  private final Clock stopwatch = new SystemClock();
  private final long begin = stopwatch.nanos();

  PlanJudge(Preflight preflight) {
    this.preflight = preflight;
  }

  /**
   * Judges a plan; nothing is set on the bench.
   *
   * @throws IllegalArgumentException naming the first setpoints outside a limit, and the limit
   */
  void judge(Bench bench, Plan plan) {
    Bench copy;
    try {
      copy = preflight.copy(bench.file());
    } catch (RuntimeException e) {
      // A bench that cannot be simulated may still be usable.
      sayUnjudged("the bench has no simulated copy: " + e.getMessage());
      return;
    }
    Rehearsal.Judgement judgement;
    try (copy) {
      judgement = Rehearsal.judge(copy, bench, plan, this::judged);
    } finally {
      preflight.display().clear();
    }
    if (judgement.refused() > 0) {
      preflight.refused();
      throw new IllegalArgumentException(refusal(plan, judgement));
    }
    judgement.unjudged().ifPresent(this::sayUnjudged);
  }

  private void judged(long done, long total) {
    if (preflight.isStopping()) {
      throw new IllegalStateException("stopped while the plan was checked; nothing was set");
    }
    double seconds = (stopwatch.nanos() - begin) * 1e-9;
    if (done > 0 && seconds > PATIENCE) {
      String left = Durations.text(seconds / done * (total - done));
      preflight
          .display()
          .show(
              "judging",
              (double) done / total,
              done + " of " + total + " points, " + left + " left");
    }
  }

  private void sayUnjudged(String why) {
    preflight
        .display()
        .say(
            "not all setpoints can be checked in advance; the others are checked one by one during"
                + " the run: "
                + why);
  }

  private static String refusal(Plan plan, Rehearsal.Judgement judgement) {
    StringBuilder text = new StringBuilder();
    text.append("the plan \"").append(plan.name()).append("\" is refused, and nothing was set: ");
    text.append(judgement.refused()).append(" of its setpoints are outside a limit");
    judgement.refusals().forEach(one -> text.append("\n  ").append(one));
    if (judgement.refused() > judgement.refusals().size()) {
      text.append("\n  ...");
    }
    if (!plan.stops().isEmpty()) {
      text.append("\na [[stop]] does not count here; let the axes end within the limits");
    }
    return text.toString();
  }
}
