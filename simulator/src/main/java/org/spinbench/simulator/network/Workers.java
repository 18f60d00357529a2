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

  /** Runs tasks 0..tasks-1 and returns when all are done. Throws the first failure. */
  void run(int tasks, Task task) {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    int others = Math.min(threads, tasks) - 1;
    CountDownLatch done = new CountDownLatch(Math.max(0, others));
    for (int worker = 1; worker <= others; worker++) {
      int number = worker;
      pool.execute(
          () -> {
            work(tasks, task, next, number, failure);
            done.countDown();
          });
    }
    work(tasks, task, next, 0, failure);
    await(done);
    rethrow(failure.get());
  }

  private static void work(
      int tasks, Task task, AtomicInteger next, int worker, AtomicReference<Throwable> failure) {
    try {
      for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
        task.run(i, worker);
      }
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
      next.set(tasks);
    }
  }

  private static void await(CountDownLatch done) {
    boolean interrupted = false;
    while (true) {
      try {
        done.await();
        break;
      } catch (InterruptedException e) {
        interrupted =
            true; // the other threads still write to the caller's arrays: wait for them, then throw
        // the failure
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
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
