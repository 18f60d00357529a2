package org.spinbench.experiments.runner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.spinbench.drivers.transport.record.TranscriptLines;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.experiments.run.Extent;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.SessionBench;
import org.spinbench.experiments.run.StopDocument;

/**
 * Where an experiment runs: a bench file, and the transports and the clock by which its instruments
 * are reached. Those may be real links, a simulated bench, or a transcript.
 */
public final class Backend implements AutoCloseable {
  /** What the transcript of a run says that was refused before anything was set. */
  private static final String REFUSAL = "refusal of the plan";

  private final String text;
  private final BenchFile file;
  private final Long chipSeed;
  private final Transports transports;
  private final Clock clock;
  private final Optional<Replay> replay;
  private final List<Runnable> closing = new ArrayList<>();
  private boolean startsOver;
  private Optional<Path> path = Optional.empty();
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
   * Instruments that are reached over links.
   *
   * @param text the bench file as its user wrote it
   * @param chipSeed seed of the simulated chip; null for a real one
   */
  public static Backend of(
      String text, BenchFile file, Long chipSeed, Transports transports, Clock clock) {
    return new Backend(text, file, chipSeed, transports, clock, Optional.empty());
  }

  /**
   * A transcript, which answers in place of every instrument.
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
   * What passed in a run, which answers in place of every instrument.
   *
   * @param session which of its sessions
   * @param recorded what passed in it
   */
  public static Backend replaying(RunFile run, int session, Replay recorded) {
    BenchFile then = run.benchFile();
    BenchFile file =
        run.bench(session)
            .filter(resumed -> !resumed.text().isEmpty())
            .map(resumed -> TightestLimits.of(run.benchFile(resumed.text()), then))
            .orElse(then);
    return replaying(run.start().bench(), file, run.start().chipSeed(), recorded)
        .computingWith(then);
  }

  /** Says where the bench file lies, for whoever resumes a run. */
  public Backend from(Path benchFile) {
    path = Optional.of(benchFile);
    return this;
  }

  /** Has experiments compute with another bench file than the one that judges what is set. */
  public Backend computingWith(BenchFile other) {
    planned = Optional.of(other);
    return this;
  }

  /**
   * Says that the bench starts over, with the same chip in the same state, whenever it is opened.
   */
  public Backend startingOver() {
    startsOver = true;
    return this;
  }

  /**
   * Has the instruments owned by this program while it runs.
   *
   * @param instruments resource names, by the names of the instruments
   * @param program what others learn who want one of them meanwhile
   * @param servers opens links by which this program becomes the driver of a bench server
   */
  public Backend owning(Map<String, ResourceName> instruments, String program, Transports servers) {
    owned = instruments;
    owner = program;
    claiming = Optional.of(servers);
    return this;
  }

  /** Has a process of its own bring the bench to rest if this program dies during a run. */
  public Backend guardedBy(DeadManSwitch.Starter starter) {
    guard = Optional.of(starter);
    return this;
  }

  /** Gives experiments a simulated copy of a bench to try a plan on. */
  public Backend copiedBy(Function<BenchFile, Bench> simulator) {
    copies = Optional.of(simulator);
    return this;
  }

  /** Has every message and every look at the clock written into a transcript of its own, too. */
  public Backend recordingTo(Path transcript) {
    onRequest = Optional.of(Transcript.create(transcript, clock));
    closing.add(onRequest.get()::close);
    return this;
  }

  /** Ends something else together with this. */
  public Backend closing(Runnable end) {
    closing.add(end);
    return this;
  }

  /** The bench file, with the coupling that is used. */
  public BenchFile file() {
    return file;
  }

  /** The bench file as its user wrote it. */
  public String text() {
    return text;
  }

  /** Seed of the simulated chip; null for a real one. */
  public Long chipSeed() {
    return chipSeed;
  }

  /** Whether the bench starts over each time that it is opened: all of it is simulated here. */
  public boolean startsOver() {
    return startsOver;
  }

  /** Whether nothing but a transcript answers. */
  public boolean isReplay() {
    return replay.isPresent();
  }

  /**
   * Opens every instrument, which this program owns until this is closed.
   *
   * @throws org.spinbench.drivers.bench.InUseException if another program owns one
   */
  public Bench openBench() {
    own();
    claim();
    return open(onRequest.map(this::recorded).orElse(transports), byOnRequest());
  }

  /**
   * The same, with a process of its own that guards the bench and is started before anything is
   * set.
   */
  public Bench openBenchGuarded() {
    Bench bench = openBench();
    bench.beforeFirstChange(() -> guard(bench, () -> false));
    return bench;
  }

  /**
   * The same for a command that may only ask: of a bench server it becomes the driver when it first
   * sets anything.
   *
   * @param waits whether the command waits for a person, so that it works though nothing passes
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

  /** Shows that a command works again that has waited for a person. */
  public void works() {
    guard.ifPresent(DeadManSwitch.Starter::works);
  }

  /** Opens every instrument to look at it, whoever owns it; nothing can be set. */
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
   * Treats the bench as the first session of a run did, since the rest of the run computes with
   * what that noted. A run that was recorded before readings waited is treated so only where it is
   * repeated message by message: instruments that were in use meanwhile are waited for.
   */
  public void treatAsIn(RunFile run, RunFile.GoingOn how) {
    Manner first =
        run.transcripts().sessions().stream()
            .findFirst()
            .map(session -> mannerOf(run, session))
            .orElse(run.transcripts().areRecorded() ? Manner.PRESENT : Manner.SETTERS_WAIT);
    boolean tooOld = how != RunFile.GoingOn.REPEATED && !first.readingsWait();
    manner = tooOld ? Manner.READINGS_WAIT : first;
  }

  private static Manner mannerOf(RunFile run, int session) {
    try (TranscriptLines lines =
        new TranscriptLines(run.path().toString(), run.transcripts().text(session))) {
      return lines.manner();
    }
  }

  /**
   * Opens every instrument for a run, and keeps what passes from now on until {@link #keep} says in
   * which file. A transcript that is replayed is not kept once more.
   *
   * @param unopened makes the file of a run whose bench cannot be opened; it will hold what passed
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

  /** Keeps what passes in the file of the run, which is closed when this is. */
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

  /** Where the process that guards a run writes what it did. */
  public static Path guardReport(Path run) {
    return run.resolveSibling(run.getFileName().toString().replace(".sqlite", ".watchdog.txt"));
  }

  private Stream<Transcript> transcripts() {
    return Stream.of(ofRun, onRequest).flatMap(Optional::stream);
  }

  /**
   * Whether a run is judged before it begins: always, except when a run is replayed that was not
   * refused so. Versions that did not judge beforehand may have measured part of it.
   */
  boolean judges() {
    return replay
        .map(recorded -> recorded.firstMark().equals(Optional.of("after " + REFUSAL)))
        .orElse(true);
  }

  /** Notes in every transcript that the run was refused before anything of it was set. */
  void noteRefusal() {
    replay.ifPresent(recorded -> recorded.mark("after", REFUSAL));
    transcripts().forEach(transcript -> transcript.mark("after", REFUSAL));
  }

  /** A simulated copy of a bench, opened. */
  Bench copy(BenchFile of) {
    return copies
        .orElseThrow(() -> new IllegalStateException("this program has no simulator"))
        .apply(of);
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

  /**
   * Fails if a replayed transcript holds more than was asked for; for after the bench is closed.
   */
  public void verifyReplayed() {
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
