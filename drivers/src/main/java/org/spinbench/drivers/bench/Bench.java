package org.spinbench.drivers.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.SourceName;
import org.spinbench.drivers.bench.guard.BenchGuard;
import org.spinbench.drivers.bench.guard.ChipWiring;
import org.spinbench.drivers.bench.guard.Limiting;
import org.spinbench.drivers.bench.guard.Reach;
import org.spinbench.drivers.bench.guard.TripException;
import org.spinbench.drivers.bench.guard.Trips;
import org.spinbench.drivers.bench.model.Drivers;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Output;
import org.spinbench.drivers.instrument.Rest;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.role.SpectrumAnalyzer;
import org.spinbench.drivers.safety.SafeState;
import org.spinbench.drivers.scpi.Batch;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.scpi.Identity;
import org.spinbench.drivers.scpi.ScpiError;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.record.Manner;

/** The opened set of named instruments; {@link #close} leaves everything safe. */
public final class Bench implements AutoCloseable {
  /** How long an exchange under way may last on when its instrument is to come to rest. */
  static final Duration PATIENCE_AT_REST = Duration.ofMillis(250);

  private final BenchFile file;
  private final Clock clock;
  private final Manner manner;
  private final Map<String, Instrument> instruments;
  private final BenchGuard guard;
  private final SafeState safeState;
  private final Batch batch;
  private final ChipWiring wiring;
  private final Optional<Settlement> settlement;
  private final Optional<Custody> custody;
  private final Optional<Trips> trips;
  private final ChipPorts ports;
  private volatile BenchFile planned;
  private volatile boolean onlyWhatWasSet;
  private volatile Runnable atRest = () -> {};
  private volatile boolean onlyLooks;
  private volatile boolean closed;

  private Bench(BenchFile file, Clock clock, Map<String, Instrument> instruments, Manner manner) {
    this.file = file;
    this.planned = file;
    this.clock = clock;
    this.manner = manner;
    this.instruments = instruments;
    wiring = ChipWiring.of(file, instruments);
    guard = new BenchGuard(file, wiring, instruments, clock);
    safeState = new SafeState(clock);
    instruments.values().forEach(this::addToSafeState);
    batch = new Batch(instruments.values().stream().map(Instrument::session).toList());
    settlement =
        manner.readingsWait()
            ? Optional.of(new Settlement(file, instruments, clock))
            : Optional.empty();
    trips =
        settlement
            .filter(one -> !file.safety().rules().isEmpty())
            .map(
                one ->
                    new Trips(
                        file.safety().rules(), guard, instruments.values(), clock, this::rest));
    requireLeftOutputs();
    guardAndInspect();
    custody = settlement.map(one -> new Custody(wiring, instruments.values(), clock, manner));
    ports =
        new ChipPorts(
            file,
            wiring,
            settlement,
            custody,
            trips,
            new Limiting(file, wiring, clock, manner.marks()),
            clock,
            batch,
            this::rest);
  }

  /**
   * Opens every instrument of the file, checks its identity, reads its outputs; changes nothing.
   *
   * @throws org.spinbench.drivers.transport.TransportException if an instrument cannot be reached
   * @throws WrongInstrumentException if an instrument is of another model than the file says
   * @throws IllegalArgumentException if an instrument cannot play its role, or the file limits a
   *     setting that it does not have
   */
  public static Bench open(BenchFile file, Transports transports, Clock clock) {
    return open(file, transports, clock, Manner.PRESENT);
  }

  /**
   * The same, for a recording that was made by an earlier version.
   *
   * @param manner how that version treated a bench
   */
  public static Bench open(BenchFile file, Transports transports, Clock clock, Manner manner) {
    Map<String, Instrument> instruments = new LinkedHashMap<>();
    boolean opened = false;
    try {
      for (String name : file.instruments().keySet()) {
        instruments.put(name, InstrumentOpener.open(file, name, transports, clock));
      }
      Bench bench = new Bench(file, clock, instruments, manner);
      opened = true;
      return bench;
    } finally {
      if (!opened) {
        instruments.values().forEach(instrument -> instrument.session().close());
      }
    }
  }

