package org.spinbench.experiments.training.bayesian;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A computation that runs while instruments measure. It has all its inputs before it begins, and
 * its result is taken at a fixed point of the run, so the speed of either side does not affect the
 * results.
 *
 * @param <T> of the result
 */
final class BackgroundTask<T> {
  private final FutureTask<T> task;

  private BackgroundTask(FutureTask<T> task) {
    this.task = task;
  }

  /**
   * Starts a computation.
   *
   * @param computing must not use anything that changes afterwards
   */
  static <T> BackgroundTask<T> of(Supplier<T> computing) {
    FutureTask<T> task = new FutureTask<>(computing::get);
    Thread thread = new Thread(task, "spinbench ahead");
    thread.setDaemon(true);
    thread.start();
    return new BackgroundTask<>(task);
  }

  /** Starts a further computation when this result is available. */
  <R> BackgroundTask<R> then(Function<T, R> next) {
    return of(() -> next.apply(get()));
  }

  /**
   * Waits for the result; it is the same each time. While a worker of the common pool waits,
   * another one replaces it, because the computation may need that pool.
   *
   * @throws RuntimeException or {@link Error}, the failure of the computation
   * @throws IllegalStateException if the waiting thread is interrupted
   */
  T get() {
    try {
      ForkJoinPool.managedBlock(new Blocker(task));
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while something was computed", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failed) {
        throw failed;
      }
      throw (Error) e.getCause();
    }
  }

  /** Waits for the end of a task. */
  private record Blocker(FutureTask<?> task) implements ForkJoinPool.ManagedBlocker {
    @Override
    public boolean block() throws InterruptedException {
      try {
        task.get();
      } catch (ExecutionException e) {
        return true; // the caller of get() receives the failure
      }
      return true;
    }

    @Override
    public boolean isReleasable() {
      return task.isDone();
    }
  }
}
