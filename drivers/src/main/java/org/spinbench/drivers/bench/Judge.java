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
import org.spinbench.drivers.scpi.format.ScpiNumber;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Transports;

/**
 * Judges every message that other programs send to the instruments of a bench, with the bench's own
 * file: its device card, its wiring, its stations' limits. What the others believe of the bench
 * does not count.
 *
 * <p>A message is passed on if every unit of it is a question that only asks, a change of a setting
 * that the instrument's driver declares and every limit allows, one of the common commands that
 * touch no output, or something else that the driver declares. A change is passed on as the driver
 * would have sent it, and not as it came. All else is refused.
 *
 * <p>What instruments have is known from what has passed and what they have confirmed since; what
 * is not known is asked for over links of the judge's own.
 *
 * <p>Several threads may pass messages, those for one instrument one at a time.
 */
public final class Judge {
  private final BenchFile file;
  private final Transports own;
  private final Clock clock;
  private final Map<String, JudgedInstrument> all = new ConcurrentHashMap<>();
  private Bench bench;

  /** Instruments of a bench that does not open. */
  private final Map<String, Instrument> alone = new ConcurrentHashMap<>();

  /**
   * A judge that has asked nothing yet.
   *
   * @param own opens links to the instruments beside those of the others
   */
  public Judge(BenchFile file, Transports own, Clock clock) {
    this.file = file;
    this.own = own;
    this.clock = clock;
  }

  /**
   * Looks how the bench stands, if it has not done so yet. While it cannot be opened as a whole,
   * each of its instruments can only be asked, lowered and switched off.
   *
   * @return why it cannot be opened; empty when it is
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

  /** Forgets how the bench stands, because others than those that it judges have changed it. */
  public synchronized void forget() {
    if (bench != null) {
      bench.abandon();
      bench = null;
    }
    closeAlone();
    all.clear();
  }

  /**
   * Judges a message and has it passed on.
   *
   * @param name of the instrument in the bench file
   * @param client whoever sends it: the same object each time
   * @param pass sends a message to the instrument; may be called more than once, or not at all
   * @throws LimitException naming value, unit and limit, if a limit refuses the message
   * @throws IllegalArgumentException saying why, if it cannot be judged
   * @throws RuntimeException others if the instrument or another that matters cannot be asked
   */
  public void pass(String name, Object client, byte[] message, Consumer<byte[]> pass) {
    Instrument instrument = instrument(name);
    JudgedInstrument judged = all.computeIfAbsent(name, missing -> new JudgedInstrument());
    new JudgedMessage(file, instrument, judged, client, pass, this::hear).judge(text(message));
  }

  /** Takes what an instrument has answered to the last message that was passed. */
  public void answered(String name, byte[] response) {
    JudgedInstrument judged = all.get(name);
    if (judged != null) {
      judged.answered(new String(response, StandardCharsets.ISO_8859_1).strip());
    }
  }

  /**
   * Judges those trips and interlocks of the bench file that are due, by readings of the judge's
   * own and by those that were heard. Not while a client has an answer of a meter to read, or has
   * told it to measure: then next time.
   *
   * @param hold keeps the exchanges of others with an instrument from coming between; false if that
   *     cannot be now
   * @param release ends that
   * @return what is met
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
   * Whether what has tripped has cleared.
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

  /** Notes what a voltmeter of a chain has answered to a question for its measurement. */
  private void hear(String name, String answer) {
    Optional<Trips> trips = opened().flatMap(Bench::trips);
    for (BenchFile.Chain chain : file.chains()) {
      if (trips.isPresent() && chain.voltmeter().equals(name)) {
        String last =
            answer.substring(Math.max(answer.lastIndexOf(','), answer.lastIndexOf(';')) + 1);
        trips.get().note(chain.name() + ".voltage", ScpiNumber.parse(last));
      }
    }
  }

  private static String text(byte[] message) {
    String text = new String(message, StandardCharsets.ISO_8859_1).strip();
    if (!text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new IllegalArgumentException(
          "a message that holds other characters than printable ones may be more than one message");
    }
    return text;
  }
}