  /**
   * Whether a program message to an instrument of a bench consists of questions only, so that it
   * leaves nothing behind: false whenever that is not certain.
   */
  public static boolean onlyAsks(BenchFile file, String instrument, String message) {
    Dialect dialect = Drivers.of(file.instruments().get(instrument).model()).dialect();
    return Arrays.stream(message.strip().split(";", -1))
        .map(String::strip)
        .allMatch(unit -> dialect.onlyAsks(unit, header -> false) && !JudgedMessage.acts(unit));
  }

  private void guardAndInspect() {
    instruments.forEach(
        (name, instrument) -> {
          InstrumentOpener.limit(file, name, instrument);
          instrument.settings().guardedBy(guard);
          settlement.ifPresent(instrument.settings()::reportTo);
          if (!manner.marks() && instrument instanceof SpectrumAnalyzer analyzer) {
            analyzer.unmarked();
          }
        });
    wiring.fields().forEach(source -> requireZero(source.level()));
    wiring.biases().forEach(source -> requireZero(source.level()));
    Reach.requireOfBiases(file, wiring);
    instruments.values().forEach(Instrument::inspect);
    Reach.requireOfInputs(file, wiring);
  }

  /** What is to be left has to be an output. */
  private void requireLeftOutputs() {
    for (String left : file.safety().leave()) {
      Instrument instrument = instruments.get(SourceName.owner(file, left).orElseThrow());
      List<String> names = instrument.outputs().stream().map(Output::name).toList();
      if (names.isEmpty() || !names.contains(left) && !left.equals(instrument.name())) {
        throw new IllegalArgumentException(
            "safety.leave in the bench file: \""
                + left
                + "\" is no output; "
                + instrument.name()
                + (names.isEmpty() ? " has none" : " has " + String.join(", ", names)));
      }
    }
  }

  private static void requireZero(NumberSetting level) {
    if (level.minimum() > 0 || level.maximum() < 0) {
      throw new IllegalArgumentException(
          level.label()
              + ": the station's limit, "
              + level.minimum()
              + " to "
              + level.maximum()
              + ", has to contain zero, or the source could not be brought to rest; change it in"
              + " the bench file");
    }
  }

  private void addToSafeState(Instrument instrument) {
    safeState.add(
        BenchRest.where(file, instrument.name()),
        BenchRest.stage(file, instrument.name()),
        () -> {
          if (!onlyWhatWasSet || instrument.session().hasCommanded()) {
            instrument.session().reserve(PATIENCE_AT_REST);
            boolean every = closed && !onlyWhatWasSet && manner.everythingRests();
            instrument.safe(new Rest(every, file.safety().leave()));
          }
        },
        instrument.session()::answers);
  }

  /**
   * Has every setting start from what it is known to be on another bench of the same file: for a
   * simulated copy, on which is tried out what the other is to do. Sends nothing to either.
   */
  public void startFrom(Bench other) {
    instruments.forEach(
        (name, instrument) -> {
          Instrument there = other.instruments.get(name);
          if (there != null) {
            instrument.settings().startFrom(there.settings());
          }
        });
  }

  /** The bench file with which experiments compute. */
  public BenchFile file() {
    return planned;
  }

  /**
   * Has experiments compute with another bench file of the same chip, as when a run is resumed that
   * began with it. What is sent is judged by the file that the bench was opened with.
   */
  public void computeWith(BenchFile other) {
    planned = other;
  }

