package org.spinbench.experiments.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AheadTest {
  /** It does not begin when it is asked for, but before: it can be waited for from outside. */
  @Test
  void isComputedWhileSomethingElseIsDone() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch measured = new CountDownLatch(1);
    Ahead<Integer> ahead =
        Ahead.of(
            () -> {
              begun.countDown();
              await(measured);
              return 7;
            });
    begun.await();
    measured.countDown();
    assertEquals(7, ahead.get());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void isComputedOnce() {
    AtomicInteger times = new AtomicInteger();
    Ahead<Integer> ahead = Ahead.of(times::incrementAndGet);
    assertEquals(1, ahead.get());
    assertEquals(1, ahead.get());
  }

  @Test
  void whatFailsFailsWhereTheResultIsTaken() {
    IllegalArgumentException why = new IllegalArgumentException("no twin");
    Ahead<Integer> ahead =
        Ahead.of(
            () -> {
              throw why;
            });
    assertSame(why, assertThrows(IllegalArgumentException.class, ahead::get));
    AssertionError error = new AssertionError("wrong");
    Ahead<Integer> broken =
        Ahead.of(
            () -> {
              throw error;
            });
    assertSame(error, assertThrows(AssertionError.class, broken::get));
  }

  @Test
  void anInterruptedWaitSaysSoAndStaysInterrupted() {
    CountDownLatch never = new CountDownLatch(1);
    Ahead<Integer> ahead =
        Ahead.of(
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
