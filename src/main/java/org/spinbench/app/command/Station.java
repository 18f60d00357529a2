package org.spinbench.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.spinbench.app.watchdog.Heartbeat;
import org.spinbench.app.watchdog.Pulse;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.drivers.bench.Ownership;
import org.spinbench.drivers.bench.TightestLimits;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.LinkSettings;
import org.spinbench.drivers.transport.Manner;
import org.spinbench.drivers.transport.RecordingClock;
import org.spinbench.drivers.transport.RecordingTransports;
import org.spinbench.drivers.transport.Replay;
import org.spinbench.drivers.transport.ReplayingClock;
import org.spinbench.drivers.transport.ReplayingTransports;
import org.spinbench.drivers.transport.ResourceName;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.SystemTransports;
import org.spinbench.drivers.transport.Transcript;
import org.spinbench.drivers.transport.TranscriptLines;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.Extent;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.SessionBench;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.upkeep.TrainedChip;
import org.spinbench.simulator.bench.ServedBench;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.server.Servers;

/**
 * A bench file, and the transports and the clock through which its instruments are reached: real
 * links, a simulated bench, a simulated bench behind sockets, or a transcript.
 */
final class Station implements AutoCloseable {
  private static final long DEFAULT_CHIP_SEED = 1;

  /** What the transcript of a plan says that was refused before anything of it was set. */
  private static final String REFUSAL = "refusal of the plan";

  private final String text;
  private final BenchFile file;
  private final Long chipSeed;
  private final List<Runnable> closing = new ArrayList<>();
  private Transports transports;
  private Clock clock;
  private Clock unrecorded;
  private Map<String, ResourceName> owned = Map.of();
  private String typed = "spinbench";
  private boolean beginsAnew;
  private Manner manner = Manner.PRESENT;
  private Optional<Replay> replay = Optional.empty();
  private Optional<Transcript> ofRun = Optional.empty();
  private Optional<Transcript> onRequest = Optional.empty();
  private Optional<Extent> skipped = Optional.empty();
  private volatile Optional<RunFile> kept = Optional.empty();
  private Optional<Pulse> pulse = Optional.empty();
  private Optional<Path> keys = Optional.empty();
  private Consumer<String> warnings = line -> {};
  private Optional<Heartbeat> heartbeat = Optional.empty();

  /** The file of the bench on disk. */
  private Optional<Path> path = Optional.empty();

  /** The file with which experiments compute, if it is not the one that judges. */
  private Optional<BenchFile> planned = Optional.empty();

  private Station(String text, BenchFile file, Long chipSeed) {
    this.text = text;
    this.file = file;
    this.chipSeed = chipSeed;
  }

  /** The station that a command line asks for. */
  static Station of(StationOptions options) {
    return of(options, text(options.benchFile), origin(options.benchFile));
  }

  /**
   * The station on which a run is resumed: nothing is allowed that the bench file forbids now, or
   * that the one forbade with which the run began. The run computes with the latter.
   */
  static Station resuming(StationOptions options, RunFile run, BenchOfRun now) {
    BenchFile then = BenchOfRun.then(run);
    Station station =
        of(
            options,
            now.text(),
            now.origin(),
            file -> {
              TrainedChip.requireSameNetwork(run, file);
              return TightestLimits.of(file, then);
            });
    station.path = now.path();
    station.planned = Optional.of(then);
    return station;
  }

  /** The bench file at a path; null for the default bench. */
  static BenchFile file(Path path) {
    return BenchFile.parse(text(path), origin(path));
  }

  /**
   * Makes a simulated bench of a bench file at a path; null for the default bench.
   *
   * @throws org.spinbench.drivers.bench.BenchFileException if its section on simulation is wrong,
   *     with the lines of all that is
   */
  static <T> T simulated(Path path, Supplier<T> bench) {
    try {
      return bench.get();
    } catch (RuntimeException e) {
      throw SimulationRefusal.of(e, text(path), origin(path));
    }
  }

  /** The bench file that a command line asks for, as something to simulate. */
  static BenchFile copyToRehearse(StationOptions options) {
    return simulable(options.coupled(file(options.benchFile), origin(options.benchFile)));
  }

  /**
   * A bench file as something to simulate, whatever its instruments are: one without a section on
   * simulation gets that of the default bench.
   */
  static BenchFile simulable(BenchFile file) {
    return file.simulation().isEmpty() ? file.withSimulation(file(null).simulation()) : file;
  }

  /** The text of the bench file at a path; null for the default bench. */
  static String text(Path path) {
    return path == null ? DefaultBench.text() : read(path);
  }

  /** What error messages call the bench file at a path; null for the default bench. */
  static String origin(Path path) {
    return path == null ? "the default bench" : path.toString();
  }

