package org.spinbench.drivers.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.guard.OnlyDown;
import org.spinbench.drivers.bench.guard.Tripped;
import org.spinbench.drivers.bench.guard.Trips;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.role.Voltmeter;
import org.spinbench.drivers.scpi.format.ScpiNumber;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Transports;

/**
 * Judges every message that other programs send to the instruments of a bench, by the bench's own
 * file: its device card, its wiring, its limits. The clients' own files do not count.
 *
 * <p>A message is passed if each of its units is one of these: a query without side effects; a
 * change of a setting that the instrument's driver declares and every limit allows; a common
 * command that does not affect outputs; another message that the driver declares. A change is
 * passed in the driver's form, not in the client's. Everything else is refused.
 *
 * <p>The judge knows the instruments' settings from passed messages that they have confirmed. It
 * queries unknown settings over its own links.
 *
 * <p>Several threads may pass messages, but only one at a time for each instrument.
 */
public final class Judge {
  private final BenchFile file;
  private final Transports own;
  private final Clock clock;
  private final Map<String, JudgedInstrument> all = new ConcurrentHashMap<>();
  private Bench bench;

  /** Instruments of a bench that cannot be opened as a whole. */
  private final Map<String, Instrument> alone = new ConcurrentHashMap<>();

  /**
   * A judge without any knowledge yet.
   *
   * @param own opens links to the instruments in addition to those of the clients
   */
  public Judge(BenchFile file, Transports own, Clock clock) {
    this.file = file;
    this.own = own;
    this.clock = clock;
  }

  /**
   * Reads the state of the bench, unless that has been done. While the bench cannot be opened as a
   * whole, its instruments only accept queries, lower levels and switching off.
   *
   * @return why it cannot be opened; empty if it is open
   */
  public synchronized Optional<String> open() {
    if (bench == null) {
      try {
        bench = Bench.open(file, own, clock);
        bench.ignorePowers();
        closeAlone();
      } catch (RuntimeException reason) {
        closeAlone();
        return Optional.of(reason.getMessage());
      }
    }
    return Optional.empty();
  }

  private synchronized Instrument instrument(String name) {
    if (bench != null) {
      return bench.instruments().get(name);
    }
    Instrument known = alone.get(name);
    if (known == null) {
      Optional<String> reason = open();
      known =
          reason.isEmpty()
              ? bench.instruments().get(name)
              : InstrumentOpener.openAlone(file, name, own, clock, new OnlyDown(reason.get()));
      if (reason.isPresent()) {
        alone.put(name, known);
      }
    }
    return known;
  }

  private void closeAlone() {
    alone.values().forEach(one -> one.session().close());
    alone.clear();
  }

  /** Discards the known state of the bench, because another program has changed it. */
  public synchronized void forget() {
    if (bench != null) {
      bench.abandon();
      bench = null;
    }
    closeAlone();
    all.clear();
  }

  /**
   * Judges a message and passes it.
   *
   * @param name of the instrument in the bench file
   * @param client the sender, always represented by the same object
   * @param pass sends a message to the instrument; may be called more than once, or not at all
   * @throws LimitException naming value, unit and limit, if a limit refuses the message
   * @throws IllegalArgumentException if it cannot be judged, with the reason
   * @throws RuntimeException if a necessary query of an instrument fails
   */
  public void pass(String name, Object client, byte[] message, Consumer<byte[]> pass) {
    Instrument instrument = instrument(name);
    JudgedInstrument judged = all.computeIfAbsent(name, missing -> new JudgedInstrument());
    new JudgedMessage(file, instrument, judged, client, pass, this::hear).judge(text(message));
  }

  /** Takes the answer of an instrument to the last passed message. */
  public void answered(String name, byte[] response) {
    JudgedInstrument judged = all.get(name);
    if (judged != null) {
      judged.answered(new String(response, StandardCharsets.ISO_8859_1).strip());
    }
  }

  /**
   * Evaluates the trips and interlocks of the bench file that are due, with the judge's own
   * readings and those of clients. Postpones this while a client has started a measurement or has
   * an answer to read.
   *
   * @param hold prevents exchanges of others with an instrument; false if that is impossible now
   * @param release ends that
   * @return the condition that is met
   */
  public Optional<Tripped> look(Predicate<String> hold, Consumer<String> release) {
    Optional<Bench> open = opened();
    Optional<Trips> trips = open.flatMap(Bench::trips);
    if (trips.isEmpty() || !trips.get().isDue()) {
      return Optional.empty();
    }
    return holding(open.get(), hold, release, trips.get()::met).orElse(Optional.empty());
  }

  /**
   * Whether the condition of a trip has cleared.
   *
   * @param hold as for {@link #look}
   * @param release as for {@link #look}
   */
  public boolean isClear(Tripped tripped, Predicate<String> hold, Consumer<String> release) {
    if (open().isPresent()) {
      return false;
    }
    Bench open = opened().orElseThrow();
    return open.trips().isEmpty()
        || holding(open, hold, release, () -> open.trips().get().isClear(tripped)).orElse(false);
  }

  private synchronized Optional<Bench> opened() {
    return Optional.ofNullable(bench);
  }

  private <T> Optional<T> holding(
      Bench open, Predicate<String> hold, Consumer<String> release, Supplier<T> work) {
    List<String> held = new ArrayList<>();
    try {
      for (String meter : open.metersOfConditions()) {
        JudgedInstrument judged = all.get(meter);
        if (judged != null && judged.isAtWork() || !hold.test(meter)) {
          return Optional.empty();
        }
        held.add(meter);
      }
      return Optional.of(work.get());
    } finally {
      held.forEach(release);
    }
  }

  /** Notes the answer of a chain's voltmeter to a query of its measurement. */
  private void hear(String name, String answer) {
    Optional<Trips> trips = opened().flatMap(Bench::trips);
    for (BenchFile.Chain chain : file.chains()) {
      if (trips.isPresent() && chain.voltmeter().equals(name) && isVoltmeter(name)) {
        String last = answer.substring(answer.lastIndexOf(',') + 1);
        trips.get().note(chain.name() + ".voltage", ScpiNumber.parse(last));
      }
    }
  }

  /** The answers of lock-in amplifiers and source meters have other numbers, too. */
  private boolean isVoltmeter(String name) {
    return opened().filter(bench -> bench.instruments().get(name) instanceof Voltmeter).isPresent();
  }

  private static String text(byte[] message) {
    String text = new String(message, StandardCharsets.ISO_8859_1).strip();
    if (!text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new IllegalArgumentException(
          "a message with unprintable characters may be more than one message");
    }
    return text;
  }
}
