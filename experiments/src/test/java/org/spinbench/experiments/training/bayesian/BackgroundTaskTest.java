package org.spinbench.experiments.training.bayesian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("any-jdk")
class BackgroundTaskTest {
  /** It does not begin when it is asked for, but before: it can be waited for from outside. */
  @Test
  void isComputedWhileSomethingElseIsDone() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch measured = new CountDownLatch(1);
    BackgroundTask<Integer> ahead =
        BackgroundTask.of(
            () -> {
              begun.countDown();
              await(measured);
              return 7;
            });
    begun.await();
    measured.countDown();
    assertEquals(7, ahead.get());
  }

  /** Whoever asks for it to be gone on with is not held up by what comes first. */
  @Test
  void continuesFromItsResult() {
    CountDownLatch measured = new CountDownLatch(1);
    BackgroundTask<Integer> first =
        BackgroundTask.of(
            () -> {
              await(measured);
              return 7;
            });
    BackgroundTask<String> next = first.then(number -> number + " of 16");
    measured.countDown();
    assertEquals("7 of 16", next.get());
    assertEquals(7, first.get());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All workers of the common pool wait for what the pool has to do first. */
  @Test
  @Timeout(60)
  void workersThatWaitAreReplaced() throws InterruptedException, ExecutionException {
    int workers = ForkJoinPool.getCommonPoolParallelism();
    CountDownLatch busy = new CountDownLatch(workers);
    List<ForkJoinTask<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      tasks.add(
          ForkJoinPool.commonPool()
              .submit(
                  () -> {
                    busy.countDown();
                    return BackgroundTask.of(() -> throughThePool(busy)).get();
                  }));
    }
    await(busy);
    for (ForkJoinTask<Integer> task : tasks) {
      assertEquals(7, task.get());
    }
  }

  private static int throughThePool(CountDownLatch busy) {
    await(busy);
    CountDownLatch done = new CountDownLatch(1);
    ForkJoinPool.commonPool().execute(done::countDown);
    await(done);
    return 7;
  }

  @Test
  void isComputedOnce() {
    AtomicInteger times = new AtomicInteger();
    BackgroundTask<Integer> ahead = BackgroundTask.of(times::incrementAndGet);
    assertEquals(1, ahead.get());
    assertEquals(1, ahead.get());
  }

  @Test
  void whatFailsFailsWhereTheResultIsTaken() {
    IllegalArgumentException why = new IllegalArgumentException("no twin");
    BackgroundTask<Integer> ahead =
        BackgroundTask.of(
            () -> {
              throw why;
            });
    assertSame(why, assertThrows(IllegalArgumentException.class, ahead::get));
    BackgroundTask<Integer> after = ahead.then(number -> number + 1);
    assertSame(why, assertThrows(IllegalArgumentException.class, after::get));
    AssertionError error = new AssertionError("wrong");
    BackgroundTask<Integer> broken =
        BackgroundTask.of(
            () -> {
              throw error;
            });
    assertSame(error, assertThrows(AssertionError.class, broken::get));
  }

  @Test
  void anInterruptedWaitSaysSoAndStaysInterrupted() {
    CountDownLatch never = new CountDownLatch(1);
    BackgroundTask<Integer> ahead =
        BackgroundTask.of(
            () -> {
              await(never);
              return 0;
            });
    Thread.currentThread().interrupt();
    assertThrows(IllegalStateException.class, ahead::get);
    assertTrue(Thread.interrupted());
    never.countDown();
  }
}