  /**
   * The same for the text of a bench file.
   *
   * @param origin what error messages call the text
   */
  static Station of(StationOptions options, String text, String origin) {
    return of(options, text, origin, file -> file);
  }

  private static Station of(
      StationOptions options, String text, String origin, UnaryOperator<BenchFile> limited) {
    BenchFile file = limited.apply(options.coupled(BenchFile.parse(text, origin), origin));
    Collection<ResourceName> real = real(file, options.simulated);
    boolean anySimulated = real.size() < file.instruments().size();
    options.requireEffect(real, anySimulated, origin);
    Long seed = options.chipSeed == null ? Long.valueOf(DEFAULT_CHIP_SEED) : options.chipSeed;
    Station station = new Station(text, file, anySimulated ? seed : null);
    station.path = Optional.ofNullable(options.benchFile);
    try {
      station.typed = options.typed();
      if (options.replay == null) {
        station.owned = byName(file, real);
        station.keys = Optional.ofNullable(options.keys);
        station.warnings = options.warnings();
      }
      station.connect(options, real);
      return station;
    } catch (RuntimeException e) {
      station.close();
      throw SimulationRefusal.of(e, text, origin);
    }
  }

  /** Demands a chip that is calibrated and trained by its field lines and neurons. */
  void requireTunable() {
    if (!file.hasFieldLines() || file.neurons().isEmpty()) {
      throw new IllegalArgumentException(
          "the bench \""
              + file.name()
              + "\" has no "
              + (file.hasFieldLines() ? "neurons" : "field lines")
              + ", which this command needs; for a chip that RF pulses program, use 'spinbench"
              + " broadcast'");
    }
  }

  /**
   * The station of a run that is replayed from its file: no instrument is reached.
   *
   * @param session which of its sessions
   * @param recorded what passed in it
   */
  static Station replaying(RunFile run, int session, Replay recorded) {
    StartDocument start = run.start();
    BenchFile then = BenchOfRun.then(run);
    BenchFile file =
        run.bench(session)
            .filter(resumed -> !resumed.text().isEmpty())
            .map(resumed -> BenchFile.parse(resumed.text(), "the bench file of " + run.path()))
            .map(resumed -> resumed.withCoupling(BenchOfRun.coupling(start)))
            .map(resumed -> TightestLimits.of(resumed, then))
            .orElse(then);
    Station station = new Station(start.bench(), file, start.chipSeed());
    station.planned = Optional.of(then);
    station.replay(recorded);
    return station;
  }

  /** The station of a simulated bench, inside this program. */
  static Station simulated(BenchFile file, long chipSeed) {
    Station station = new Station("", file, chipSeed);
    SimulatedBench bench = new SimulatedBench(file, chipSeed);
    station.transports = bench;
    station.clock = bench.clock();
    station.unrecorded = station.clock;
    return station;
  }

  private void replay(Replay recorded) {
    replay = Optional.of(recorded);
    manner = recorded.manner();
    transports = new ReplayingTransports(recorded);
    clock = new ReplayingClock(recorded);
  }

  private static String read(Path path) {
    return UserFile.text(path, "a bench file");
  }

  /** Those of the instruments that have one of these resource names, by their names. */
  static Map<String, ResourceName> byName(BenchFile file, Collection<ResourceName> resources) {
    Map<String, ResourceName> named = new LinkedHashMap<>();
    file.instruments()
        .forEach(
            (name, entry) -> {
              ResourceName resource = ResourceName.parse(entry.resource());
              if (resources.contains(resource)) {
                named.put(name, resource);
              }
            });
    return named;
  }

  /** The instruments that are not simulated. */
  static Collection<ResourceName> real(BenchFile file, boolean allSimulated) {
    return file.instruments().values().stream()
        .map(entry -> ResourceName.parse(entry.resource()))
        .filter(name -> !allSimulated && !(name instanceof ResourceName.InProcess))
        .toList();
  }

  private void connect(StationOptions options, Collection<ResourceName> real) {
    if (options.replay != null) {
      Replay recorded = Replay.read(options.replay);
      closing.add(recorded::close);
      replay(recorded);
    } else if (chipSeed == null) {
      Clock computers = computersClock(options);
      transports = new SystemTransports(links(file, options.keys), computers);
      clock = options.clock == null ? computers : servedClock(options.clock);
    } else {
      simulate(options, real);
    }
    unrecorded = clock;
    if (options.record != null) {
      Transcript transcript = Transcript.create(options.record, clock);
      onRequest = Optional.of(transcript);
      closing.add(transcript::close);
      transports = new RecordingTransports(transports, transcript);
      clock = new RecordingClock(clock, transcript);
    }
  }

