package org.spinbench.drivers.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.spinbench.drivers.bench.guard.ChipWiring;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.StrayedException;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.transport.Clock;

/**
 * Looks whether the instruments still are as this program left them. Another program, a hand at the
 * front panel or a loss of mains changes a source without a word to its driver, and everything that
 * is measured afterwards would be blamed on the chip.
 *
 * <p>Looked at are the settings that load a junction, frequencies of tones, and what protects the
 * chip: each is asked and compared with what it was last known to be. More often, so that it costs
 * no run more than a hundredth of its time, each source that gives something is asked whether it
 * still does: one that protects itself switches itself off.
 */
final class Custody {
  /** So often, ns, while readings are taken. */
  private static final long PERIOD = 10_000_000_000L;

  /** Sources that are on are asked no more often, ns. */
  private static final long SHORTEST = 1_000_000_000L;

  /** From one time to the next it takes so many times as long as asking them takes. */
  private static final int SPARING = 100;

  private final Collection<Instrument> instruments;
  private final Set<Setting> wired = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Source> sources = new ArrayList<>();
  private final boolean watches;
  private final Clock clock;
  private long looked;
  private long asked;
  private long took = Long.MAX_VALUE;
  private long period = SHORTEST;
  private Instant sound;
  private long recoveries;

  /** A source, and the setting that says whether it gives anything. */
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

  /**
   * Looks after the sources of a chip.
   *
   * @param watches whether sources are asked more often whether they are on
   */
  Custody(ChipWiring wiring, Collection<Instrument> instruments, Clock clock, boolean watches) {
    this.instruments = instruments;
    this.watches = watches;
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
   * Looks if the last look was long ago, or a link has failed since.
   *
   * @throws StrayedException as {@link #require} says
   */
  void look() {
    long now = clock.nanos();
    if (now - looked >= PERIOD || recoveries() != recoveries) {
      require();
    } else if (watches && now - asked >= period) {
      ask(now, "");
    }
  }

  /**
   * Sleeps while instruments do something by themselves, and asks the sources meanwhile.
   *
   * @param stepping the source whose level or frequency changes meanwhile
   * @throws StrayedException as {@link #require} says
   */
  void sleep(Duration time, String stepping) {
    if (!watches) {
      clock.sleep(time);
      return;
    }
    long now = clock.nanos();
    long end = now + time.toNanos();
    while (now < end) {
      clock.sleep(
          Duration.ofNanos(Math.min(end - now, Math.max(SHORTEST / 10, asked + period - now))));
      now = clock.nanos();
      if (now - asked >= period) {
        ask(now, stepping);
        now = clock.nanos();
      }
    }
  }

  /**
   * Asks the sources now, before what they gave is switched off.
   *
   * @throws StrayedException as {@link #require} says
   */
  void ask() {
    if (watches) {
      ask(clock.nanos(), "");
    }
  }

  /** On a clock that stands still meanwhile it costs nothing, and tells nothing sooner. */
  private void ask(long begin, String stepping) {
    List<String> strayed = new ArrayList<>();
    for (Source source : sources) {
      boolean itself = source.name.equals(stepping) && !(source.gives instanceof SwitchSetting);
      if (source.live.getAsBoolean() && !itself) {
        note(source.gives, strayed);
      }
    }
    if (!strayed.isEmpty() && stepping.isEmpty()) {
      askAll(strayed); // A source that is off may have lost more than that.
    }
    requireNone(strayed);
    asked = clock.nanos();
    long taken = asked - begin;
    long usual = Math.min(taken, took);
    took = taken;
    period = usual == 0 ? PERIOD : Math.max(SHORTEST, Math.min(PERIOD, SPARING * usual));
  }

  private static void note(Setting setting, List<String> strayed) {
    setting.strayed().ifPresent(text -> strayed.add(setting.label() + " is " + text));
  }

  /**
   * Looks now.
   *
   * @throws StrayedException naming every setting that is not as it was left, and since when that
   *     may be so
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
              + ": do not use what was measured after then. Find out what it was, then start again"
              + " or resume the run");
    }
  }

  private long recoveries() {
    return instruments.stream().mapToLong(one -> one.session().recoveries()).sum();
  }
}
