package org.spinbench.drivers.bench.guard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.spinbench.drivers.bench.file.Condition;
import org.spinbench.drivers.bench.file.SafetyRules;
import org.spinbench.drivers.bench.file.SafetyRules.OnlyWhile;
import org.spinbench.drivers.bench.file.SafetyRules.Pause;
import org.spinbench.drivers.bench.file.SafetyRules.Then;
import org.spinbench.drivers.bench.file.SafetyRules.Trip;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NotAtRestException;
import org.spinbench.drivers.safety.State;
import org.spinbench.drivers.transport.Clock;

/**
 * The trips of a bench file, and its interlocks during a run. They are judged before readings, with
 * the period of each, by readings taken for them; and by the run's own readings. So they depend
 * only on answers of instruments and on the bench's clock, and a replay trips at the same point as
 * the run.
 *
 * <p>A trip brings the bench to rest at once. Then the run ends, or waits until the condition has
 * cleared and every source is restored.
 */
public final class Trips {
  /** Kind of event when a condition of the bench file ends a run. */
  public static final String TRIP = "trip";

  private static final String SUSPENDED = "suspended";
  private static final String RESUMED = "resumed";

  /** Period in which a pause checks whether the bench was closed, ns. */
  private static final long SLICE = 500_000_000L;

  /** Period of an interlock, s. */
  private static final double EVERY = 1;

  /** One condition that is watched. */
  private static final class Watch {
    private final String what;
    private final Condition condition;
    private final OnlyWhile interlock;
    private final Pause pause;
    private final long every;
    private volatile long due;
    private volatile int pauses;
    private volatile Found found = Found.NOT_JUDGED;

    Watch(Trip trip) {
      what = "safety.trip.\"" + trip.name() + "\"";
      condition = trip.when();
      interlock = null;
      pause = trip.then() == Then.PAUSE ? trip.pause() : null;
      every = nanos(trip.every());
    }

    Watch(OnlyWhile rule) {
      what = "safety.interlock.\"" + rule.name() + "\"";
      condition = rule.onlyWhile();
      interlock = rule;
      pause = null;
      every = nanos(EVERY);
    }
  }

  /** What the last judgement of a condition has found. */
  public enum Found {
    /** Not judged yet. */
    NOT_JUDGED,
    /** Nothing is wrong. */
    CLEAR,
    /** The run waits until it has cleared. */
    PAUSED,
    /** It has ended the run. */
    TRIPPED
  }

  /**
   * The state of a condition.
   *
   * @param what its section in the bench file, such as {@code safety.trip."too warm"}
   * @param condition as in the bench file; of an interlock, what must hold while its sources are on
   * @param pauses number of pauses so far
   */
  public record Judged(String what, String condition, Found found, int pauses) {}

  private final Quantities quantities;
  private final RuledSources sources;
  private final Collection<Instrument> instruments;
  private final Clock clock;
  private final Runnable rest;
  private final List<Watch> watches = new ArrayList<>();
  private BiConsumer<String, String> told = (kind, text) -> {};
  private boolean ignored;
  private volatile boolean closed;