  /** The computer's clock, by which a watchdog sees that a run on real instruments works. */
  private Clock computersClock(StationOptions options) {
    if (!owned.isEmpty() && file.safety().watchdog() && options.clock == null) {
      pulse = Optional.of(new Pulse());
    }
    return pulse.<Clock>map(seen -> seen).orElseGet(SystemClock::new);
  }

  /**
   * How the links of a bench are to be set.
   *
   * @param keys for a bench on another computer; null for those of the bench file
   */
  static LinkSettings links(BenchFile file, Path keys) {
    LinkSettings links = file.links();
    return keys == null ? links : new LinkSettings(links.serial(), links.gpib(), Optional.of(keys));
  }

  private Clock servedClock(String resource) {
    ServedClock served = new ServedClock(ResourceName.parse(resource), transports);
    closing.add(served::close);
    return served;
  }

  private void simulate(StationOptions options, Collection<ResourceName> real) {
    SimulatedBench bench = new SimulatedBench(file, chipSeed);
    Transports simulated = bench;
    if (options.served) {
      ServedBench served = bench.serve(Servers.Ports.loopback());
      closing.add(served::close);
      simulated = served.asNamed();
    }
    Transports inside = simulated;
    Clock computers = computersClock(options);
    Transports outside = new SystemTransports(links(file, options.keys), computers);
    transports = name -> (real.contains(name) ? outside : inside).open(name);
    beginsAnew = real.isEmpty();
    clock = beginsAnew ? bench.clock() : new MixedClock(computers, bench.clock());
  }

  BenchFile file() {
    return file;
  }

  /** The bench file as its user wrote it. */
  String text() {
    return text;
  }

  /** From chain voltage to neuron current, {@code analog} or {@code measured}. */
  String coupling() {
    return file.coupling().mode().name().toLowerCase(Locale.ROOT);
  }

  /** Seed of the simulated chip; null for a real one. */
  Long chipSeed() {
    return chipSeed;
  }

  /**
   * Whether the bench begins again each time that it is opened, with the same chip in the same
   * state: all of it is simulated in this program.
   */
  boolean beginsAnew() {
    return beginsAnew;
  }

  /**
   * Treats the bench as the first session of a run did, since the rest of the run computes with
   * what that noted. One that was made before readings waited is treated so only where it is made
   * again message by message: instruments that have gone on are waited for, and looked after.
   */
  void treatAsIn(RunFile run, RunFile.GoingOn how) {
    Manner first =
        run.sessions().stream()
            .findFirst()
            .map(session -> mannerOf(run, session))
            .orElse(run.isOfMessages() ? Manner.PRESENT : Manner.SETTERS_WAIT);
    boolean tooOld = how == RunFile.GoingOn.ANSWERED && !first.readingsWait();
    manner = tooOld ? Manner.READINGS_WAIT : first;
  }

  private static Manner mannerOf(RunFile run, int session) {
    try (TranscriptLines lines =
        new TranscriptLines(run.path().toString(), run.transcript(session))) {
      return lines.manner();
    }
  }

  /**
   * Opens every instrument, which this program owns from now on until the station is closed.
   *
   * @throws org.spinbench.drivers.bench.InUseException if another program owns one
   */
  Bench openBench() {
    own();
    return open(transports, clock);
  }

  private Bench open(Transports through, Clock by) {
    Bench bench = Bench.open(file, through, by, manner);
    planned.ifPresent(bench::computeWith);
    return bench;
  }

  private void own() {
    if (!owned.isEmpty()) {
      closing.add(0, Ownership.take(owned, typed)::close);
      owned = Map.of();
    }
  }

  /**
   * The same, with a watchdog that is started before anything is set: for a command that may only
   * ask.
   *
   * @param waits whether the command waits for a person, so that it works though nothing passes
   */
  Bench openBenchWatched(BooleanSupplier waits) {
    Bench bench = openBench();
    pulse.ifPresent(
        seen ->
            bench.beforeFirstChange(
                () -> {
                  Heartbeat beats = watch(() -> waits.getAsBoolean() | seen.works());
                  beats.awaitReady();
                  beats.opened();
                  bench.whenAtRest(beats::relieve);
                }));
    return bench;
  }

  /** Shows the watchdog that a command works again that has waited for a person. */
  void works() {
    pulse.ifPresent(Pulse::nanos);
  }

  /** Opens every instrument to look at it, whoever owns it; nothing can be set. */
  Bench openBenchToLook() {
    Bench bench = open(transports, clock);
    bench.onlyLook();
    return bench;
  }

