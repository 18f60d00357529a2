package org.spinbench.drivers.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.spinbench.drivers.bench.guard.ChipWiring;
import org.spinbench.drivers.bench.guard.Trips;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.StrayedException;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.instrument.role.SourceMeter;
import org.spinbench.drivers.instrument.role.Stepping;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.record.Manner;

/**
 * Checks that the instruments are still as this program left them. Another program, the front panel
 * or a power failure can change a source without its driver noticing, and later readings would be
 * blamed on the chip.
 *
 * <p>It queries the settings that load a junction, frequencies of tones and protections, and
 * compares them with the last known values. More often, within a tenth of the run's time, it asks
 * each source that is on whether it still is, because a protection switches a source off.
 */
final class Custody {
  /** Period of the check while readings are taken, ns. */
  private static final long PERIOD = 10_000_000_000L;

  /** Shortest period of the question whether sources are on, ns. */
  private static final long SHORTEST = 1_000_000_000L;

  /** Ratio of that period to the duration of the question. */
  private static final int SPARING = 10;

  /** The same in recordings of earlier versions. */
  private static final int EARLIER_SPARING = 100;

  /**
   * Part of a pass by which a source may end it sooner, because its clock is not the computer's.
   */
  private static final double TOLERANCE = 0.02;

  /** The same from the last level of a pass on, in recordings of earlier versions. */
  private static final double EARLIER_PART_OF_PASS = 0.8;

  private final Collection<Instrument> instruments;
  private final Set<Setting> wired = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Source> sources = new ArrayList<>();
  private final Optional<Trips> trips;
  private final Manner manner;
  private final Clock clock;
  private long looked;
  private long asked;
  private long took = Long.MAX_VALUE;
  private long period = SHORTEST;
  private Instant sound;
  private long recoveries;

  /** A source, and the setting that shows whether it is on. */
  private record Source(String name, Setting gives, BooleanSupplier live) {
    static Source of(RfSource source) {
      return new Source(source.name(), source.output(), source.output()::current);
    }

    static Source of(BiasSource source) {
      return source.output().exists()
          ? new Source(source.name(), source.output(), source.output()::current)
          : new Source(source.name(), source.level(), () -> source.level().current() != 0);
    }
  }

  /** A pass of instruments: one steps, and triggers others to read. */
  private record Pass(
      Instrument stepping,
      Collection<? extends Instrument> triggered,
      long begin,
      long end,
      double mayEnd) {
    /** Whether the pass changes the queried settings of a source, or prevents it from answering. */
    boolean concerns(Source source) {
      return source.name.equals(stepping.name())
          && (!(source.gives instanceof SwitchSetting)
              || stepping instanceof SourceMeter meter && !meter.answersDuringPass());
    }

    /** Asks each instrument whether it answers; a source that steps no more has failed. */
    void ask(long now, List<String> strayed) {
      triggered.forEach(one -> one.session().statusByte());
      if (stepping instanceof Stepping source
          && !source.sweeping()
          && now - begin < mayEnd * (end - begin)) {
        strayed.add(
            String.format(
                Locale.ROOT,
                "%s has ended its pass of %.1f s after %.1f s",
                source.name(),
                1e-9 * (end - begin),
                1e-9 * (now - begin)));
      }
    }
  }

  /**
   * Custody of the sources of a chip.
   *
   * @param trips of the bench file, which are judged during passes
   * @param manner how often sources are asked whether they are on, and which instruments are asked
   *     during a pass
   */
  Custody(
      ChipWiring wiring,
      Collection<Instrument> instruments,
      Optional<Trips> trips,
      Clock clock,
      Manner manner) {
    this.instruments = instruments;
    this.trips = trips.filter(any -> manner.judgesPasses());
    this.manner = manner;
    Stream.concat(wiring.inputs().stream(), wiring.stripLines().stream())
        .distinct()
        .forEach(
            one -> {
              wired.addAll(List.of(one.frequency(), one.power(), one.output()));
              sources.add(Source.of(one));
            });
    Stream.concat(wiring.fields().stream(), wiring.biases().stream())
        .distinct()
        .forEach(
            one -> {
              wired.addAll(List.of(one.level(), one.output()));
              sources.add(Source.of(one));
            });
    this.clock = clock;
    looked = clock.nanos();
    asked = looked;
    sound = clock.now();
  }

  /**
   * Checks if the last check was long ago, or if a link has failed since.
   *
   * @throws StrayedException as {@link #require} says
   */
  void look() {
    long now = clock.nanos();
    if (now - looked >= PERIOD || recoveries() != recoveries) {
      require();
    } else if (manner.watches() && now - asked >= period) {
      ask(now, null);
    }
  }

  /**
   * Sleeps while a plan waits, and meanwhile looks after the sources and judges every condition, at
   * least once a second. Earlier versions did not look before the next setpoint.
   *
   * @param time if 0, it looks once
   * @return whether a pause brought the bench to rest; it ends the sleep
   * @throws StrayedException as {@link #require} says
   */
  boolean sleep(Duration time) {
    if (!manner.judgesWaits()) {
      return sleep(clock, time);
    }
    if (time.isZero()) {
      return rested();
    }
    long piece = Math.min(SHORTEST, trips.map(Trips::period).orElse(Long.MAX_VALUE));
    long now = clock.nanos();
    long end = now + time.toNanos();
    while (end - now > piece) {
      clock.sleep(Duration.ofNanos(piece));
      if (rested()) {
        return true;
      }
      now = clock.nanos();
    }
    return sleep(clock, Duration.ofNanos(Math.max(0, end - now)));
  }

