package org.spinbench.drivers.bench.guard;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.SourceName;
import org.spinbench.drivers.instrument.Guard;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.transport.Clock;

/**
 * The guard of a whole bench. What loads the chip more than before is changed one at a time, each
 * change judged against the chip's limits and the interlocks of the bench file, and not at all once
 * the bench is being closed.
 *
 * <p>Down is free: what switches off or lowers a level asks no other instrument and waits for no
 * other change, so that nothing that happens to one instrument keeps another from coming down.
 */
public final class BenchGuard implements Guard {
  private final Quantities quantities;
  private final RuledSources rules;
  private final ChipLimits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean closed;

  /**
   * A guard of an opened bench; sends nothing.
   *
   * @throws IllegalArgumentException naming a condition that cannot be judged, or a source that is
   *     none
   */
  public BenchGuard(
      BenchFile file, ChipWiring wiring, Map<String, Instrument> instruments, Clock clock) {
    quantities = new Quantities(file, wiring, instruments, clock);
    rules = new RuledSources(file, wiring, instruments, quantities);
    limits = new ChipLimits(file, wiring);
  }

  Quantities quantities() {
    return quantities;
  }

  RuledSources rules() {
    return rules;
  }

  /** The names of the instruments that are read for conditions, each once. */
  public Set<String> meters() {
    Set<String> names = new TreeSet<>();
    quantities.meters().forEach(meter -> names.add(SourceName.parse(meter.name()).instrument()));
    return names;
  }

  /** Counts conditions on readings as fulfilled: for a copy on which something is tried out. */
  public void ignoreReadings() {
    rules.ignoreReadings();
  }

  /** Counts conditions on powers of neurons as fulfilled: for whoever judges what others set. */
  public void ignorePowers() {
    rules.ignorePowers();
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
  public void close() {
    closed = true;
  }
}
