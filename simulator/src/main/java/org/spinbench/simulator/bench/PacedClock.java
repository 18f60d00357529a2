package org.spinbench.simulator.bench;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.simulator.scpi.BenchClock;

/**
 * A clock whose time passes by itself: as the computer's does, or faster or slower by a constant
 * factor. Whoever waits under the lock lets go of it meanwhile, and can be woken.
 */
public final class PacedClock implements BenchClock {
  private static final System.Logger LOG = System.getLogger(PacedClock.class.getName());
  private static final double FASTEST = 1e5;
  private static final double SLOWEST = 1e-3;

  private final SystemClock system = new SystemClock();
  private final long origin = system.nanos();
  private final Instant start = system.now();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private final ScheduledThreadPoolExecutor alarms = alarms();
  private final double speed;
  private long wakes;

  /**
   * @param speed seconds of this clock in one second of the computer's
   * @throws IllegalArgumentException if it is not between 0.001 and 100 000
   */
  public PacedClock(double speed) {
    if (!(speed >= SLOWEST && speed <= FASTEST)) {
      throw new IllegalArgumentException(
          "a simulated bench cannot run at " + speed + " times real time: give 0.001 to 100000");
    }
    this.speed = speed;
  }

  /** One daemon thread, which exists only while an alarm is set. */
  private static ScheduledThreadPoolExecutor alarms() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "simulated bench alarms");
              thread.setDaemon(true);
              return thread;
            });
    executor.setKeepAliveTime(1, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  @Override
  public long nanos() {
    return (long) ((system.nanos() - origin) * speed);
  }

  @Override
  public Instant now() {
    return start.plusNanos(nanos());
  }

  @Override
  public void sleep(Duration duration) {
    system.sleep(Duration.ofNanos(real(duration.toNanos())));
  }

  @Override
  public Lock lock() {
    return lock;
  }

  /** An interrupt does not cut the wait short: the thread is left interrupted afterwards. */
  @Override
  public void await(long moment) {
    long before = wakes;
    boolean interrupted = false;
    for (long left = moment - nanos(); left > 0 && wakes == before; left = moment - nanos()) {
      try {
        woken.await(real(left), TimeUnit.NANOSECONDS);
      } catch (InterruptedException early) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public long soon(long realNanos) {
    return nanos() + (long) Math.ceil(realNanos * speed);
  }

  @Override
  public void wake() {
    wakes++;
    woken.signalAll();
  }

  /** A task that fails is logged, because no caller waits for it. */
  @Override
  public void at(long moment, Runnable task) {
    alarms.schedule(() -> ring(task), Math.max(0, real(moment - nanos())), TimeUnit.NANOSECONDS);
  }

  private void ring(Runnable task) {
    lock.lock();
    try {
      task.run();
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.ERROR, "an alarm of the simulated bench failed", failure);
    } finally {
      lock.unlock();
    }
  }

  /** Nanoseconds of the computer's clock, rounded up so that a wait is never too short. */
  private long real(long nanos) {
    return (long) Math.ceil(nanos / speed);
  }
}
