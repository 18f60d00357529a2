package org.spinbench.drivers.bench;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFile.Coupling;
import org.spinbench.drivers.bench.file.BenchFile.Settling;
import org.spinbench.drivers.bench.file.SourceName;
import org.spinbench.drivers.instrument.Changes;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.Meter;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.LockIn;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.transport.Clock;

/**
 * Computes when the bench has settled.
 *
 * <p>The settling time of a source is the larger of two: that of {@code [settling]} in the bench
 * file for its wiring ({@code tone}, {@code field_line} or {@code bias}; the longest for a source
 * without any of these), and that of the source itself with its present settings, {@link
 * Instrument#settling}. With an analog coupling, the amplifiers of all layers add theirs. A change
 * of a meter concerns only that meter, for its {@link Meter#response}, which begins when its input
 * has settled. A change counts from its confirmation by the instrument, so time that has passed
 * since then counts.
 *
 * <p>Safe for use by several threads; they are not blocked during a wait.
 */
final class Settlement implements Changes {
  private final Clock clock;
  private final Map<String, Instrument> instruments;

  /** Settling time from the bench file by instrument, ns; absent for meters. */
  private final Map<String, Long> times = new HashMap<>();

  private final long amplifiers;

  /** Time of the last change of an instrument or channel, ns. */
  private final Map<String, Long> changed = new HashMap<>();

  /** The same for sources whose change does not yet count in {@link #settled}. */
  private final Map<String, Long> recent = new LinkedHashMap<>();

  /** Instruments and channels with a change in progress. */
  private final Set<String> open = new LinkedHashSet<>();

  /** The number of changes for which each meter has waited. */
  private final Map<Meter, Long> waited = new IdentityHashMap<>();

  /** When the bench was opened; changes before that are unknown. */
  private final long opened;

  private long changes = 1;

  /** When all sources have settled, except for recent changes, ns. */
  private long settled;

  /** A moment no later than now, ns. */
  private long passed;

  /** Whether changes count together, at the end of the last. */
  private boolean held;

  private boolean closed;

  /** Sleeps, and says whether a pause has brought the bench to rest meanwhile. */
  private Predicate<Duration> sleeper;

  /** Whether the bench is looked after; the readings of conditions then only sleep. */
  private final AtomicBoolean lookedAfter = new AtomicBoolean();

  Settlement(BenchFile file, Map<String, Instrument> instruments, Clock clock) {
    this.clock = clock;
    this.instruments = instruments;
    opened = clock.nanos();
    settled = opened;
    passed = opened;
    sleeper = time -> Custody.sleep(clock, time);
    Settling each = file.settling();
    time(file.inputs().stream().map(BenchFile.Input::source), each.tone());
    time(file.stripLines().stream().map(BenchFile.StripLine::source), each.tone());
    time(file.synapses().stream().map(BenchFile.Synapse::fieldLine), each.fieldLine());
    time(file.neurons().stream().map(BenchFile.Neuron::bias), each.bias());
    double longest = Math.max(each.tone(), Math.max(each.fieldLine(), each.bias()));
    instruments.forEach(
        (name, one) -> {
          if (putsOut(one)) {
            times.putIfAbsent(name, nanos(longest));
          }
        });
    amplifiers = nanos(amplifiers(file));
  }

  /**
   * Makes every wait look after the bench.
   *
   * @param lookingAfter sleeps, and returns whether a pause has brought the bench to rest meanwhile
   */
  void sleepBy(Predicate<Duration> lookingAfter) {
    sleeper = lookingAfter;
  }

  /** Settling time of the amplifiers of all layers together, s. */
  static double amplifiers(BenchFile file) {
    boolean analog = file.coupling().mode() == Coupling.Mode.ANALOG;
    return analog ? file.settling().coupling() * file.layers().size() : 0;
  }

  private void time(Stream<String> sources, double seconds) {
    sources
        .filter(source -> !source.isEmpty())
        .map(source -> SourceName.parse(source).instrument())
        .forEach(name -> times.merge(name, nanos(seconds), Math::max));
  }

  private static boolean putsOut(Instrument one) {
    return one instanceof RfSource
        || one instanceof BiasSource
        || one instanceof LockIn
        || one instanceof Channels<?>;
  }

  private static long nanos(double seconds) {
    return (long) Math.ceil(seconds * 1e9);
  }

  @Override
  public synchronized void begin(String owner) {
    if (!closed) {
      open.add(owner);
    }
  }

