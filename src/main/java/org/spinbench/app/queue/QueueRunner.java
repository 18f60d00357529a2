package org.spinbench.app.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.spinbench.app.queue.QueueEntry.Execution;
import org.spinbench.app.queue.QueueEntry.State;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.run.catalog.CatalogEntry;
import org.spinbench.experiments.run.catalog.CatalogFilter;
import org.spinbench.experiments.run.catalog.RunCatalog;

/**
 * Executes the entries of a queue, one at a time, until none can be executed any more. If this
 * program dies, the run that it has started goes on to its end; the next runner waits for it.
 */
public final class QueueRunner {
  /** Exit code of a run that ended by a condition of the bench file. */
  private static final int TRIPPED = 3;

  /** Exit codes from here on are those of signals. */
  private static final int SIGNALS = 128;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final QueueFile file;
  private final Path folder;
  private final Clock clock;
  private final Consumer<String> display;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopping;
  private volatile ProcessHandle current;
  private boolean tripped;
  private boolean faultless = true;

  /**
   * A runner.
   *
   * @param clock the computer's
   * @param display receives a line for each event
   */
  public QueueRunner(QueueFile file, Clock clock, Consumer<String> display) {
    this.file = file;
    this.folder = file.folder().toAbsolutePath();
    this.clock = clock;
    this.display = display;
  }

  /**
   * Executes entries until none waits, or none can be executed without its user.
   *
   * @param stays whether to wait for new entries then
   * @return whether every executed entry succeeded
   * @throws IllegalStateException if another program runs the queue
   */
  public boolean run(boolean stays) {
    Thread stop = new Thread(this::stop, "spinbench queue stop");
    QueueLock lock = QueueLock.of(folder);
    try {
      Runtime.getRuntime().addShutdownHook(stop);
      file.entries().stream().filter(one -> one.state() == State.RUNNING).forEach(this::takeOver);
      while (!stopping && !tripped) {
        Optional<QueueEntry> next = file.take(this::next);
        if (next.isPresent()) {
          proceed(next.get());
        } else if (stays || QueueOrder.isAnyDueLater(file.entries(), clock.now())) {
          clock.sleep(BETWEEN_LOOKS);
        } else {
          break;
        }
      }
      sayWhatWaits();
      return faultless;
    } finally {
      lock.close();
      ended.countDown();
      if (!stopping) {
        Runtime.getRuntime().removeShutdownHook(stop);
      }
    }
  }

