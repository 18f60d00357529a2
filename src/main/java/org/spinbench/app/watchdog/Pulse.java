package org.spinbench.app.watchdog;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;

/**
 * The computer's clock for an experiment and its links. It shows whether the experiment works: code
 * that exchanges messages, waits for an answer or sleeps reads the clock repeatedly, and code that
 * computes uses the processor. An experiment that does neither for {@link Watchdog#PATIENCE} hangs.
 * Time during which the whole program did not run (the computer was suspended) does not count.
 */
public final class Pulse implements Clock {
  /**
   * A computing thread uses more than this fraction of a processor; all waiting threads together
   * use less.
   */
  private static final int PART_OF_A_PROCESSOR = 50;

  private static final Duration NAP = Duration.ofMillis(200);

  private final Clock clock = new SystemClock();
  private final LongAdder looks = new LongAdder();
  private final LongAccumulator silentUntil = new LongAccumulator(Math::max, clock.nanos());
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private Map<Long, Long> used = new HashMap<>();
  private long seen;
  private long before = clock.nanos();
  private long idle;

  @Override
  public long nanos() {
    looks.increment();
    return clock.nanos();
  }

  @Override
  public Instant now() {
    looks.increment();
    return clock.now();
  }

  @Override
  public void sleep(Duration duration) {
    long end = nanos() + duration.toNanos();
    for (long left = duration.toNanos(); left > 0; left = end - nanos()) {
      clock.sleep(Duration.ofNanos(Math.min(left, NAP.toNanos())));
    }
  }

  @Override
  public void expectSilence(Duration longest) {
    silentUntil.accumulate(clock.nanos() + longest.toNanos());
  }

  /**
   * Whether the experiment works; for one thread, which calls it every {@link Heartbeat#PERIOD}.
   */
  public boolean works() {
    long now = clock.nanos();
    long count = looks.sum();
    long computed = PART_OF_A_PROCESSOR * processorTime();
    if (count != seen || now - silentUntil.get() < 0) {
      idle = 0;
    } else {
      long passed = Math.min(now - before, 2 * Heartbeat.PERIOD.toNanos());
      idle = Math.max(0, idle + passed - computed);
    }
    seen = count;
    before = now;
    return idle < Watchdog.PATIENCE.toNanos();
  }

  /** Processor time of all threads except this one since the last call, ns. */
  private long processorTime() {
    long self = Thread.currentThread().getId();
    Map<Long, Long> earlier = used;
    used = new HashMap<>();
    long sum = 0;
    for (long id : threads.getAllThreadIds()) {
      long time = id == self ? -1 : threads.getThreadCpuTime(id);
      if (time >= 0) {
        used.put(id, time);
        sum += time - earlier.getOrDefault(id, 0L);
      }
    }
    return sum;
  }
}
