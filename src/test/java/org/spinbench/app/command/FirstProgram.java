package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.spinbench.app.Spinbench;
import org.spinbench.simulator.bench.SimulatedBench;

/** A program in a thread of its own, which stands still as soon as its bench is live. */
final class FirstProgram implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;

  private final SimulatedBench bench;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean stopping;
  private volatile int code = -1;

  FirstProgram(SimulatedBench bench, String... line) {
    this.bench = bench;
    thread =
        new Thread(
            () -> code = Spinbench.execute(new PrintWriter(out), new PrintWriter(new Held()), line),
            "first program");
    thread.setDaemon(true);
    thread.start();
  }

  /** Standard error that takes no text while the bench is live, until it is released. */
  private final class Held extends FilterWriter {
    Held() {
      super(err);
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
      if (released.getCount() > 0 && !bench.energised().isEmpty()) {
        held.countDown();
        try {
          released.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        if (stopping) {
          throw new IllegalStateException("the test has stopped it");
        }
      }
      super.write(text, offset, length);
    }
  }

  void awaitHeld() throws InterruptedException {
    await(() -> held.getCount() == 0);
  }

  void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertTrue(thread.isAlive(), () -> "it has ended: " + said());
      assertTrue(System.nanoTime() < deadline, () -> "it does not come so far: " + said());
      Thread.sleep(5);
    }
  }

  void release() {
    released.countDown();
  }

  void stop() throws InterruptedException {
    stopping = true;
    release();
    code();
  }

  void interrupt() {
    thread.interrupt();
  }

  int code() throws InterruptedException {
    thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    assertTrue(!thread.isAlive(), "it does not end");
    return code;
  }

  String printed() {
    return out.toString();
  }

  String said() {
    return out + "\n" + err;
  }

  /** Whoever has not ended it by itself does not wait for it either. */
  @Override
  public void close() {
    stopping = true;
    release();
    thread.interrupt();
  }
}
