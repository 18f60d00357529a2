package org.spinbench.experiments.runner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.Ownership;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.TightestLimits;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.record.Manner;
import org.spinbench.drivers.transport.record.RecordingClock;
import org.spinbench.drivers.transport.record.RecordingTransports;
import org.spinbench.drivers.transport.record.Replay;
import org.spinbench.drivers.transport.record.ReplayingClock;
import org.spinbench.drivers.transport.record.ReplayingTransports;
import org.spinbench.drivers.transport.record.Transcript;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.experiments.run.Extent;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.SessionBench;
import org.spinbench.experiments.run.StopDocument;

/**
 * Where an experiment runs: a bench file, with the transports and the clock of its instruments.
 * These may be real links, a simulated bench, or a transcript.
 */
public final class Backend implements AutoCloseable {
  /** Mark in the transcript of a run that was refused before anything was set. */
  private static final String REFUSAL = "refusal of the plan";

  private final String text;
  private final BenchFile file;
  private final Long chipSeed;
  private final Transports transports;
  private final Clock clock;
  private final Optional<Replay> replay;
  private final List<Runnable> closing = new ArrayList<>();
  private boolean startsOver;
  private OptionalInt session = OptionalInt.empty();
  private Optional<Path> path = Optional.empty();
  private Optional<String> world = Optional.empty();
  private Optional<BenchFile> planned = Optional.empty();
  private Map<String, ResourceName> owned = Map.of();
  private String owner = "";
  private Optional<Transports> claiming = Optional.empty();
  private Optional<DeadManSwitch.Starter> guard = Optional.empty();
  private Optional<DeadManSwitch> guarding = Optional.empty();
  private Optional<Function<BenchFile, Bench>> copies = Optional.empty();
  private Manner manner;
  private Optional<Transcript> ofRun = Optional.empty();
  private Optional<Transcript> onRequest = Optional.empty();
  private Optional<Extent> skipped = Optional.empty();
  private volatile Optional<RunFile> kept = Optional.empty();

  private Backend(
      String text,
      BenchFile file,
      Long chipSeed,
      Transports transports,
      Clock clock,
      Optional<Replay> replay) {
    this.text = text;
    this.file = file;
    this.chipSeed = chipSeed;
    this.transports = transports;
    this.clock = clock;
    this.replay = replay;
    manner = replay.map(Replay::manner).orElse(Manner.PRESENT);
  }

  /**
   * Instruments on links.
   *
   * @param text the bench file as its user wrote it
   * @param chipSeed seed of the simulated chip; null for a real one
   */
  public static Backend of(
      String text, BenchFile file, Long chipSeed, Transports transports, Clock clock) {
    return new Backend(text, file, chipSeed, transports, clock, Optional.empty());
  }

  /**
   * A transcript instead of every instrument.
   *
   * @param text the bench file as its user wrote it
   * @param chipSeed seed of the simulated chip; null for a real one
   */
  public static Backend replaying(String text, BenchFile file, Long chipSeed, Replay recorded) {
    return new Backend(
        text,
        file,
        chipSeed,
        new ReplayingTransports(recorded),
        new ReplayingClock(recorded),
        Optional.of(recorded));
  }

  /**
   * A recorded session instead of every instrument.
   *
   * @param session one of the run's sessions
   * @param recorded its record
   */
  public static Backend replaying(RunFile run, int session, Replay recorded) {
    BenchFile then = run.benchFile();
    BenchFile file =
        run.bench(session)
            .filter(resumed -> !resumed.text().isEmpty())
            .map(resumed -> TightestLimits.of(run.benchFile(resumed.text()), then))
            .orElse(then);
    Backend backend = replaying(run.start().bench(), file, run.start().chipSeed(), recorded);
    backend.session = OptionalInt.of(session);
    run.world().ifPresent(backend::inWorld);
    return backend.computingWith(then);
  }

  /** Says which world file the simulated chip is made with, by its text, for the run file. */
  public Backend inWorld(String text) {
    world = Optional.of(text);
    return this;
  }

  /** Notes the path of the bench file, for resuming. */
  public Backend from(Path benchFile) {
    path = Optional.of(benchFile);
    return this;
  }

  /** Makes experiments compute with another bench file than the one that judges settings. */
  public Backend computingWith(BenchFile other) {
    planned = Optional.of(other);
    return this;
  }

  /** Declares that each opening restarts the bench, with the same chip in the same state. */
  public Backend startingOver() {
    startsOver = true;
    return this;
  }

