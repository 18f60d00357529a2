package org.spinbench.app.chart;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DrawingTest {
  @BeforeAll
  static void noScreen() {
    System.setProperty("java.awt.headless", "true");
  }

  @Test
  void goesOnBesideItsCallerWhoWaitsForItsEnd() {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicReference<Thread> drew = new AtomicReference<>();
    Drawing drawing =
        Drawing.of(
            () -> {
              assertDoesNotThrow(() -> begun.await());
              drew.set(Thread.currentThread());
            });
    begun.countDown(); // a drawing on this thread would wait for it in vain
    drawing.await();
    assertNotEquals(Thread.currentThread(), drew.get());
    assertTrue(drew.get().isDaemon(), "a program that fails meanwhile must end");
  }

  /** The caller reports the failure as if it had drawn itself. */
  @Test
  void aFailureIsThatOfTheDrawing() {
    UncheckedIOException full = new UncheckedIOException("cannot write", new IOException("full"));
    Drawing failing =
        Drawing.of(
            () -> {
              throw full;
            });
    assertSame(full, assertThrows(UncheckedIOException.class, failing::await));
    AssertionError error = new AssertionError("a mistake");
    Drawing mistaken =
        Drawing.of(
            () -> {
              throw error;
            });
    assertSame(error, assertThrows(AssertionError.class, mistaken::await));
  }

  @Test
  void anInterruptedWaitIsNotTheEnd() {
    CountDownLatch never = new CountDownLatch(1);
    Drawing drawing = Drawing.of(() -> assertDoesNotThrow(() -> never.await()));
    Thread.currentThread().interrupt();
    assertThrows(IllegalStateException.class, drawing::await);
    assertTrue(Thread.interrupted(), "the interrupt is kept");
    never.countDown();
    drawing.await();
  }

  @Test
  void whatAPictureNeedsIsLoadedWithoutAFile() {
    Drawing.prepare().await();
  }
}
