package org.spinbench.app.command.measure;

import java.nio.file.Files;
import java.nio.file.Path;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.experiments.runner.PausedException;
import org.spinbench.experiments.sweep.SweepListener;
import org.spinbench.experiments.sweep.plan.Point;

/**
 * Pauses a sweep while there is a file beside its run file, with the ending {@code .pause}. Any
 * program can make and delete it.
 */
final class PauseWatch implements SweepListener {
  /** Shortest time between two looks for the file, ns. */
  private static final long EVERY = 20_000_000L;

  private final Path file;
  private final Clock clock;
  private long looked;

  PauseWatch(Path run, Clock clock) {
    file = file(run);
    this.clock = clock;
    looked = clock.nanos() - EVERY;
  }

  /** The file that pauses a run. */
  static Path file(Path run) {
    return run.resolveSibling(run.getFileName().toString().replace(".sqlite", ".pause"));
  }

  @Override
  public void point(Point point) {
    // A point that was begun is measured.
  }

  @Override
  public void progress(long done, long total) {
    long now = clock.nanos();
    if (now - looked >= EVERY && done < total) {
      looked = now;
      if (Files.exists(file)) {
        throw new PausedException("after " + done + " of " + total + " points");
      }
    }
  }
}