  /**
   * Makes this program own the instruments during the run.
   *
   * @param instruments resource names, by the names of the instruments
   * @param program description for others that want one of them meanwhile
   * @param servers opens links by which this program becomes the driver of a bench server
   */
  public Backend owning(Map<String, ResourceName> instruments, String program, Transports servers) {
    owned = instruments;
    owner = program;
    claiming = Optional.of(servers);
    return this;
  }

  /** Adds a separate process that brings the bench to rest if this program dies during a run. */
  public Backend guardedBy(DeadManSwitch.Starter starter) {
    guard = Optional.of(starter);
    return this;
  }

  /** Adds simulated copies of a bench, for rehearsals of plans. */
  public Backend copiedBy(Function<BenchFile, Bench> simulator) {
    copies = Optional.of(simulator);
    return this;
  }

  /** Also records every message and every look at the clock in a separate transcript. */
  public Backend recordingTo(Path transcript) {
    onRequest = Optional.of(Transcript.create(transcript, clock));
    closing.add(onRequest.get()::close);
    return this;
  }

  /** Adds an action at the end of this backend. */
  public Backend closing(Runnable end) {
    closing.add(end);
    return this;
  }

  /** The bench file, with the coupling in use. */
  public BenchFile file() {
    return file;
  }

  /** The bench file as its user wrote it. */
  public String text() {
    return text;
  }

  /** Text of the world file of the simulated chip, if it has one. */
  public Optional<String> world() {
    return world;
  }

  /** Seed of the simulated chip; null for a real one. */
  public Long chipSeed() {
    return chipSeed;
  }

  /** Whether each opening restarts the bench, because all of it is simulated here. */
  public boolean startsOver() {
    return startsOver;
  }

  /** The number of the session, from 1, that makes or replays a part of a run. */
  int session(RunFile run) {
    return session.orElseGet(() -> run.transcripts().session().orElse(1));
  }

  /** Whether only a transcript answers. */
  public boolean isReplay() {
    return replay.isPresent();
  }

  /**
   * Opens every instrument; this program owns them until this is closed.
   *
   * @throws org.spinbench.drivers.bench.InUseException if another program owns one
   */
  public Bench openBench() {
    own();
    claim();
    return open(onRequest.map(this::recorded).orElse(transports), byOnRequest());
  }

  /** The same, with a separate guarding process, which is started before anything is set. */
  public Bench openBenchGuarded() {
    Bench bench = openBench();
    bench.beforeFirstChange(() -> guard(bench, () -> false));
    return bench;
  }

  /**
   * The same for a command that may only query: it becomes the driver of a bench server when it
   * first sets anything.
   *
   * @param waits whether the command waits for a person, so that silence is not a failure
   */
  public Bench openBenchToAskFirst(BooleanSupplier waits) {
    own();
    Bench bench = open(onRequest.map(this::recorded).orElse(transports), byOnRequest());
    bench.beforeFirstChange(
        () -> {
          claim();
          guard(bench, waits);
        });
    return bench;
  }

  private void guard(Bench bench, BooleanSupplier waits) {
    guard.ifPresent(
        starter -> {
          DeadManSwitch started = start(starter, waits);
          started.awaitReady();
          started.opened();
          bench.whenAtRest(started::relieve);
        });
  }

  private DeadManSwitch start(DeadManSwitch.Starter starter, BooleanSupplier waits) {
    DeadManSwitch started = starter.start(waits);
    closing.add(0, started::close);
    return started;
  }

  /** Reports that a command works again after waiting for a person. */
  public void works() {
    guard.ifPresent(DeadManSwitch.Starter::works);
  }

  /** Opens every instrument for queries, whoever owns it; nothing can be set. */
  public Bench openBenchToLook() {
    Bench bench = open(onRequest.map(this::recorded).orElse(transports), byOnRequest());
    bench.onlyLook();
    return bench;
  }

  private Transports recorded(Transcript transcript) {
    return new RecordingTransports(transports, transcript);
  }

  private Clock byOnRequest() {
    return onRequest.<Clock>map(transcript -> new RecordingClock(clock, transcript)).orElse(clock);
  }

  private Bench open(Transports through, Clock by) {
    Bench bench = Bench.open(file, through, by, manner);
    planned.ifPresent(bench::computeWith);
    return bench;
  }

  private void own() {
    if (!owned.isEmpty()) {
      closing.add(0, Ownership.take(owned, owner)::close);
    }
  }

  private void claim() {
    if (!owned.isEmpty()) {
      claiming.ifPresent(servers -> closing.add(0, Ownership.claim(owned, servers)::close));
    }
    owned = Map.of();
  }

