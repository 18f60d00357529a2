package org.spinbench.experiments.runner;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.guard.Trips;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StopDocument;

/**
 * Ends a program that is asked to stop (Ctrl-C, SIGTERM). First it brings the bench to rest,
 * without waiting for the disk or for a reader of the output. Then the command records its
 * progress, even on a slow disk. If the command does not notice the stop, for example during a long
 * computation, this class writes the end of the run file.
 */
public final class SafeEnding implements AutoCloseable {
  private static final String COMPUTERS_CLOCK =
      " (the clock of the bench could not be read: this end has the time of the computer)";

  /** Time after which a person learns what the program still waits for. */
  private static final Duration NOTICE = Duration.ofSeconds(10);

  /**
   * Number of such notices after which the end is written for a command that has not noticed the
   * stop.
   */
  private static final int NOTICES = 3;

  /** Longest time that a blocked terminal may delay the end of the program, s. */
  private static final long SECONDS_TO_SPEAK = 1;

  private final Backend backend;
  private final Bench bench;
  private final Display display;
  private final Duration notice;
  private final CountDownLatch commandEnded = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stopProgram, "spinbench stop");
  private volatile boolean stopping;
  private volatile boolean ending;
  private boolean pauseNoted;
  private volatile Integer exitCode;
  private volatile Runnable first = () -> {};
  private volatile Runnable last = () -> {};

  private SafeEnding(Backend backend, Bench bench, Display display, Duration notice) {
    this.backend = backend;
    this.bench = bench;
    this.display = display;
    this.notice = notice;
  }

  /** Runs work with a bench, and then closes the bench and the backend. */
  public static <T> T during(
      Backend backend, Bench bench, Display display, Function<SafeEnding, T> work) {
    return during(backend, bench, display, NOTICE, work);
  }

  /** The same with another time between two notices. */
  public static <T> T during(
      Backend backend,
      Bench bench,
      Display display,
      Duration notice,
      Function<SafeEnding, T> work) {
    SafeEnding guard = new SafeEnding(backend, bench, display, notice);
    bench.onTrip(guard::tripped);
    if (!guard.ofReplay()) {
      Runtime.getRuntime().addShutdownHook(guard.hook);
    }
    try (guard;
        backend;
        bench) {
      try {
        if (!guard.ofReplay() && !backend.startsOver()) {
          bench.notices().forEach(display::say);
        }
        return work.apply(guard);
      } finally {
        guard.ending();
      }
    }
  }

  /**
   * Records a trip or a pause as an event of the run, and prints it unless the run ends with it.
   */
  private void tripped(String kind, String text) {
    if (!kind.equals(Trips.TRIP)) {
      display.say(kind + ": " + text);
    }
    backend.kept().ifPresent(run -> run.event(bench.clock().now(), kind, text));
  }

  /** Adds an action before the bench is brought to rest. */
  void first(Runnable action) {
    first = action;
  }

  /** Adds an action before a signal ends the program, when bench and record are complete. */
  void last(Runnable action) {
    last = action;
  }

  /**
   * Brings the bench to rest after a failure. Call this first, because recording and drawing take
   * time.
   */
  void rest(Throwable failure) {
    ending();
    if (failure instanceof PausedException && !pauseNoted) {
      pauseNoted = true;
      backend.noteStop();
    }
    try {
      bench.close();
    } catch (RuntimeException alarm) {
      failure.addSuppressed(alarm);
    }
  }

  /** Declares that the command only writes its results from now on. */
  public void ending() {
    ending = true;
  }

  /** Sets the exit code of a program that was stopped; the default is that of the signal. */
  public void exitWith(int code) {
    exitCode = code;
  }

  /** Notes in a run's file that it failed, or that its user stopped it. */
  public void noteFailure(RunFile run, RuntimeException failure) {
    noteFailure(run, failure, "{}");
  }

  /**
   * The same with results.
   *
   * @param results as a JSON object
   */
  public void noteFailure(RunFile run, RuntimeException failure, String results) {
    rest(failure);
    String reason = String.valueOf(failure.getMessage());
    try {
      run.stop(
          stopping
              ? stopped(results)
              : ended(
                  bench.clock(),
                  failure instanceof PausedException ? StopDocument.STOPPED : StopDocument.FAILED,
                  reason,
                  results));
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private StopDocument stopped(String results) {
    return ended(bench.clock(), StopDocument.STOPPED, "by the user", results);
  }

  /**
   * The end of a run with the time of the bench's clock; if that cannot be read, with the
   * computer's time and a note in the message.
   */
  public static StopDocument ended(Clock clock, String status, String message, String results) {
    try {
      return new StopDocument(clock.now(), status, message, results);
    } catch (RuntimeException unreadable) {
      return new StopDocument(new SystemClock().now(), status, message + COMPUTERS_CLOCK, results);
    }
  }

  /** Whether only a transcript answers, so that there is no bench to bring to rest. */
  boolean ofReplay() {
    return backend.isReplay();
  }

  /** Whether the program was asked to stop. */
  public boolean stopping() {
    return stopping;
  }

  private void stopProgram() {
    stop();
    last.run();
    Integer code = exitCode;
    if (code != null) {
      Runtime.getRuntime().halt(code);
    }
  }

  /** Brings the bench to rest, and returns when the progress is in the run file. */
  public void stop() {
    stopping = true;
    // The reader of the output may have stopped reading.
    ExecutorService speaker =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "spinbench stop, speaking");
              thread.setDaemon(true);
              return thread;
            });
    attempt(speaker, backend::noteStop);
    say(speaker, "stopping ...");
    attempt(speaker, first);
    if (attempt(speaker, bench::close)) {
      say(speaker, "stopped: " + bench.asClosed());
    }
    try {
      awaitEnd(speaker);
      speaker.shutdown();
      speaker.awaitTermination(SECONDS_TO_SPEAK, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void say(ExecutorService speaker, String line) {
    speaker.execute(() -> display.say(line));
  }

  /**
   * Attempts an action, so that a failure cannot keep the bench from rest.
   *
   * @return whether it succeeded
   */
  private boolean attempt(ExecutorService speaker, Runnable action) {
    try {
      action.run();
      return true;
    } catch (RuntimeException e) {
      say(speaker, "spinbench: " + e.getMessage());
      return false;
    }
  }

  private void awaitEnd(ExecutorService speaker) throws InterruptedException {
    int notices = 0;
    while (!commandEnded.await(notice.toMillis(), TimeUnit.MILLISECONDS)) {
      notices++;
      if (!ending && notices >= NOTICES) {
        attempt(speaker, () -> backend.kept().ifPresent(this::writeEnd));
        if (!ending) {
          return;
        }
      }
      String what = ending ? "writing the end of the run" : "waiting for a computation to end";
      say(speaker, "still " + what + backend.kept().map(run -> ": " + run.path()).orElse(""));
    }
  }

  /** Writes the end of a run whose command does not, unless the run is complete. */
  private void writeEnd(RunFile run) {
    boolean succeeded =
        run.stop().filter(stop -> stop.status().equals(StopDocument.SUCCESS)).isPresent();
    if (!succeeded) {
      run.stop(stopped("{}"));
    }
    run.close();
  }

  /** Notes that the command has finished writing. */
  @Override
  public void close() {
    commandEnded.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException told) {
      // A signal stops the program: the hook runs, and closing the bench twice is harmless.
    }
  }
}