  /**
   * Refuses to go on once somebody has begun to close the bench: what is computed meanwhile belongs
   * to a run that was stopped before.
   *
   * @throws IllegalStateException if so
   */
  public void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the bench is closed: the run was stopped");
    }
  }

  public Clock clock() {
    return clock;
  }

  /** The chip's ports as the instruments reach them. */
  public ChipPorts ports() {
    return ports;
  }

  /** The instruments by name, in the order of the file. */
  public Map<String, Instrument> instruments() {
    return Collections.unmodifiableMap(instruments);
  }

  /** Who answered at opening, by name of the instrument. */
  public Map<String, Identity> identities() {
    Map<String, Identity> identities = new LinkedHashMap<>();
    instruments.forEach((name, one) -> identities.put(name, one.session().identity()));
    return identities;
  }

  /** What the user should know of how the instruments protect the chip; empty for nothing. */
  public List<String> notices() {
    List<String> notices = new ArrayList<>(Limiting.notices(file, wiring));
    for (Instrument instrument : instruments.values()) {
      notices.addAll(instrument.notices());
      for (Setting setting : instrument.settings()) {
        if (setting instanceof NumberSetting number) {
          number.idleLimit().ifPresent(notices::add);
        }
      }
    }
    return notices;
  }

  /** Every setting of every instrument, asked now: instrument, then setting, then answer. */
  public Map<String, Map<String, String>> snapshot() {
    Map<String, Map<String, String>> snapshot = new LinkedHashMap<>();
    instruments.forEach((name, one) -> snapshot.put(name, one.settings().snapshot()));
    return snapshot;
  }

  /** Empties every error queue: the errors by name of the instrument; empty when there are none. */
  public Map<String, List<ScpiError>> errorsInQueues() {
    Map<String, List<ScpiError>> found = new LinkedHashMap<>();
    instruments.forEach(
        (name, one) -> {
          List<ScpiError> errors = one.session().errors();
          if (!errors.isEmpty()) {
            found.put(name, errors);
          }
        });
    return found;
  }

  /**
   * Makes changes of several instruments at the same time: none is waited for before the next is
   * sent, all of them before this returns.
   *
   * @throws RuntimeException as {@link Batch#run} says
   */
  public void together(Runnable changes) {
    batch.run(changes);
  }

  /**
   * Has {@link #close} bring to rest only the instruments that this program has sent anything but
   * questions: for a program that may find others' settings and has no business with them.
   */
  public void restOnlyWhatWasSet() {
    onlyWhatWasSet = true;
  }

  /**
   * Has something done once, before this program sends anything but a question to any instrument.
   *
   * @param action if it throws, nothing is sent, and it is tried again before the next change
   */
  public void beforeFirstChange(Runnable action) {
    AtomicBoolean done = new AtomicBoolean();
    Runnable once =
        () -> {
          synchronized (done) {
            if (!done.get()) {
              action.run();
              done.set(true);
            }
          }
        };
    instruments.values().forEach(instrument -> instrument.session().beforeCommands(once));
  }

  /** What {@link #close} does as soon as every source is at rest, and not if one is not. */
  public void whenAtRest(Runnable action) {
    atRest = action;
  }

  /**
   * Sends questions only from now on, to whatever instrument: the bench belongs to another program.
   * Closing leaves every instrument as it is.
   */
  public void onlyLook() {
    onlyWhatWasSet = true;
    onlyLooks = true;
    instruments.values().forEach(instrument -> instrument.session().onlyLook());
  }

  /**
   * Looks whether every source of the chip is as this program left it, if the last look was some
   * seconds ago or a link has failed since; and whether a trip of the bench file is due and met.
   * Readings through {@link #ports} do so by themselves.
   *
   * @throws org.spinbench.drivers.instrument.StrayedException as {@link #requireAsLeft} says
   * @throws TripException if a condition of the bench file ends the run; the bench is at rest
   */
  public void lookAfter() {
    custody.ifPresent(Custody::look);
    trips.ifPresent(Trips::look);
  }

  /**
   * Sleeps while instruments make a pass by themselves. Meanwhile it asks the sources of the chip
   * whether they still give something, and who takes part in the pass for a sign of life.
   *
   * @param stepping the source whose level or frequency the pass changes
   * @param triggered the instruments that it triggers
   * @throws org.spinbench.drivers.instrument.StrayedException as {@link #requireAsLeft} says, or if
   *     the source ends its pass too soon
   */
  public void sleepDuringPass(
      Duration time, Instrument stepping, Collection<? extends Instrument> triggered) {
    custody.ifPresentOrElse(one -> one.sleep(time, stepping, triggered), () -> clock.sleep(time));
  }

  /** The same for a source meter, which triggers nobody. */
  public void sleepDuringPass(Duration time, Instrument meter) {
    custody.ifPresentOrElse(
        one -> one.sleep(time, meter), () -> meter.session().clock().sleep(time));
  }

  /**
   * Tells of every trip and pause: its kind ({@link Trips#TRIP}, {@code suspended}, {@code
   * resumed}), and what happened.
   */
  public void onTrip(BiConsumer<String, String> listener) {
    trips.ifPresent(one -> one.tell(listener));
  }

  /**
   * Counts conditions of the bench file on readings as fulfilled, and trips no more: for a copy on
   * which something is tried out, whose readings say nothing of the bench.
   */
  public void ignoreReadings() {
    guard.ignoreReadings();
    trips.ifPresent(Trips::ignore);
  }

  /**
   * Looks now whether every source of the chip is as this program left it: for whoever is about to
   * say what was measured.
   *
   * @throws org.spinbench.drivers.instrument.StrayedException naming what is not, and since when
   *     that may be so
   */
  public void requireAsLeft() {
    custody.ifPresent(Custody::require);
  }

  /** What is known of the instruments once {@link #close} has returned, in words. */
  public String asClosed() {
    if (onlyLooks) {
      return "every instrument is left as it was found";
    }
    return onlyWhatWasSet
        ? "what was set here is at zero and its RF off, as read back; all else is as it was found"
        : atRest(file);
  }

  /** What is known of a bench that has come to rest, in words. */
  public static String atRest(BenchFile file) {
    Set<String> left = file.safety().leave();
    return "every source is at zero and every RF output off, as read back"
        + (left.isEmpty() ? "" : "; the bench file leaves " + String.join(", ", left));
  }

  /** Program messages sent so far by all sessions. */
  public long messagesSent() {
    return instruments.values().stream().mapToLong(i -> i.session().messagesSent()).sum();
  }

  /**
   * Leaves conditions on powers of neurons to whoever runs the network: for whoever only judges
   * what others set.
   */
  void ignorePowers() {
    guard.ignorePowers();
    trips.ifPresent(Trips::ignorePowers);
  }

  /** The conditions of the bench file, for whoever judges what others set; empty if it has none. */
  Optional<Trips> trips() {
    return trips;
  }

  /** The names of the instruments that are read for conditions, each once. */
  Set<String> metersOfConditions() {
    return guard.meters();
  }

  /** Closes the sessions and leaves every instrument as it is. */
  synchronized void abandon() {
    closed = true;
    settlement.ifPresent(Settlement::close);
    trips.ifPresent(Trips::close);
    instruments.values().forEach(instrument -> instrument.session().close());
  }

  /**
   * Brings every source to rest, verified, then closes the sessions. Any thread may call it, also
   * while another is in the middle of an exchange: such an exchange has {@link #PATIENCE_AT_REST}
   * to end, then its link is closed and opened again. No other thread sends anything any more. An
   * interrupted thread closes as any other and stays interrupted. Every source is tried, twice if
   * need be, whatever happens to those before it. A second call does nothing.
   *
   * @throws org.spinbench.drivers.instrument.NotAtRestException naming every source that could not
   *     be brought to rest and has to be switched off by hand
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    boolean interrupted = Thread.interrupted();
    settlement.ifPresent(Settlement::close);
    trips.ifPresent(Trips::close);
    try {
      guard.close();
      safeState.enter();
      atRest.run();
    } finally {
      instruments.values().forEach(instrument -> instrument.session().close());
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Brings every source to rest, and lets threads go on setting afterwards. */
  private void rest() {
    try {
      settlement.ifPresentOrElse(one -> one.together(safeState::enter), safeState::enter);
    } finally {
      instruments.values().forEach(instrument -> instrument.session().release());
    }
  }
}
