package org.spinbench.experiments.runner;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.spinbench.drivers.bench.Bench;

/**
 * Pauses and stops a run from another thread.
 *
 * <p>A paused run holds before its next evaluation, or after its present setpoint. Its sources stay
 * as they are. Nothing is sent meanwhile, so the record of a paused run replays like any other.
 */
public final class RunControl {
  /** How often a paused run reports to the watchdog that it is alive, ms. */
  private static final long SIGN_OF_LIFE = 100;

  private final Bench bench;
  private final Runnable works;
  private final Runnable stop;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean paused;
  private boolean holding;
  private boolean stopped;

  /**
   * The control of a run.
   *
   * @param works reports that the program is alive
   * @param stop brings the bench to rest and returns when the progress is in the run file
   */
  RunControl(Bench bench, Runnable works, Runnable stop) {
    this.bench = bench;
    this.works = works;
    this.stop = stop;
  }

  /**
   * Pauses the run.
   *
   * @throws IllegalStateException if the bench file has trips, which only a run that measures
   *     checks, or if the run was stopped
   */
  public void pause() {
    if (!bench.file().safety().rules().trips().isEmpty()) {
      throw new IllegalStateException(
          "the run cannot pause: the bench file has trips, and a paused run does not check them;"
              + " stop the run, and resume it later with 'spinbench resume'");
    }
    change(
        () -> {
          if (stopped) {
            throw new IllegalStateException("the run cannot pause: it was stopped");
          }
          paused = true;
        });
  }

  /** Continues a paused run. */
  public void resume() {
    change(() -> paused = false);
  }

  /** Stops the run as Ctrl-C does: brings the bench to rest first. Returns at once. */
  public void stop() {
    change(
        () -> {
          paused = false;
          if (!stopped) {
            stopped = true;
            Thread stopping = new Thread(stop, "spinbench stop");
            stopping.setDaemon(true);
            stopping.start();
          }
        });
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the run was asked to pause. */
  public boolean isPaused() {
    lock.lock();
    try {
      return paused;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the run holds now. */
  public boolean isHolding() {
    lock.lock();
    try {
      return holding;
    } finally {
      lock.unlock();
    }
  }

  /** Waits while the run is paused. */
  void await() {
    lock.lock();
    try {
      holding = paused;
      while (paused) {
        works.run();
        changed.await(SIGN_OF_LIFE, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      holding = false;
      lock.unlock();
    }
  }
}
