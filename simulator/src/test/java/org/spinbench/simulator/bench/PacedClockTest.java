package org.spinbench.simulator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PacedClockTest {
  private final PacedClock clock = new PacedClock(1000);

  /** Keeps what is logged. */
  private static final class Log extends Handler {
    private final BlockingQueue<LogRecord> records = new LinkedBlockingQueue<>();

    @Override
    public void publish(LogRecord entry) {
      records.add(entry);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private void alarm(Runnable task) {
    clock.lock().lock();
    try {
      clock.at(clock.nanos(), task);
    } finally {
      clock.lock().unlock();
    }
  }

  @Test
  void anAlarmThatFailsIsLoggedAndTheNextOneRings() throws InterruptedException {
    Logger logger = Logger.getLogger(PacedClock.class.getName());
    Log log = new Log();
    logger.addHandler(log);
    logger.setUseParentHandlers(false);
    try {
      IllegalStateException failure = new IllegalStateException("a listener failed");
      AssertionError error = new AssertionError("a test");
      CountDownLatch rang = new CountDownLatch(1);
      alarm(
          () -> {
            throw failure;
          });
      alarm(
          () -> {
            throw error;
          });
      alarm(rang::countDown);
      rang.await();
      LogRecord first = log.records.take();
      assertSame(failure, first.getThrown());
      assertEquals(Level.SEVERE, first.getLevel());
      assertSame(error, log.records.take().getThrown());
    } finally {
      logger.removeHandler(log);
      logger.setUseParentHandlers(true);
    }
  }

  @Test
  void anAlarmDoesNotRingBeforeItsMoment() throws InterruptedException {
    BlockingQueue<Long> moments = new LinkedBlockingQueue<>();
    long moment = clock.nanos() + 5_000_000_000L;
    clock.lock().lock();
    try {
      clock.at(moment, () -> moments.add(clock.nanos()));
    } finally {
      clock.lock().unlock();
    }
    assertTrue(moments.take() >= moment);
  }
}
