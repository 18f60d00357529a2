package org.spinbench.drivers.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.spinbench.drivers.instrument.Guard;
import org.spinbench.drivers.instrument.Setting;

/**
 * The guard of a whole bench: one change at a time, each judged against the chip's limits, and none
 * from any thread but the closing one once the bench is being closed.
 */
final class Interlock implements Guard {
  private final ChipLimits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Thread closer;
  private volatile boolean closed;

  Interlock(ChipLimits limits) {
    this.limits = limits;
  }

  @Override
  public void check(Setting setting, double value) {
    limits.check(setting, value);
  }

  @Override
  public void change(Setting setting, double value, Runnable send) {
    if (closer == Thread.currentThread()) {
      judgeAndSend(setting, value, send);
      return;
    }
    lock.lock();
    try {
      judgeAndSend(setting, value, send);
    } finally {
      lock.unlock();
    }
  }

  private void judgeAndSend(Setting setting, double value, Runnable send) {
    if (closed || closer != null && closer != Thread.currentThread()) {
      throw new IllegalStateException(setting.label() + " was not changed: the bench is closed");
    }
    limits.check(setting, value);
    send.run();
  }

  /**
   * Shuts every other thread out, waiting for a change that is on its way for at most so long.
   *
   * @param milliseconds longest wait; after it the closing thread goes on regardless, and changes
   *     of other threads are refused all the same
   */
  void beginClosing(long milliseconds) {
    closer = Thread.currentThread();
    try {
      if (lock.tryLock(milliseconds, TimeUnit.MILLISECONDS)) {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void closed() {
    closed = true;
  }
}
