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
 * When everything on a bench has settled.
 *
 * <p>A change of a source settles in the time that {@code [settling]} of the bench file gives for
 * what the source is wired to: {@code tone}, {@code field_line} or {@code bias}, the longest of
 * them for a source that is wired to none of these; or in the time that the source itself takes as
 * it is set, {@link Instrument#settling}, if that is longer. With an analog coupling the amplifiers
 * of all layers come after it. A change of a meter concerns that meter alone, for its {@link
 * Meter#response}, which begins when its input has settled. The time of a change is when the
 * instrument has confirmed it, so that what has passed since then is not waited for again.
 *
 * <p>Safe for use by several threads; a wait lets others in.
 */
final class Settlement implements Changes {
  private final Clock clock;
  private final Map<String, Instrument> instruments;

  /** How long the bench file gives a change, ns, by instrument; nothing for what only measures. */
  private final Map<String, Long> times = new HashMap<>();

  private final long amplifiers;

  /** When an instrument or channel was changed last, ns. */
  private final Map<String, Long> changed = new HashMap<>();

  /** The same of sources whose change does not count in {@link #settled} yet. */
  private final Map<String, Long> recent = new LinkedHashMap<>();

  /** Instruments and channels with a change that has begun and not ended. */
  private final Set<String> open = new LinkedHashSet<>();

  /** Which number of changes each meter has waited for. */
  private final Map<Meter, Long> waited = new IdentityHashMap<>();

  /** When the bench was opened: nobody knows what was changed just before. */
  private final long opened;

  private long changes = 1;

  /** When all sources have settled, but for recent changes, ns. */
  private long settled;

  /** No later than now, ns. */
  private long passed;

  /** Whether changes end together, when all of them are made. */
  private boolean held;

  private boolean closed;

  Settlement(BenchFile file, Map<String, Instrument> instruments, Clock clock) {
    this.clock = clock;
    this.instruments = instruments;
    opened = clock.nanos();
    settled = opened;
    passed = opened;
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

  /** What the amplifiers of all layers take together, s. */
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
   * Makes many changes, perhaps on several threads, which all count as made when the last is: in
   * which order threads look at a clock is not the same every time.
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

  /** Reports nothing and waits for nothing from now on: the bench is brought to rest. */
  synchronized void close() {
    closed = true;
  }

  /** Waits until all sources have settled. */
  void settle() {
    confirm();
    await(settled());
  }

  /** When all sources have settled, ns. A source may be asked how it is set. */
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
    confirm();
    long number = number();
    if (Long.valueOf(number).equals(waited(meter))) {
      return false;
    }
    await(undisturbed(meter) + nanos(meter.response()));
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

  /** Since when the input of a meter and its own settings are what they are, ns. */
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
   * Waits until the instruments have confirmed what was sent to them. What one has not confirmed,
   * because it failed, counts as changed now.
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

  private void await(long moment) {
    if (moment <= passed()) {
      return;
    }
    long now = clock.nanos();
    if (moment > now) {
      clock.sleep(Duration.ofNanos(moment - now));
    }
    passed(Math.max(now, moment));
  }

  private synchronized long passed() {
    return closed ? Long.MAX_VALUE : passed;
  }

  private synchronized void passed(long moment) {
    passed = Math.max(passed, moment);
  }
}
