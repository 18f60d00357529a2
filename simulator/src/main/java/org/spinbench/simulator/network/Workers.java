package org.spinbench.simulator.network;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A fixed team of threads that shares numbered tasks.
 *
 * <p>Any thread may take any task. The tasks of this package write to separate places and sum in a
 * fixed order, so results are bit-identical for any number of threads.
 */
public final class Workers implements AutoCloseable {
  private final int threads;
  private final ExecutorService pool;

  /**
   * A piece of work: the number of the task, and of the worker that runs it (for scratch memory).
   */
  interface Task {
    void run(int task, int worker);
  }

  /**
   * Starts the team.
   *
   * @param threads at least 1, the calling thread included
   */
  public Workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads " + threads + " must be at least 1");
    }
    this.threads = threads;
    this.pool =
        Executors.newFixedThreadPool(
            Math.max(1, threads - 1),
            body -> {
              Thread thread = new Thread(body, "network-worker");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** A team with one thread per processor. */
  public static Workers ofMachine() {
    return new Workers(Runtime.getRuntime().availableProcessors());
  }

  /** Threads of the team, the caller included. */
  public int threads() {
    return threads;
  }

  /**
   * Runs tasks 0..tasks-1 and returns when all are done. Throws the first failure.
   *
   * <p>It waits for tasks, not for threads: one that gets no processor in time finds nothing left
   * to do. So a busy machine delays a run only by the tasks that were begun.
   */
  void run(int tasks, Task task) {
    Run run = new Run(tasks, task);
    for (int worker = 1; worker < Math.min(threads, tasks); worker++) {
      int number = worker;
      pool.execute(() -> run.work(number));
    }
    run.work(0);
    run.await();
    rethrow(run.failure.get());
  }

  private static final class Run {
    private final int tasks;
    private final Task task;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final CountDownLatch done;

    Run(int tasks, Task task) {
      this.tasks = tasks;
      this.task = task;
      this.done = new CountDownLatch(tasks);
    }

    /** Takes tasks until none is left; after a failure without running them. */
    void work(int worker) {
      for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
        try {
          if (failure.get() == null) {
            task.run(i, worker);
          }
        } catch (RuntimeException | Error e) {
          failure.compareAndSet(null, e);
        } finally {
          done.countDown();
        }
      }
    }

    /** Waits through interrupts, because other threads still write to the caller's arrays. */
    void await() {
      boolean interrupted = false;
      while (true) {
        try {
          done.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void rethrow(Throwable failure) {
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  /** Ends the threads. */
  @Override
  public void close() {
    pool.shutdown();
  }
}
