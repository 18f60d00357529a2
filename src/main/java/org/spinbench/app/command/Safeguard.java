package org.spinbench.app.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StopDocument;

/**
 * What happens when the program is told to stop (Ctrl-C, SIGTERM): the bench is brought to rest and
 * closed, and the command gets the time to write down how far it came.
 */
final class Safeguard implements AutoCloseable {
  private static final long SECONDS_TO_WRITE = 10;

  private final Station station;
  private final Bench bench;
  private final Progress progress;
  private final CountDownLatch commandEnded = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "spinbench stop");
  private volatile boolean stopping;
  private volatile Runnable first = () -> {};

  private Safeguard(Station station, Bench bench, Progress progress) {
    this.station = station;
    this.bench = bench;
    this.progress = progress;
  }

  /** Does something with a bench, under guard, and then closes the bench and the station. */
  static <T> T during(
      Station station, Bench bench, Progress progress, Function<Safeguard, T> work) {
    Safeguard guard = new Safeguard(station, bench, progress);
    if (!guard.ofReplay()) {
      Runtime.getRuntime().addShutdownHook(guard.hook);
    }
    try (guard;
        station;
        bench) {
      return work.apply(guard);
    }
  }

  /** What to do before the bench is brought to rest. */
  void first(Runnable action) {
    first = action;
  }

  /** Notes in a run's file that it failed, or that its user stopped it. */
  void noteFailure(RunFile run, RuntimeException failure) {
    String status = stopping ? StopDocument.STOPPED : StopDocument.FAILED;
    String reason = stopping ? "by the user" : String.valueOf(failure.getMessage());
    try {
      run.stop(new StopDocument(bench.clock().now(), status, reason, "{}"));
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** Whether nothing but a transcript answers, so that there is nothing to bring to rest. */
  boolean ofReplay() {
    return station.isReplay();
  }

  /** Whether the program has been told to stop. */
  boolean stopping() {
    return stopping;
  }

  private void stop() {
    stopping = true;
    noteStop();
    progress.say("stopping ...");
    try {
      first.run();
    } catch (RuntimeException e) {
      progress.say("spinbench: " + e.getMessage());
    }
    try {
      bench.close();
      progress.say("stopped: every source is at zero and every RF output off, as read back");
    } catch (RuntimeException e) {
      progress.say("spinbench: " + e.getMessage());
    }
    try {
      if (!commandEnded.await(SECONDS_TO_WRITE, TimeUnit.SECONDS)) {
        progress.say("spinbench: the run file may lack its end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it can be noted or not, the bench is to be brought to rest. */
  private void noteStop() {
    try {
      station.noteStop();
    } catch (RuntimeException e) {
      progress.say("spinbench: " + e.getMessage());
    }
  }

  /** The command has written down what there is to write. */
  @Override
  public void close() {
    commandEnded.countDown();
    if (!stopping) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException told) {
        // Told to stop at this very moment: the hook runs, and closing the bench twice is harmless.
      }
    }
  }
}
