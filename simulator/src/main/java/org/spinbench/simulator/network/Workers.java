package org.spinbench.simulator.network;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * A fixed team of threads that shares numbered tasks.
 *
 * <p>Any thread may take any task. The tasks of this package write to separate places and sum in a
 * fixed order, so results are bit-identical for any number of threads.
 *
 * <p>To wake a thread takes 50 µs, and on a virtual machine often half a millisecond: as long as a
 * step of a training. So a thread without work looks for more for a while before it sleeps, unless
 * the team has more threads than the machine has processors.
 */
public final class Workers implements AutoCloseable {
  /** Looks for work before a thread sleeps: about a millisecond. */
  private static final int LOOKS = 25_000;

  private final int threads;
  private final int looks;
  private final Object bed = new Object();
  private final AtomicInteger asleep = new AtomicInteger();
  private volatile Run latest;
  private volatile boolean closed;

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
    looks = threads <= Runtime.getRuntime().availableProcessors() ? LOOKS : 0;
    for (int worker = 1; worker < threads; worker++) {
      int number = worker;
      Thread thread = new Thread(() -> serve(number), "network-worker");
      thread.setDaemon(true);
      thread.start();
    }
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
    if (threads > 1 && tasks > 1) {
      latest = run;
      wake();
    }
    run.work(0);
    run.await();
    rethrow(run.failure.get());
  }

  private void serve(int worker) {
    Run last = null;
    while (true) {
      Run seen = last;
      if (!search(() -> latest != seen || closed)) {
        sleep(seen);
      }
      if (closed) {
        return;
      }
      last = latest;
      last.work(worker);
    }
  }

  /** Whether a condition came true in a while. */
  private boolean search(BooleanSupplier condition) {
    for (int look = 0; look < looks; look++) {
      if (condition.getAsBoolean()) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  /** Waits without using the processor. Whoever has work first publishes it, then wakes. */
  private void sleep(Run seen) {
    asleep.incrementAndGet();
    synchronized (bed) {
      while (latest == seen && !closed) {
        try {
          bed.wait();
        } catch (InterruptedException e) {
          throw new IllegalStateException("nobody interrupts the threads of a team", e);
        }
      }
    }
    asleep.decrementAndGet();
  }

  private void wake() {
    if (asleep.get() > 0) {
      synchronized (bed) {
        bed.notifyAll();
      }
    }
  }

  private final class Run {
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
      if (search(() -> done.getCount() == 0)) {
        return;
      }
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
    closed = true;
    wake();
  }
}
