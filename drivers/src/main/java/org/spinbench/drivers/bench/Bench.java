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
import org.spinbench.drivers.bench.table.BenchDrivers;
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
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.record.Manner;

/** The opened set of named instruments. {@link #close} brings every source to rest. */
public final class Bench implements AutoCloseable {
  /** How long an exchange in progress may continue when its instrument must come to rest. */
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
    custody =
        settlement.map(one -> new Custody(wiring, instruments.values(), trips, clock, manner));
    settlement.ifPresent(one -> one.sleepBy(this::sleep));
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
   * @throws WrongInstrumentException if an instrument is not the model in the file
   * @throws IllegalArgumentException if an instrument cannot play its role, or if the file limits a
   *     setting that it does not have
   */
  public static Bench open(BenchFile file, Transports transports, Clock clock) {
    return open(file, transports, clock, Manner.PRESENT);
  }

  /**
   * Opens a bench for the replay of a recording that an earlier version made.
   *
   * @param manner how that version treated a bench
   */
  public static Bench open(BenchFile file, Transports transports, Clock clock, Manner manner) {
    Map<String, Instrument> instruments = new LinkedHashMap<>();
    boolean opened = false;
    try {
      for (String name : file.instruments().keySet()) {
        instruments.put(
            name, InstrumentOpener.open(file, name, transports, clock, manner.hurriesToRest()));
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
   * The identity of one instrument of the file, which is opened, asked and closed.
   *
   * @throws org.spinbench.drivers.transport.TransportException if it cannot be reached
   * @throws WrongInstrumentException if it is not the model in the file
   */
  public static Identity identify(BenchFile file, String name, Transports transports, Clock clock) {
    try (ScpiSession session =
        InstrumentOpener.open(file, name, transports, clock, false).session()) {
      return session.identity();
    }
  }

  /**
   * Whether a program message consists only of queries without side effects. False if that is not
   * certain.
   */
  public static boolean onlyAsks(BenchFile file, String instrument, String message) {
    Dialect dialect = BenchDrivers.of(file.instruments().get(instrument)).dialect();
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
    wiring.fields().forEach(source -> Reach.requireZero(source.level()));
    wiring.biases().forEach(source -> Reach.requireZero(source.level()));
    Reach.requireOfBiases(file, wiring);
    instruments.values().forEach(Instrument::inspect);
    Reach.requireOfInputs(file, wiring);
  }

  /** Requires that every name in safety.leave is an output. */
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
        instrument.session()::answers,
        instrument.session()::isLost);
  }

  /**
   * Copies the known values of all settings from another bench with the same file, for a rehearsal
   * on a simulated copy. Sends nothing.
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

  /** The bench file that experiments use for their computations. */
  public BenchFile file() {
    return planned;
  }

  /**
   * Makes experiments compute with another bench file of the same chip, for example the one with
   * which a resumed run began. The limits of the file with which the bench was opened still apply.
   */
  public void computeWith(BenchFile other) {
    planned = other;
  }

  /**
   * Refuses to continue once {@link #close} has begun.
   *
   * @throws IllegalStateException if the bench is closed
   */
  public void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the bench is closed: the run was stopped");
    }
  }

  public Clock clock() {
    return clock;
  }

  /** The chip's ports, connected to the instruments. */
  public ChipPorts ports() {
    return ports;
  }

  /** The instruments by name, in the order of the file. */
  public Map<String, Instrument> instruments() {
    return Collections.unmodifiableMap(instruments);
  }

  /** The identities read at opening, by name of the instrument. */
  public Map<String, Identity> identities() {
    Map<String, Identity> identities = new LinkedHashMap<>();
    instruments.forEach((name, one) -> identities.put(name, one.session().identity()));
    return identities;
  }

  /** Notes for the user about the protection of the chip by instruments; may be empty. */
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

  /** Reads every setting of every instrument: instrument, then setting, then answer. */
  public Map<String, Map<String, String>> snapshot() {
    Map<String, Map<String, String>> snapshot = new LinkedHashMap<>();
    instruments.forEach((name, one) -> snapshot.put(name, one.settings().snapshot()));
    return snapshot;
  }

  /** Empties every error queue; gives the errors by name of the instrument, if there are any. */
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

  /** Makes changes on several instruments in parallel; throws as {@link Batch#run} says. */
  public void together(Runnable changes) {
    batch.run(changes);
  }

  /** Restricts {@link #close} to instruments to which this program has sent more than queries. */
  public void restOnlyWhatWasSet() {
    onlyWhatWasSet = true;
  }

  /**
   * Runs an action once, before this program sends anything but a query to any instrument.
   *
   * @param action if it throws, nothing is sent, and it runs again before the next change
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

  /** Runs an action in {@link #close} once every source is at rest, and not if one is not. */
  public void whenAtRest(Runnable action) {
    atRest = action;
  }

  /**
   * Sends only queries from now on, because the bench belongs to another program. Closing leaves
   * every instrument as it is.
   */
  public void onlyLook() {
    onlyWhatWasSet = true;
    onlyLooks = true;
    instruments.values().forEach(instrument -> instrument.session().onlyLook());
  }

  /**
   * Checks sources as {@link #requireAsLeft} does, if the last check was some seconds ago or a link
   * has failed since, and conditions that are due. Readings through {@link #ports} do both.
   *
   * @throws TripException if a condition of the bench file ends the run; the bench is at rest
   */
  public void lookAfter() {
    custody.ifPresent(Custody::look);
    trips.ifPresent(Trips::look);
  }

  /** Sleeps while a plan waits; whether a pause has brought the bench to rest meanwhile. */
  public boolean sleep(Duration time) {
    return custody.isPresent() ? custody.get().sleep(time) : Custody.sleep(clock, time);
  }

  /**
   * Sleeps during a pass of a source over levels or frequencies. Meanwhile it asks the sources of
   * the chip whether they are on, and the instruments of the pass whether they answer; a source
   * that ends before the last level is refused.
   */
  public void sleepDuringPass(
      Duration time, int levels, Instrument stepping, Collection<? extends Instrument> triggered) {
    custody.ifPresentOrElse(
        one -> one.sleep(time, levels, stepping, triggered), () -> clock.sleep(time));
  }

  /** The same for a source meter, which triggers no instrument. */
  public void sleepDuringPass(Duration time, int levels, Instrument meter) {
    custody.ifPresentOrElse(
        one -> one.sleep(time, levels, meter), () -> meter.session().clock().sleep(time));
  }

  /** Repeats the looks at a meter's clock that earlier versions made, one for each reading. */
  public void lookAsEarlier(Instrument meter, int readings) {
    for (int look = 1; look < readings && !manner.timesPassesOnce(); look++) {
      meter.session().clock().now();
    }
  }

  /** Reports every trip and pause: {@link Trips#TRIP}, suspended or resumed, and a description. */
  public void onTrip(BiConsumer<String, String> listener) {
    trips.ifPresent(one -> one.tell(listener));
  }

  /** Counts conditions on readings as fulfilled and disables trips, for a rehearsal on a copy. */
  public void ignoreReadings() {
    guard.ignoreReadings();
    trips.ifPresent(Trips::ignore);
  }

  /**
   * Checks now that every source of the chip is as this program left it. Call this before a result
   * is reported.
   *
   * @throws org.spinbench.drivers.instrument.StrayedException naming the changed settings and the
   *     time since when they may have changed
   */
  public void requireAsLeft() {
    custody.ifPresent(Custody::require);
  }

  /** The state of the instruments after {@link #close}, in words. */
  public String asClosed() {
    if (onlyLooks) {
      return "every instrument is left as it was found";
    }
    return onlyWhatWasSet
        ? "the sources that this program set are at zero with RF off, as read back; all "
            + "others are as they were found"
        : atRest(file);
  }

  /** The state of a bench at rest, in words. */
  public static String atRest(BenchFile file) {
    Set<String> left = file.safety().leave();
    return "every source is at zero and every RF output off, as read back"
        + (left.isEmpty() ? "" : "; the bench file leaves " + String.join(", ", left));
  }

  /** Number of program messages sent so far by all sessions. */
  public long messagesSent() {
    return instruments.values().stream().mapToLong(i -> i.session().messagesSent()).sum();
  }

  /**
   * Leaves conditions on powers of neurons to the program that runs the network, for a bench that
   * only judges messages.
   */
  void ignorePowers() {
    guard.ignorePowers();
    trips.ifPresent(Trips::ignorePowers);
  }

  /** The trips and interlocks of the bench file; empty if it has none. */
  public Optional<Trips> trips() {
    return trips;
  }

  /** The names of the instruments that conditions read. */
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
   * Brings every source to rest, verified, then closes the sessions. Any thread may call it, even
   * during an exchange of another thread: that exchange has {@link #PATIENCE_AT_REST} to end, then
   * its link is closed and reopened. Other threads can send nothing from then on. An interrupted
   * thread closes the bench as well, and stays interrupted. Every source is tried, if necessary
   * twice, even if others fail. A second call does nothing.
   *
   * @throws org.spinbench.drivers.instrument.NotAtRestException naming every source that could not
   *     be brought to rest and must be switched off by hand
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

  /** Brings every source to rest; threads may set it again afterwards. */
  private void rest() {
    try {
      settlement.ifPresentOrElse(one -> one.together(safeState::enter), safeState::enter);
    } finally {
      instruments.values().forEach(instrument -> instrument.session().release());
    }
  }
}