  @Override
  public synchronized void end(String owner) {
    if (!closed && !held) {
      end(List.of(owner));
    }
  }

  private void end(Collection<String> these) {
    passed = clock.nanos();
    for (String owner : these) {
      open.remove(owner);
      changes++;
      changed.put(owner, passed);
      if (times.containsKey(SourceName.parse(owner).instrument())) {
        recent.put(owner, passed);
      }
    }
  }

  /**
   * Makes several changes, possibly on several threads, which all count from the end of the last.
   * Otherwise their times would depend on the order of the threads.
   */
  void together(Runnable all) {
    hold(true);
    try {
      all.run();
    } finally {
      hold(false);
    }
  }

  private synchronized void hold(boolean on) {
    held = on;
    if (!on && !closed && !open.isEmpty()) {
      end(List.copyOf(open));
    }
  }

  /** Stops reporting and waiting, because the bench is brought to rest. */
  synchronized void close() {
    closed = true;
  }

  /** Waits until all sources have settled. */
  void settle() {
    do {
      confirm();
    } while (isRestedBefore(settled()));
  }

  /** When all sources have settled, ns. May query a source's settings. */
  private long settled() {
    Map<String, Long> latest = recent();
    long longest = 0;
    for (Map.Entry<String, Long> one : latest.entrySet()) {
      SourceName name = SourceName.parse(one.getKey());
      double own = Channels.of(instruments.get(name.instrument()), name.channel()).settling();
      long time = Math.max(times.get(name.instrument()), nanos(own));
      longest = Math.max(longest, one.getValue() + time + amplifiers);
    }
    return settled(latest, longest);
  }

  private synchronized Map<String, Long> recent() {
    return recent.isEmpty() ? Map.of() : new LinkedHashMap<>(recent);
  }

  private synchronized long settled(Map<String, Long> counted, long moment) {
    counted.forEach(recent::remove);
    settled = Math.max(settled, moment);
    return settled;
  }

  @Override
  public boolean settle(Meter meter) {
    long number;
    do {
      confirm();
      number = number();
      if (Long.valueOf(number).equals(waited(meter))) {
        return false;
      }
    } while (isRestedBefore(undisturbed(meter) + nanos(meter.response())));
    waited(meter, number);
    return true;
  }

  @Override
  public double since(Meter meter) {
    return (clock.nanos() - undisturbed(meter)) * 1e-9;
  }

  @Override
  public double since(String owner) {
    return (clock.nanos() - changed(owner)) * 1e-9;
  }

  /** Since when a meter's input and its own settings have not changed, ns. */
  private long undisturbed(Meter meter) {
    return Math.max(settled(), Math.max(changed(meter.name()), changed(meter.session().name())));
  }

  private synchronized long changed(String owner) {
    return changed.getOrDefault(owner, opened);
  }

  private synchronized long number() {
    return closed ? 0 : changes;
  }

  private synchronized Long waited(Meter meter) {
    return closed ? Long.valueOf(0) : waited.get(meter);
  }

  private synchronized void waited(Meter meter, long number) {
    waited.put(meter, number);
  }

  /**
   * Waits until the instruments have confirmed their changes. A change that failed counts as made
   * now.
   */
  private void confirm() {
    for (String name : open()) {
      instruments.get(SourceName.parse(name).instrument()).session().confirmSent();
      if (open().contains(name)) {
        end(name);
      }
    }
  }

  private synchronized Collection<String> open() {
    return closed || open.isEmpty() ? List.of() : List.copyOf(open);
  }

  /**
   * Waits until a moment, or until a pause has brought the bench to rest and set it again; the wait
   * then begins again.
   */
  private boolean isRestedBefore(long moment) {
    if (moment <= passed()) {
      return false;
    }
    long now = clock.nanos();
    if (moment > now && sleep(Duration.ofNanos(moment - now))) {
      return true;
    }
    passed(Math.max(now, moment));
    return false;
  }

  private boolean sleep(Duration time) {
    if (!lookedAfter.compareAndSet(false, true)) {
      return Custody.sleep(clock, time);
    }
    try {
      return sleeper.test(time);
    } finally {
      lookedAfter.set(false);
    }
  }

  private synchronized long passed() {
    return closed ? Long.MAX_VALUE : passed;
  }

  private synchronized void passed(long moment) {
    passed = Math.max(passed, moment);
  }
}
