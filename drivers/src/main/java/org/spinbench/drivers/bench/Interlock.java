package org.spinbench.drivers.bench;

import java.util.concurrent.locks.ReentrantLock;
import org.spinbench.drivers.instrument.Guard;
import org.spinbench.drivers.instrument.Setting;

/**
 * The guard of a whole bench. What loads the chip more than before is changed one at a time, each
 * change judged against the chip's limits and the interlocks of the bench file, and not at all once
 * the bench is being closed.
 *
 * <p>Down is free: what switches off or lowers a level asks no other instrument and waits for no
 * other change, so that nothing that happens to one instrument keeps another from coming down.
 */
final class Interlock implements Guard {
  private final ChipLimits limits;
  private final RuledSources rules;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean closed;

  Interlock(ChipLimits limits, RuledSources rules) {
    this.limits = limits;
    this.rules = rules;
  }

  @Override
  public void check(Setting setting, double value) {
    limits.check(setting, value);
    rules.check(setting, value);
  }

  @Override
  public void change(Setting setting, double value, Runnable send) {
    if (!limits.concerns(setting, value) && !rules.concern(setting, value)) {
      send.run();
      return;
    }
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException(setting.label() + " was not changed: the bench is closed");
      }
      check(setting, value);
      send.run();
    } finally {
      lock.unlock();
    }
  }

  /** Refuses from now on what loads the chip more than before. */
  void close() {
    closed = true;
  }
}
