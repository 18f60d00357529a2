package org.spinbench.experiments.training.bayesian;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Something that is computed while instruments are at work. It is given all that it needs before it
 * begins, and its result is taken at a fixed place of the run: how fast either of the two is makes
 * no difference to what comes out.
 *
 * @param <T> of the result
 */
final class BackgroundTask<T> {
  private final FutureTask<T> task;

  private BackgroundTask(FutureTask<T> task) {
    this.task = task;
  }

  /**
   * Begins.
   *
   * @param computing uses nothing that whoever begins it goes on to change
   */
  static <T> BackgroundTask<T> of(Supplier<T> computing) {
    FutureTask<T> task = new FutureTask<>(computing::get);
    Thread thread = new Thread(task, "spinbench ahead");
    thread.setDaemon(true);
    thread.start();
    return new BackgroundTask<>(task);
  }

  /** Something that is computed from this one's result, as soon as that is there. */
  <R> BackgroundTask<R> then(Function<T, R> next) {
    return of(() -> next.apply(get()));
  }

  /**
   * The result, waited for if need be; the same each time. A worker of the common pool that waits
   * is replaced meanwhile: what is computed may be waiting for that pool itself.
   *
   * @throws RuntimeException or {@link Error}, what the computation threw
   * @throws IllegalStateException if the thread that waits is interrupted
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

  /** Waits for a task to end, in whatever way. */
  private record Blocker(FutureTask<?> task) implements ForkJoinPool.ManagedBlocker {
    @Override
    public boolean block() throws InterruptedException {
      try {
        task.get();
      } catch (ExecutionException e) {
        return true; // whoever asks for the result is told
      }
      return true;
    }

    @Override
    public boolean isReleasable() {
      return task.isDone();
    }
  }
}
