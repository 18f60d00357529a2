package org.spinbench.drivers.bench.guard;

import java.util.Map;
import java.util.Optional;
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
 * The guard of a whole bench. It makes changes that load the chip more one at a time, judges each
 * by the chip's limits, or those of a rack, and the interlocks of the bench file, and refuses them
 * once the bench is being closed.
 *
 * <p>Lower levels and switching off are always free: they query no other instrument and wait for no
 * other change, so that a failure of one instrument cannot keep another from coming down.
 */
public final class BenchGuard implements Guard {
  private final Quantities quantities;
  private final RuledSources rules;
  private final ChipLimits limits;
  private final Optional<RackLimits> rack;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean closed;

  /**
   * A guard of an opened bench; sends nothing.
   *
   * @throws IllegalArgumentException naming a condition that cannot be judged, or a wrong source
   */
  public BenchGuard(
      BenchFile file, ChipWiring wiring, Map<String, Instrument> instruments, Clock clock) {
    quantities = new Quantities(file, wiring, instruments, clock);
    rules = new RuledSources(file, wiring, instruments, quantities);
    limits = new ChipLimits(file, wiring);
    rack = file.isRack() ? Optional.of(new RackLimits(instruments)) : Optional.empty();
  }

  Quantities quantities() {
    return quantities;
  }

  RuledSources rules() {
    return rules;
  }

  /** The names of the instruments that conditions read. */
  public Set<String> meters() {
    Set<String> names = new TreeSet<>();
    quantities.meters().forEach(meter -> names.add(SourceName.parse(meter.name()).instrument()));
    return names;
  }

  /** Counts conditions on readings as fulfilled, for a rehearsal on a copy. */
  public void ignoreReadings() {
    rules.ignoreReadings();
  }

  /**
   * Counts conditions on powers of neurons as fulfilled, for judging messages of other programs.
   */
  public void ignorePowers() {
    rules.ignorePowers();
  }

  @Override
  public void check(Setting setting, double value) {
    limits.check(setting, value);
    rack.ifPresent(one -> one.check(setting, value));
    rules.check(setting, value);
  }

  @Override
  public void change(Setting setting, double value, Runnable send) {
    boolean judged =
        limits.concerns(setting, value)
            || rules.concern(setting, value)
            || rack.isPresent() && rack.get().concerns(setting, value);
    if (!judged) {
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

  /** Refuses changes that load the chip more from now on. */
  public void close() {
    closed = true;
  }
}
