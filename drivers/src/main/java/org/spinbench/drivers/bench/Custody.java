package org.spinbench.drivers.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.StrayedException;
import org.spinbench.drivers.transport.Clock;

/**
 * Looks whether the instruments still are as this program left them. Another program, a hand at the
 * front panel or a loss of mains changes a source without a word to its driver, and everything that
 * is measured afterwards would be blamed on the chip.
 *
 * <p>Looked at are the settings that load a junction, frequencies of tones, and what protects the
 * chip: each is asked and compared with what it was last known to be.
 */
final class Custody {
  /** So often, ns, while readings are taken. */
  private static final long PERIOD = 10_000_000_000L;

  private final Collection<Instrument> instruments;
  private final Set<Setting> wired = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Clock clock;
  private long looked;
  private Instant sound;
  private long recoveries;

  Custody(Wiring wiring, Collection<Instrument> instruments, Clock clock) {
    this.instruments = instruments;
    Stream.concat(wiring.inputs().stream(), wiring.stripLines().stream())
        .forEach(one -> wired.addAll(List.of(one.frequency(), one.power(), one.output())));
    Stream.concat(wiring.fields().stream(), wiring.biases().stream())
        .forEach(one -> wired.addAll(List.of(one.level(), one.output())));
    this.clock = clock;
    looked = clock.nanos();
    sound = clock.now();
  }

  /**
   * Looks if the last look was long ago, or a link has failed since.
   *
   * @throws StrayedException as {@link #require} says
   */
  void look() {
    if (clock.nanos() - looked >= PERIOD || recoveries() != recoveries) {
      require();
    }
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
    for (Instrument instrument : instruments) {
      for (Setting setting : instrument.settings()) {
        if (wired.contains(setting) || setting.protects()) {
          setting.strayed().ifPresent(text -> strayed.add(setting.label() + " is " + text));
        }
      }
    }
    if (!strayed.isEmpty()) {
      throw new StrayedException(
          String.join("; ", strayed)
              + ". Another program, the front panel or a loss of power has changed that since "
              + sound
              + ": do not use what was measured after then. Find out what it was, then start again"
              + " or resume the run");
    }
    looked = clock.nanos();
    sound = clock.now();
  }

  private long recoveries() {
    return instruments.stream().mapToLong(one -> one.session().recoveries()).sum();
  }
}