  /**
   * Makes the bench behave as in the first session of a run, whose notes the rest of the run uses
   * in its computations. The behaviour from before readings waited is used only in a replay message
   * by message; on instruments, which were in use meanwhile, readings wait.
   */
  public void treatAsIn(RunFile run, RunFile.GoingOn how) {
    Manner first =
        run.transcripts().sessions().stream()
            .findFirst()
            .map(run.transcripts()::manner)
            .orElse(run.transcripts().areRecorded() ? Manner.PRESENT : Manner.SETTERS_WAIT);
    boolean tooOld = how != RunFile.GoingOn.REPEATED && !first.readingsWait();
    manner = tooOld ? Manner.READINGS_WAIT : first;
  }

  /**
   * Opens every instrument for a run, and keeps messages from now on until {@link #keep} names the
   * file. A replayed transcript is not recorded again.
   *
   * @param unopened makes the file of a run whose bench cannot be opened, with the messages so far
   */
  public Bench openBenchOfRun(Function<Clock, RunFile> unopened) {
    own();
    claim();
    guarding = guard.map(starter -> start(starter, () -> false));
    RunFile.loadAhead();
    Transports through = onRequest.map(this::recorded).orElse(transports);
    Clock by = byOnRequest();
    if (!isReplay()) {
      Transcript transcript = Transcript.held(clock, manner);
      ofRun = Optional.of(transcript);
      closing.add(transcript::close);
      through = new RecordingTransports(through, transcript);
      by = new RecordingClock(by, transcript);
    }
    try {
      Bench bench = open(through, by);
      guarding.ifPresent(started -> awaitGuard(started, bench));
      return bench;
    } catch (RuntimeException e) {
      guarding.ifPresent(DeadManSwitch::relieve);
      noteUnopened(unopened, by, e);
      throw e;
    }
  }

  private static void awaitGuard(DeadManSwitch guard, Bench bench) {
    boolean guarded = false;
    try {
      guard.awaitReady();
      guard.opened();
      guarded = true;
    } finally {
      if (!guarded) {
        bench.close();
      }
    }
    bench.whenAtRest(guard::relieve);
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

  /** Records messages in the file of the run, which is closed with this. */
  public void keep(RunFile run) {
    kept = Optional.of(run);
    closing.add(run::close);
    guarding.ifPresent(guard -> guard.report(guardReport(run.path())));
    ofRun.ifPresent(transcript -> transcript.moveTo("in " + run.path(), run.transcripts().begin()));
    if (!isReplay() && !startsOver) {
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

  /** The file for the report of the process that guards a run. */
  public static Path guardReport(Path run) {
    return run.resolveSibling(run.getFileName().toString().replace(".sqlite", ".watchdog.txt"));
  }

  private Stream<Transcript> transcripts() {
    return Stream.of(ofRun, onRequest).flatMap(Optional::stream);
  }

  /**
   * Whether a run is checked before it begins. It always is, except in the replay of a run that was
   * not refused, because versions without the check may have measured part of it.
   */
  boolean judges() {
    return replay
        .map(recorded -> recorded.firstMark().equals(Optional.of("after " + REFUSAL)))
        .orElse(true);
  }

  /** Notes in every transcript that the run was refused before anything was set. */
  void noteRefusal() {
    replay.ifPresent(recorded -> recorded.mark("after", REFUSAL));
    transcripts().forEach(transcript -> transcript.mark("after", REFUSAL));
  }

  /** Opens a simulated copy of a bench. */
  Bench copy(BenchFile of) {
    return copies
        .orElseThrow(() -> new IllegalStateException("this program has no simulator"))
        .apply(of);
  }

  /** Compares a mark, and notes the extent of the file where the comparison begins. */
  private void mark(RunFile run, Replay recorded, String event, String what) {
    boolean skips = recorded.isSkipping();
    recorded.mark(event, what);
    if (skips && !recorded.isSkipping()) {
      skipped = Optional.of(run.extent());
    }
  }

  /** The extent of a replay's file where the comparison began; empty if it began at the start. */
  Optional<Extent> skipped() {
    return skipped;
  }

  /** The file of the run, if it exists already. */
  Optional<RunFile> kept() {
    return kept;
  }

  /**
   * Notes in every transcript that the user stops the run. The messages that bring the bench to
   * rest are recorded without waiting for the disk.
   */
  void noteStop() {
    kept.ifPresent(RunFile::stopWaiting);
    transcripts().forEach(Transcript::stop);
  }

  /** Fails if a replayed transcript has messages left; call it after the bench is closed. */
  public void verifyReplayed() {
    replay.ifPresent(Replay::verifyFinished);
  }

  /** Closes all servers and recorders. A second call does nothing. */
  @Override
  public void close() {
    List<Runnable> last = List.copyOf(closing);
    closing.clear();
    last.forEach(Runnable::run);
  }
}
