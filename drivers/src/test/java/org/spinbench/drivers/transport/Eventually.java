package org.spinbench.drivers.transport;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what another thread or process does in its own time. */
public final class Eventually {
  /** Ample: only a defect makes a test wait for so long. */
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private static final Duration PAUSE = Duration.ofMillis(2);

  private Eventually() {}

  /** Waits until a condition holds; fails if that never comes. */
  public static void holds(String what, Callable<Boolean> condition) throws Exception {
    value(condition, holds -> holds, () -> what);
  }

  /**
   * Asks for a value again and again until it is as wanted, and gives it.
   *
   * @param or what to say if that never comes
   */
  public static <T> T value(Callable<T> source, Predicate<T> wanted, Supplier<String> or)
      throws Exception {
    SystemClock clock = new SystemClock();
    long begin = clock.nanos();
    T value = source.call();
    while (!wanted.test(value)) {
      if (clock.nanos() - begin > PATIENCE.toNanos()) {
        fail("never: " + or.get());
      }
      clock.sleep(PAUSE);
      value = source.call();
    }
    return value;
  }
}
