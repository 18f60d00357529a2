package org.spinbench.app.command.train;

import java.util.Locale;
import java.util.OptionalLong;
import org.spinbench.app.command.Progress;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.upkeep.WatchEvent;
import org.spinbench.experiments.upkeep.WatchProgress;

/** Shows events and progress of a watch. */
public final class WatchView implements WatchProgress {
  private static final String STAGE = "watching";
  private static final long FIRST_SHOWN = 1000;
  private static final double SHOWN_EVERY = 0.1;

  private final Progress progress;
  private final OptionalLong end;
  private final Clock stopwatch = new SystemClock();
  private final long begin = stopwatch.nanos();
  private long next = FIRST_SHOWN;
  private double shown = Double.NEGATIVE_INFINITY;

  /**
   * A view of one watch.
   *
   * @param end number of evaluations after which it ends; empty for no end
   */
  public WatchView(Progress progress, OptionalLong end) {
    this.progress = progress;
    this.end = end;
  }

  @Override
  public void happened(WatchEvent happening) {
    progress.say("evaluation " + happening.evaluation() + ": " + happening.text());
  }

  @Override
  public void at(long evaluations, int right, int last) {
    if (end.isPresent()) {
      double share = Math.min(1, (double) evaluations / end.getAsLong());
      if (isDue() || share == 1) {
        progress.show(STAGE, share, text(evaluations, right, last));
      }
    } else if (evaluations >= next || progress.isRedrawn() && isDue()) {
      // The length is unknown, so progress is shown less and less often.
      next = evaluations >= next ? 2 * next : next;
      progress.show(STAGE, text(evaluations, right, last));
    }
  }

  /** Limits the rate to what a person can read. */
  private boolean isDue() {
    double now = (stopwatch.nanos() - begin) * 1e-9;
    if (now - shown < SHOWN_EVERY) {
      return false;
    }
    shown = now;
    return true;
  }

  private static String text(long evaluations, int right, int last) {
    return String.format(
        Locale.ROOT, "evaluation %d, %d of the last %d answers right", evaluations, right, last);
  }
}
