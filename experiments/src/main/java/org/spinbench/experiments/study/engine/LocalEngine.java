package org.spinbench.experiments.study.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Runs tasks on threads of this program; each thread takes the next task when it has ended one. */
public final class LocalEngine {
  private final int workers;

  /**
   * An engine.
   *
   * @param workers number of threads, at least 1
   */
  public LocalEngine(int workers) {
    if (workers < 1) {
      throw new IllegalArgumentException("--workers is " + workers + "; at least 1");
    }
    this.workers = workers;
  }

  /** An engine with a thread for each core. */
  public static LocalEngine ofMachine() {
    return new LocalEngine(Runtime.getRuntime().availableProcessors());
  }

  /** Number of threads. */
  public int workers() {
    return workers;
  }

  /**
   * Runs tasks, and returns when all have ended. If one throws, or its result is refused, no
   * further task begins, and the first exception is thrown.
   *
   * @param tasks their numbers, in the order in which they begin
   * @param function of a task; called by several threads at the same time
   * @param ended receives each result, one at a time, in the order in which the tasks end
   */
  public <R> void run(List<Integer> tasks, IntFunction<R> function, Consumer<R> ended) {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Object turn = new Object();
    Runnable work =
        () -> {
          for (int i = next.getAndIncrement();
              i < tasks.size() && failure.get() == null;
              i = next.getAndIncrement()) {
            try {
              R result = function.apply(tasks.get(i));
              synchronized (turn) {
                ended.accept(result);
              }
            } catch (RuntimeException | Error e) {
              failure.compareAndSet(null, e);
            }
          }
        };
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Math.min(workers, tasks.size()); i++) {
      Thread thread = new Thread(work, "spinbench study " + (i + 1));
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      join(thread, failure);
    }
    if (failure.get() instanceof Error error) {
      throw error;
    }
    if (failure.get() != null) {
      throw (RuntimeException) failure.get();
    }
  }

  private static void join(Thread thread, AtomicReference<Throwable> failure) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      failure.compareAndSet(null, new IllegalStateException("the study was interrupted", e));
      Thread.currentThread().interrupt();
    }
  }

  /** The results of a function of 0 to number − 1, in this order. */
  public <R> List<R> map(int number, IntFunction<R> function, Consumer<R> ended) {
    Object[] results = new Object[number];
    run(
        IntStream.range(0, number).boxed().toList(),
        i -> {
          R result = function.apply(i);
          results[i] = result;
          return result;
        },
        ended);
    @SuppressWarnings("unchecked")
    List<R> list = (List<R>) List.of(results);
    return list;
  }
}