  /**
   * Opens every instrument for a run, and keeps what passes from now on until {@link #keep} says in
   * which file. A transcript that is replayed is not kept once more.
   *
   * @param unopened makes the file of a run whose bench cannot be opened; it will hold what passed
   */
  Bench openBenchOfRun(Function<Clock, RunFile> unopened) {
    own();
    heartbeat = pulse.map(seen -> watch(seen::works));
    RunFile.loadAhead();
    Transports through = transports;
    Clock by = clock;
    if (!isReplay()) {
      Transcript transcript = Transcript.held(unrecorded, manner);
      ofRun = Optional.of(transcript);
      closing.add(transcript::close);
      through = new RecordingTransports(transports, transcript);
      by = new RecordingClock(clock, transcript);
    }
    try {
      Bench bench = open(through, by);
      heartbeat.ifPresent(beats -> awaitWatchdog(beats, bench));
      return bench;
    } catch (RuntimeException e) {
      heartbeat.ifPresent(Heartbeat::relieve);
      noteUnopened(unopened, by, e);
      throw e;
    }
  }

  /** Starts a watchdog, because a program that dies would leave junctions under bias. */
  private Heartbeat watch(BooleanSupplier works) {
    Heartbeat beats = Heartbeat.start(text, keys, works, warnings);
    closing.add(0, beats::close);
    return beats;
  }

  private static void awaitWatchdog(Heartbeat beats, Bench bench) {
    boolean watched = false;
    try {
      beats.awaitReady();
      beats.opened();
      watched = true;
    } finally {
      if (!watched) {
        bench.close();
      }
    }
    bench.whenAtRest(beats::relieve);
  }

  private void noteUnopened(Function<Clock, RunFile> unopened, Clock by, RuntimeException failure) {
    try {
      RunFile run = unopened.apply(by);
      keep(run);
      String reason = String.valueOf(failure.getMessage());
      run.stop(new StopDocument(by.now(), StopDocument.FAILED, reason, "{}"));
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** Keeps what passes in the file of the run, which is closed when the station is. */
  void keep(RunFile run) {
    kept = Optional.of(run);
    closing.add(run::close);
    heartbeat.ifPresent(beats -> beats.report(watchReport(run.path())));
    ofRun.ifPresent(transcript -> transcript.moveTo("in " + run.path(), run.transcript()));
    if (!isReplay() && !beginsAnew) {
      String resumed = planned.isPresent() ? text : "";
      path.ifPresent(
          at -> run.bench(new SessionBench(at.toAbsolutePath().normalize().toString(), resumed)));
    }
    run.onMark(
        (event, what) -> {
          replay.ifPresent(recorded -> mark(run, recorded, event, what));
          transcripts().forEach(transcript -> transcript.mark(event, what));
        });
  }

  /** Where the watchdog of a run says what it did. */
  static Path watchReport(Path run) {
    return run.resolveSibling(run.getFileName().toString().replace(".sqlite", ".watchdog.txt"));
  }

  private Stream<Transcript> transcripts() {
    return Stream.of(ofRun, onRequest).flatMap(Optional::stream);
  }

  /**
   * Whether a plan is judged before it is measured: always, but when a measurement is replayed that
   * was not refused so. Versions that did not judge beforehand may have measured part of it.
   */
  boolean judges() {
    return replay
        .map(recorded -> recorded.firstMark().equals(Optional.of("after " + REFUSAL)))
        .orElse(true);
  }

  /** Notes in every transcript that the plan was refused before anything of it was set. */
  void noteRefusal() {
    replay.ifPresent(recorded -> recorded.mark("after", REFUSAL));
    transcripts().forEach(transcript -> transcript.mark("after", REFUSAL));
  }

  /** Has a mark compared, and notes how far the file is where comparing begins. */
  private void mark(RunFile run, Replay recorded, String event, String what) {
    boolean skips = recorded.isSkipping();
    recorded.mark(event, what);
    if (skips && !recorded.isSkipping()) {
      skipped = Optional.of(run.extent());
    }
  }

  /**
   * What the file of a replay held where comparing began; empty if it is compared from its start.
   */
  Optional<Extent> skipped() {
    return skipped;
  }

  /** The file of the run, once there is one. */
  Optional<RunFile> kept() {
    return kept;
  }

  /**
   * Notes in every transcript that the user stops the run; what brings the bench to rest is noted
   * without waiting for the disk.
   */
  void noteStop() {
    kept.ifPresent(RunFile::stopWaiting);
    transcripts().forEach(Transcript::stop);
  }

  /** Whether nothing but a transcript answers. */
  boolean isReplay() {
    return replay.isPresent();
  }

  /**
   * Fails if a replayed transcript holds more than was asked for; for after the bench is closed.
   */
  void verifyReplayed() {
    replay.ifPresent(Replay::verifyFinished);
  }

  /** Ends what serves and what records. A second call does nothing. */
  @Override
  public void close() {
    List<Runnable> last = List.copyOf(closing);
    closing.clear();
    last.forEach(Runnable::run);
  }
}