  /** Only sleeps. */
  static boolean sleep(Clock clock, Duration time) {
    if (!time.isZero()) {
      clock.sleep(time);
    }
    return false;
  }

  private boolean rested() {
    look();
    return trips.map(Trips::look).orElse(false);
  }

  /**
   * Sleeps during a pass of instruments, and meanwhile asks them and the sources, and judges the
   * conditions that need none of the instruments of the pass.
   *
   * @param levels of the pass; a source may report its end when it reaches the last
   * @param stepping the source whose level or frequency changes
   * @param triggered the instruments that it triggers
   * @throws StrayedException as {@link #require} says, or if the pass ends too early
   */
  void sleep(
      Duration time, int levels, Instrument stepping, Collection<? extends Instrument> triggered) {
    if (!manner.watches()) {
      clock.sleep(time);
      return;
    }
    long now = clock.nanos();
    long end = now + time.toNanos();
    double mayEnd = manner.judgesLastLevels() ? 1 - 1.0 / levels - TOLERANCE : EARLIER_PART_OF_PASS;
    Pass pass = new Pass(stepping, triggered, now, end, mayEnd);
    List<Instrument> busy = new ArrayList<>(triggered);
    busy.add(stepping);
    long judging = trips.map(one -> one.periodDuringPass(busy)).orElse(Long.MAX_VALUE);
    while (now < end) {
      long untilAsked = Math.max(SHORTEST / 10, asked + duringPass() - now);
      clock.sleep(Duration.ofNanos(Math.min(end - now, Math.min(judging, untilAsked))));
      if (judging < Long.MAX_VALUE) {
        trips.orElseThrow().lookDuringPass(busy);
      }
      now = clock.nanos();
      if (now - asked >= duringPass()) {
        ask(now, pass);
        now = clock.nanos();
      }
    }
  }

  /**
   * The same for the pass of a source meter. Earlier versions asked no instrument meanwhile.
   *
   * @param levels of the pass
   * @param meter that makes the pass
   */
  void sleep(Duration time, int levels, Instrument meter) {
    if (manner.watchesPasses()) {
      sleep(time, levels, meter, List.of());
    } else {
      meter.session().clock().sleep(time);
    }
  }

  /** Period of questions during a pass, ns; a sleeping program has time for them. */
  private long duringPass() {
    return manner.watchesPasses() && took > 0 ? SHORTEST : period;
  }

  /**
   * Asks the sources now, before they are switched off.
   *
   * @throws StrayedException as {@link #require} says
   */
  void ask() {
    if (manner.watches()) {
      ask(clock.nanos(), null);
    }
  }

  /** Asks, and measures the duration; a clock that stands still has no duration. */
  private void ask(long begin, Pass pass) {
    List<String> strayed = new ArrayList<>();
    for (Source source : sources) {
      if (source.live.getAsBoolean() && (pass == null || !pass.concerns(source))) {
        note(source.gives, strayed);
      }
    }
    if (pass != null && manner.watchesPasses()) {
      pass.ask(begin, strayed);
    }
    if (!strayed.isEmpty() && pass == null) {
      askAll(strayed); // A source that is off may have lost other settings too.
    }
    requireNone(strayed);
    asked = clock.nanos();
    long taken = asked - begin;
    long usual = Math.min(taken, took);
    took = taken;
    int sparing = manner.judgesPasses() ? SPARING : EARLIER_SPARING;
    period = usual == 0 ? PERIOD : Math.max(SHORTEST, Math.min(PERIOD, sparing * usual));
  }

  private static void note(Setting setting, List<String> strayed) {
    setting.strayed().ifPresent(text -> strayed.add(setting.label() + " is " + text));
  }

  /**
   * Checks now.
   *
   * @throws StrayedException naming every changed setting, and the time since when it may have
   *     changed
   */
  void require() {
    recoveries = recoveries();
    List<String> strayed = new ArrayList<>();
    askAll(strayed);
    requireNone(strayed);
    looked = clock.nanos();
    asked = looked;
    sound = clock.now();
  }

  private void askAll(List<String> strayed) {
    for (Instrument instrument : instruments) {
      for (Setting setting : instrument.settings()) {
        if (wired.contains(setting) || setting.protects()) {
          note(setting, strayed);
        }
      }
    }
  }

  private void requireNone(List<String> strayed) {
    if (!strayed.isEmpty()) {
      throw new StrayedException(
          String.join("; ", strayed)
              + ". Another program, the front panel, its own protection or a loss of power has"
              + " changed that since "
              + sound
              + ": do not use readings taken after that. Find the cause, then start again or"
              + " resume the run");
    }
  }

  private long recoveries() {
    return instruments.stream().mapToLong(one -> one.session().recoveries()).sum();
  }
}
