package org.spinbench.experiments.study.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that take tasks. */
class LocalEngineTest {
  private static List<Integer> tasks(int number) {
    return IntStream.range(0, number).boxed().toList();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 64})
  void eachTaskRunsOnceAndEndsOnce(int workers) {
    AtomicInteger[] runs = new AtomicInteger[1000];
    IntStream.range(0, 1000).forEach(i -> runs[i] = new AtomicInteger());
    List<Integer> ended = new ArrayList<>();
    AtomicInteger inside = new AtomicInteger();
    new LocalEngine(workers)
        .run(
            tasks(1000),
            task -> {
              runs[task].incrementAndGet();
              return task;
            },
            result -> {
              assertEquals(1, inside.incrementAndGet(), "one at a time");
              ended.add(result);
              inside.decrementAndGet();
            });
    for (AtomicInteger one : runs) {
      assertEquals(1, one.get());
    }
    Collections.sort(ended);
    assertEquals(tasks(1000), ended);
  }

  /** The barrier opens only if so many tasks run at the same time. */
  @Test
  void soManyTasksRunAtTheSameTime() {
    CyclicBarrier together = new CyclicBarrier(4);
    Set<String> names = ConcurrentHashMap.newKeySet();
    List<Integer> ended = new ArrayList<>();
    new LocalEngine(4)
        .run(
            tasks(8),
            task -> {
              names.add(Thread.currentThread().getName());
              await(together);
              return task;
            },
            ended::add);
    assertEquals(8, ended.size());
    assertEquals(
        Set.of("spinbench study 1", "spinbench study 2", "spinbench study 3", "spinbench study 4"),
        names);
  }

  /** Both run at the same time, and a study that has ended has nothing to run. */
  @Test
  void thereMayBeFewerTasksThanThreads() {
    CyclicBarrier together = new CyclicBarrier(2);
    List<Integer> ended = new ArrayList<>();
    new LocalEngine(16)
        .run(
            tasks(2),
            task -> {
              await(together);
              return task;
            },
            ended::add);
    assertEquals(Set.of(0, 1), Set.copyOf(ended));
    new LocalEngine(3).run(List.of(), task -> task, result -> assertNull(result));
  }

  /** As when the disk is full: the row cannot be kept, and no further task begins. */
  @Test
  void aRowThatIsRefusedEndsTheRun() {
    AtomicInteger begun = new AtomicInteger();
    IllegalStateException full = new IllegalStateException("the disk is full");
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                new LocalEngine(1)
                    .run(
                        tasks(100),
                        task -> {
                          begun.incrementAndGet();
                          return task;
                        },
                        result -> {
                          if (result == 4) {
                            throw full;
                          }
                        }));
    assertSame(full, thrown);
    assertEquals(5, begun.get());
  }

  @Test
  void anErrorArrivesAsItWas() {
    OutOfMemoryError error = new OutOfMemoryError("a chip too large");
    OutOfMemoryError thrown =
        assertThrows(
            OutOfMemoryError.class,
            () ->
                new LocalEngine(2)
                    .run(
                        tasks(10),
                        task -> {
                          throw error;
                        },
                        result -> {}));
    assertSame(error, thrown);
  }

  /** The caller that is interrupted gets its mark back. */
  @Test
  void anInterruptionEndsTheRun() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicReference<Boolean> marked = new AtomicReference<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                new LocalEngine(1)
                    .run(
                        tasks(3),
                        task -> {
                          running.countDown();
                          await(mayEnd);
                          return task;
                        },
                        result -> {});
              } catch (IllegalStateException e) {
                thrown.set(e);
                marked.set(Thread.currentThread().isInterrupted());
              }
            });
    caller.start();
    running.await();
    caller.interrupt();
    caller.join();
    mayEnd.countDown();
    assertEquals("the study was interrupted", thrown.get().getMessage());
    assertEquals(true, marked.get());
  }

  @Test
  void aMapIsInOrderWhateverEndsFirst() {
    CountDownLatch last = new CountDownLatch(1);
    List<Integer> ended = new ArrayList<>();
    List<Integer> results =
        new LocalEngine(2)
            .map(
                2,
                i -> {
                  if (i == 1) {
                    last.countDown();
                  } else {
                    await(last);
                  }
                  return 10 * i;
                },
                ended::add);
    assertEquals(List.of(0, 10), results);
    assertEquals(Set.of(0, 10), Set.copyOf(ended));
    assertEquals(Runtime.getRuntime().availableProcessors(), LocalEngine.ofMachine().workers());
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> new LocalEngine(-2))
            .getMessage()
            .contains("--workers is -2; at least 1"));
  }
}