  /**
   * Trips before the first judgement.
   *
   * @param rest brings every source to rest
   * @throws IllegalArgumentException naming a condition that cannot be judged
   */
  public Trips(
      SafetyRules rules,
      BenchGuard guard,
      Collection<Instrument> instruments,
      Clock clock,
      Runnable rest) {
    quantities = guard.quantities();
    sources = guard.rules();
    this.instruments = instruments;
    this.clock = clock;
    this.rest = rest;
    rules.interlocks().forEach(rule -> watches.add(new Watch(rule)));
    for (Trip trip : rules.trips()) {
      Watch watch = new Watch(trip);
      quantities.declare(watch.what + ".when", trip.when());
      trip.pause()
          .resumeWhen()
          .ifPresent(when -> quantities.declare(watch.what + ".resume_when", when));
      watches.add(watch);
    }
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * 1e9);
  }

  /** The interlocks, then the trips, each as it was judged last; asks no instrument. */
  public List<Judged> judged() {
    return watches.stream()
        .map(one -> new Judged(one.what, one.condition.toString(), one.found, one.pauses))
        .toList();
  }

  /** How often the run has paused. */
  public int pauses() {
    return watches.stream().mapToInt(one -> one.pauses).sum();
  }

  /** Reports every event to a listener: its kind and a description. */
  public void tell(BiConsumer<String, String> listener) {
    told = listener;
  }

  /** Disables trips, for a rehearsal on a copy. */
  public void ignore() {
    ignored = true;
  }

  /** Ignores conditions on powers of neurons, for judging messages of other programs. */
  public void ignorePowers() {
    watches.removeIf(watch -> quantities.namesPowers(watch.condition));
  }

  /** Ends a pause and disables trips, because the bench is being closed and brought to rest. */
  public void close() {
    closed = true;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the bench was closed");
    }
  }

  /**
   * Judges every condition that is due, and pauses until none is met.
   *
   * @return whether it has paused, so that the bench was at rest
   * @throws TripException if the run must end; the bench is at rest
   */
  public boolean look() {
    if (ignored || watches.isEmpty()) {
      return false;
    }
    boolean rested = false;
    boolean paused;
    do {
      paused = false;
      long now = clock.nanos();
      for (Watch watch : watches) {
        if (!paused && now >= watch.due) {
          watch.due = now + watch.every;
          paused = judge(watch, watch.every / 2);
          rested |= paused;
        }
      }
    } while (paused);
    return rested;
  }

  /** The shortest period of the conditions, ns. */
  public long period() {
    return ignored
        ? Long.MAX_VALUE
        : watches.stream().mapToLong(watch -> watch.every).min().orElse(Long.MAX_VALUE);
  }

  /**
   * The shortest period of the conditions that can be judged while these instruments make a pass,
   * ns: those that do not need their answers. A condition that pauses the run waits for the end of
   * the pass, because nothing can continue half a pass.
   */
  public long periodDuringPass(Collection<? extends Instrument> busy) {
    return ignored
        ? Long.MAX_VALUE
        : duringPass(busy).mapToLong(watch -> watch.every).min().orElse(Long.MAX_VALUE);
  }

  private Stream<Watch> duringPass(Collection<? extends Instrument> busy) {
    return watches.stream()
        .filter(watch -> watch.pause == null && !quantities.needs(watch.condition, busy));
  }

  /**
   * Judges these conditions where they are due.
   *
   * @throws TripException if the run must end; the bench is at rest
   */
  public void lookDuringPass(Collection<? extends Instrument> busy) {
    long now = clock.nanos();
    for (Watch watch : duringPass(busy).toList()) {
      if (now >= watch.due) {
        watch.due = now + watch.every;
        judge(watch, watch.every / 2);
      }
    }
  }

  /**
   * Judges the conditions on the run's own readings.
   *
   * @param readings values by name
   * @return whether the run has paused, so that it must read again
   * @throws TripException if the run must end; the bench is at rest
   */
  public boolean read(Map<String, Double> readings) {
    if (ignored || watches.isEmpty()) {
      return false;
    }
    List<Watch> concerned =
        watches.stream()
            .filter(
                watch ->
                    readings.keySet().stream()
                        .anyMatch(name -> quantities.names(watch.condition, name)))
            .toList();
    if (concerned.isEmpty()) {
      return false;
    }
    readings.forEach(quantities::note);
    return concerned.stream().anyMatch(watch -> judge(watch, watch.every));
  }

  private boolean judge(Watch watch, long oldest) {
    Optional<String> met = met(watch, oldest);
    if (met.isEmpty()) {
      watch.found = Found.CLEAR;
      return false;
    }
    String text = met.get();
    watch.found = Found.TRIPPED;
    if (watch.pause == null) {
      throw ended(text);
    }
    watch.pauses++;
    if (watch.pauses > watch.pause.most()) {
      throw ended(text + ", after " + watch.pause.most() + " pauses");
    }
    watch.found = Found.PAUSED;
    pause(watch, text);
    watch.found = Found.CLEAR;
    return true;
  }

  /** The condition and its values if it is met, else empty. */
  private Optional<String> met(Watch watch, long oldest) {
    String why;
    try {
      Function<String, OptionalDouble> values = quantities.in(State.PRESENT, oldest);
      boolean met =
          watch.interlock == null
              ? watch.condition.holds(values)
              : sources.live(watch.interlock) && !watch.condition.holds(values);
      if (!met) {
        return Optional.empty();
      }
      why = watch.condition.because(values, quantities::unit);
    } catch (LostReadingException lost) {
      requireOpen();
      why = lost.getMessage();
    }
    return Optional.of(
        watch.what
            + " of the bench file ("
            + (watch.interlock == null ? "" : "only while ")
            + watch.condition
            + "): "
            + why);
  }

  /** Whether a condition is due. */
  public boolean isDue() {
    long now = clock.nanos();
    return watches.stream().anyMatch(watch -> now >= watch.due);
  }

  /**
   * Judges every condition that is due without changing the bench, while other programs drive it.
   *
   * @return the first that is met
   */
  public Optional<Tripped> met() {
    for (Watch watch : watches) {
      long now = clock.nanos();
      if (now >= watch.due) {
        watch.due = now + watch.every;
        Optional<String> met = met(watch, watch.every / 2);
        if (met.isPresent()) {
          double seconds = watch.pause == null ? 0 : watch.pause.resumeAfter();
          return Optional.of(new Tripped(watch.what, met.get(), seconds));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether the condition of a trip has cleared, by new readings. */
  public boolean isClear(Tripped tripped) {
    return watches.stream()
        .filter(watch -> watch.what.equals(tripped.what()))
        .allMatch(this::isClear);
  }

  /** Notes a reading of another program; conditions with it are judged next time. */
  public void note(String name, double value) {
    boolean concerned = false;
    for (Watch watch : watches) {
      if (quantities.names(watch.condition, name)) {
        watch.due = 0;
        concerned = true;
      }
    }
    if (concerned) {
      quantities.note(name, value);
    }
  }

  /**
   * Brings the bench to rest before it reports the trip, so that no listener can delay the rest.
   */
  private TripException ended(String text) {
    String state = "The bench was brought to rest.";
    Optional<NotAtRestException> failed = Optional.empty();
    try {
      rest.run();
    } catch (NotAtRestException alarm) {
      state = alarm.getMessage();
      failed = Optional.of(alarm);
    }
    TripException trip =
        new TripException(
            "tripped: "
                + text
                + ". "
                + state
                + " Find the cause, then start again or resume the run");
    failed.ifPresent(trip::addSuppressed);
    told.accept(TRIP, text);
    return trip;
  }

  private void pause(Watch watch, String text) {
    SourceStates before = new SourceStates(instruments);
    try {
      rest.run();
    } catch (NotAtRestException alarm) {
      TripException trip = ended(text);
      trip.addSuppressed(alarm);
      throw trip;
    }
    told.accept(SUSPENDED, text + ". The bench is at rest until that has cleared");
    long begun = clock.nanos();
    awaitClear(watch, text, begun);
    try {
      before.putBack();
    } catch (LimitException refused) {
      throw ended(text + "; it has cleared, but " + refused.getMessage());
    }
    quantities.forget();
    watches.forEach(one -> one.due = 0);
    long seconds = Math.round((clock.nanos() - begun) * 1e-9);
    told.accept(
        RESUMED, watch.what + " has cleared after " + seconds + " s; every source is put back");
  }

  private void awaitClear(Watch watch, String text, long begun) {
    Pause how = watch.pause;
    long step = Math.min(watch.every, nanos(how.resumeAfter()));
    boolean clear = false;
    long since = begun;
    while (true) {
      sleep(step);
      long now = clock.nanos();
      boolean clearNow = isClear(watch);
      since = clearNow && clear ? since : now;
      clear = clearNow;
      if (clear && now - since >= nanos(how.resumeAfter())) {
        return;
      }
      if (now - begun >= nanos(how.giveUpAfter())) {
        watch.found = Found.TRIPPED;
        throw ended(text + ", and has not cleared for " + how.giveUpAfter() + " s");
      }
    }
  }

  private void sleep(long step) {
    for (long left = step; left > 0; left -= SLICE) {
      requireOpen();
      clock.sleep(Duration.ofNanos(Math.min(left, SLICE)));
    }
    requireOpen();
  }

  /** Whether a condition has cleared. If its reading fails, the bench stays at rest. */
  private boolean isClear(Watch watch) {
    quantities.forget();
    try {
      Function<String, OptionalDouble> values = quantities.in(State.PRESENT, 0);
      if (watch.interlock != null) {
        return !sources.live(watch.interlock) || watch.condition.holds(values);
      }
      return watch.pause != null && watch.pause.resumeWhen().isPresent()
          ? watch.pause.resumeWhen().get().holds(values)
          : !watch.condition.holds(values);
    } catch (LostReadingException lost) {
      return false;
    }
  }
}
