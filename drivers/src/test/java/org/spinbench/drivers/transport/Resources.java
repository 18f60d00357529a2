package org.spinbench.drivers.transport;

import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** What this process holds of the system: descriptors and threads. */
public record Resources(long descriptors, int threads) {
  private static final Path OWN_DESCRIPTORS = Path.of("/proc/self/fd");
  private static final int WARM_UP = 40;

  /** What comes and goes by itself, such as files of classes and threads of pools. */
  private static final int SLACK = 20;

  private static final Duration LONGEST_SETTLING = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private static Resources now() {
    return new Resources(openDescriptors(), Thread.getAllStackTraces().size());
  }

  private static long openDescriptors() {
    if (Files.isDirectory(OWN_DESCRIPTORS)) {
      try (var open = Files.list(OWN_DESCRIPTORS)) {
        return open.count();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }

  /**
   * Fails if the process holds more after so many rounds than before them.
   *
   * @param round takes the number of the round
   */
  public static void assertFlat(int rounds, IntConsumer round) throws Exception {
    assertFlat(rounds, 1, round);
  }

  /** The same for rounds of which so many run at a time. */
  public static void assertFlat(int rounds, int atATime, IntConsumer round) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(atATime);
    try {
      run(WARM_UP, pool, round);
      Resources before = now();
      run(rounds, pool, round);
      requireNoMoreThan(before, rounds);
    } finally {
      pool.shutdown();
    }
  }

  private static void run(int rounds, ExecutorService pool, IntConsumer round) throws Exception {
    List<Future<?>> all = new ArrayList<>();
    for (int k = 0; k < rounds; k++) {
      int number = k;
      all.add(pool.submit(() -> round.accept(number)));
    }
    for (Future<?> one : all) {
      one.get();
    }
  }

  /**
   * The other end of a link, and a thread that has nothing more to do, take a moment to be gone.
   */
  private static void requireNoMoreThan(Resources before, int rounds) {
    SystemClock clock = new SystemClock();
    long deadline = clock.nanos() + LONGEST_SETTLING.toNanos();
    Resources after = now();
    while (!after.isWithin(before) && clock.nanos() < deadline) {
      clock.sleep(PAUSE);
      after = now();
    }
    if (!after.isWithin(before)) {
      fail(rounds + " rounds have left something open: " + before + " before, " + after + " after");
    }
  }

  private boolean isWithin(Resources before) {
    return descriptors <= before.descriptors + SLACK && threads <= before.threads + SLACK;
  }
}
