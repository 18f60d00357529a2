package org.spinbench.app.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.spinbench.drivers.bench.Bench;

/**
 * What happens when the program is told to stop (Ctrl-C, SIGTERM): the bench is brought to rest and
 * closed, and the command gets the time to write down how far it came.
 */
final class Safeguard {
  private static final long SECONDS_TO_WRITE = 10;

  private final Bench bench;
  private final Progress progress;
  private final CountDownLatch commandEnded = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "spinbench stop");
  private volatile boolean stopping;

  private Safeguard(Bench bench, Progress progress) {
    this.bench = bench;
    this.progress = progress;
  }

  /** Does something with a bench, under guard. */
  static <T> T during(Bench bench, Progress progress, Function<Safeguard, T> work) {
    Safeguard guard = new Safeguard(bench, progress);
    Runtime.getRuntime().addShutdownHook(guard.hook);
    try {
      return work.apply(guard);
    } finally {
      guard.commandEnded.countDown();
      guard.release();
    }
  }

  /** Whether the program has been told to stop. */
  boolean stopping() {
    return stopping;
  }

  private void stop() {
    stopping = true;
    progress.say("stopping ...");
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

  private void release() {
    if (!stopping) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException told) {
        // Told to stop at this very moment: the hook runs, and closing the bench twice is harmless.
      }
    }
  }
}