  /** Stops the run in progress like Ctrl-C does, and waits until its bench is at rest. */
  private void stop() {
    stopping = true;
    ProcessHandle running = current;
    if (running != null) {
      running.destroy();
    }
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<QueueEntry> next(List<QueueEntry> entries) {
    Instant now = clock.now();
    return QueueOrder.next(entries, now)
        .map(
            entry -> {
              Optional<String> refusal = QueueOrder.refusal(entries, entry);
              State state = refusal.isPresent() ? State.SKIPPED : State.RUNNING;
              Instant end = refusal.isPresent() ? now : null;
              String run = entry.last().run();
              return entry.in(state, new Execution(now, end, null, null, run, refusal.orElse("")));
            });
  }

  private void proceed(QueueEntry entry) {
    if (entry.state() == State.SKIPPED) {
      display.accept(entry.text() + " skipped: " + entry.last().reason());
      return;
    }
    Path log = log(entry);
    try {
      Process process = ChildProcess.start(words(entry), Path.of(entry.folder()), log);
      current = process.toHandle();
      file.change(entry.id(), one -> one.in(State.RUNNING, one.last().in(process.toHandle())));
      display.accept(entry.text() + " begins; its output is in " + log);
      await(process.toHandle());
      finish(entry.id(), OptionalInt.of(process.waitFor()));
    } catch (IOException e) {
      end(entry.id(), State.FAILED, "", "it cannot be started: " + UserFile.reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }

  /** The end of an entry that a runner before this one has begun. */
  private void takeOver(QueueEntry entry) {
    entry
        .last()
        .process()
        .ifPresent(
            process -> {
              current = process;
              display.accept(entry.text() + " is still running, in process " + process.pid());
              await(process);
            });
    finish(entry.id(), OptionalInt.empty());
  }

  /** Waits for the end of a process; passes on a stop that came before it began. */
  private void await(ProcessHandle process) {
    CountDownLatch end = new CountDownLatch(1);
    process.onExit().thenRun(end::countDown);
    try {
      while (!end.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
        if (stopping) {
          process.destroy();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    current = null;
  }

  /** The command line of an entry; it resumes the run of an earlier execution. */
  private List<String> words(QueueEntry entry) {
    String run = entry.last().run();
    boolean begins = run.isEmpty() && !entry.words().get(0).equals("resume");
    List<String> words = new ArrayList<>(run.isEmpty() ? entry.words() : List.of("resume", run));
    if (begins) {
      words.addAll(List.of("--tag", entry.tag()));
    }
    if (!words.contains("--runs")) {
      words.addAll(List.of("--runs", folder.toString()));
    }
    return words;
  }

  private Path log(QueueEntry entry) {
    return folder.resolve(entry.tag() + ".log");
  }

  /**
   * Records how an execution ended.
   *
   * @param exit exit code of the process; empty if another program started it
   */
  private void finish(long id, OptionalInt exit) {
    QueueEntry entry = file.change(id, one -> one);
    Optional<CatalogEntry> run = run(entry);
    String status = run.map(CatalogEntry::status).orElse(CatalogEntry.NOT_ENDED);
    State state;
    if (exit.isPresent() ? exit.getAsInt() == 0 : status.equals(StopDocument.SUCCESS)) {
      state = State.DONE;
    } else if (exit.isPresent()
        ? exit.getAsInt() >= SIGNALS
        : !status.equals(StopDocument.FAILED)) {
      state = State.INTERRUPTED;
    } else {
      state = State.FAILED;
    }
    tripped = exit.isPresent() && exit.getAsInt() == TRIPPED;
    String name = run.map(CatalogEntry::name).orElse("");
    end(id, state, name, state == State.DONE ? "" : reason(entry, run, exit));
    if (tripped) {
      display.accept("the bench tripped; the queue stops here, so that somebody looks first");
    }
  }

  private String reason(QueueEntry entry, Optional<CatalogEntry> run, OptionalInt exit) {
    String said = run.map(CatalogEntry::message).orElse("");
    if (!said.isEmpty()) {
      return said;
    }
    String last = exit.isPresent() && exit.getAsInt() < SIGNALS ? lastWords(log(entry)) : "";
    if (!last.isEmpty()) {
      return last;
    }
    return exit.isPresent() ? "its process ended with code " + exit.getAsInt() : "its program died";
  }

  /** The last error that a program reported; empty if there is none. */
  private static String lastWords(Path log) {
    String prefix = "spinbench: ";
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> line.startsWith(prefix))
          .reduce((one, later) -> later)
          .map(line -> line.substring(prefix.length()))
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  private void end(long id, State state, String run, String reason) {
    faultless &= state == State.DONE;
    QueueEntry ended =
        file.change(
            id,
            one -> {
              Execution was = one.last();
              return one.in(
                  state, new Execution(was.begun(), clock.now(), null, null, run, reason));
            });
    String how =
        switch (state) {
          case DONE -> " is done";
          case INTERRUPTED -> " was interrupted: " + reason;
          default -> " failed: " + reason;
        };
    String release =
        state == State.DONE || run.isEmpty()
            ? ""
            : "; 'spinbench queue release " + id + "' lets the queue resume it";
    display.accept(ended.text() + how + (run.isEmpty() ? "" : "; its run is " + run) + release);
  }

  /** The run of an entry's last execution. */
  private Optional<CatalogEntry> run(QueueEntry entry) {
    RunCatalog catalog = new RunCatalog(runs(entry));
    String known = entry.last().run();
    CatalogFilter filter = known.isEmpty() ? tagged(entry) : CatalogFilter.ALL;
    return catalog.find(filter).found().stream()
        .filter(one -> known.isEmpty() || one.name().equals(known))
        .reduce((one, later) -> later);
  }

  private static CatalogFilter tagged(QueueEntry entry) {
    Instant second = Instant.ofEpochSecond(entry.added().getEpochSecond());
    return new CatalogFilter(
        Optional.empty(),
        Optional.empty(),
        List.of(entry.tag()),
        Optional.of(second),
        Optional.empty(),
        Optional.empty());
  }

  /** The folder of an entry's run. */
  private Path runs(QueueEntry entry) {
    int option = entry.words().indexOf("--runs");
    return option < 0 ? folder : Path.of(entry.folder()).resolve(entry.words().get(option + 1));
  }

  private void sayWhatWaits() {
    List<QueueEntry> entries = file.entries();
    entries.stream()
        .filter(one -> one.state() == State.WAITING)
        .forEach(
            one ->
                display.accept(
                    one.text()
                        + " "
                        + QueueOrder.obstacle(entries, one, clock.now()).orElse("waits")));
  }
}
