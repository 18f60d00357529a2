package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Eventually;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.RunVerifier;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.SafeEnding;

/** A program that is told to stop, in threads of its own; the signal itself is StopTest's. */
@Timeout(120)
class SafeEndingTest {
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "the default bench");
  private static final Duration SOON = Duration.ofMillis(20);

  private static final String REST = "stopped: every source is at zero";

  /** So many that they do not fit into what may wait to be written. */
  private static final int NOTES = 100_000;

  @TempDir Path folder;

  private final StringWriter said = new StringWriter();
  private final Backend station = Backends.simulated(FILE, 1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final BlockingQueue<SafeEnding> guards = new LinkedBlockingQueue<>();
  private RunFile run;
  private Bench bench;
  private Thread command;

  @AfterEach
  void letGo() throws InterruptedException {
    released.countDown();
    command.join();
  }

  /** Starts a command that has a source on, and then does something. */
  private SafeEnding start(PrintWriter err, Consumer<SafeEnding> then) throws InterruptedException {
    bench = station.openBenchOfRun(clock -> null);
    StartDocument start =
        StartDocument.on(bench, "measure", "", 1L, 0, "t", Map.of(), Version.program());
    run = new Runs(folder).create(start, Instant.EPOCH);
    station.keep(run);
    command =
        new Thread(
            () ->
                SafeEnding.during(
                    station,
                    bench,
                    new Progress(err, false),
                    SOON,
                    guard -> {
                      bench.ports().bias(0, 5e-4);
                      guards.add(guard);
                      then.accept(guard);
                      return null;
                    }));
    command.start();
    return guards.take();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Thread stopping(SafeEnding guard) {
    Thread hook = new Thread(guard::stop);
    hook.start();
    return hook;
  }

  private String said() {
    return said.toString();
  }

  private void awaitSaid(String text, int times) throws Exception {
    Eventually.holds(text, () -> said().split(text, -1).length > times);
  }

  private StopDocument end() {
    try (RunFile file = RunFile.read(run.path())) {
      StopTest.assertAtRest(file.transcripts().replay(1), 1);
      return file.stop().orElseThrow();
    }
  }

  /** To write a failure down, or to draw what was measured, may take long. */
  @Test
  void theBenchIsAtRestBeforeAFailureIsWrittenDown() throws InterruptedException {
    AtomicBoolean rested = new AtomicBoolean();
    start(
        new PrintWriter(said),
        guard -> {
          RunFile written = run;
          bench.whenAtRest(() -> rested.set(written.stop().isEmpty()));
          guard.noteFailure(written, new IllegalStateException("the link is cut"));
          assertTrue(written.stop().isPresent());
        });
    command.join();
    assertTrue(rested.get());
  }

  @Test
  void theEndIsWaitedForHoweverLongItTakes() throws Exception {
    SafeEnding guard =
        start(
            new PrintWriter(said),
            underGuard -> {
              underGuard.ending();
              await(released);
              underGuard.noteFailure(run, new IllegalStateException("the bench is closed"));
            });
    Thread hook = stopping(guard);
    awaitSaid("still writing the end of the run: ", 5);
    assertTrue(said().contains(REST), said());
    assertTrue(hook.isAlive());
    assertTrue(run.stop().isEmpty());
    released.countDown();
    hook.join();
    StopDocument end = end();
    assertEquals(StopDocument.STOPPED, end.status());
    assertEquals("2026-01-01", end.time().toString().substring(0, 10), "on the bench's clock");
  }

  @Test
  void whoComputesOnHasItsEndWritten() throws InterruptedException {
    SafeEnding guard = start(new PrintWriter(said), underGuard -> await(released));
    stopping(guard).join();
    assertTrue(said().contains("still waiting for a computation to end"), said());
    assertEquals(StopDocument.STOPPED, end().status());
  }

  /** Pictures are drawn after the end is written. */
  @Test
  void aRunThatSucceededIsNotCalledStopped() throws InterruptedException {
    SafeEnding guard =
        start(
            new PrintWriter(said),
            underGuard -> {
              run.stop(new StopDocument(Instant.EPOCH, StopDocument.SUCCESS, "", "{}"));
              await(released);
            });
    run.commit();
    stopping(guard).join();
    assertEquals(StopDocument.SUCCESS, end().status());
  }

  /** Such as one whose user pressed Ctrl-S: the command hangs in what it says. */
  @Test
  void aTerminalThatTakesNothingHoldsNothingUp() throws InterruptedException {
    AtomicBoolean isStuck = new AtomicBoolean();
    PrintWriter stuck =
        new PrintWriter(
            new Writer() {
              @Override
              public void write(char[] text, int from, int length) {
                if (isStuck.get()) {
                  await(released);
                }
              }

              @Override
              public void flush() {}

              @Override
              public void close() {}
            });
    SafeEnding guard =
        start(
            stuck,
            underGuard -> {
              isStuck.set(true);
              new Progress(stuck, false).say("x");
            });
    stopping(guard).join();
    assertEquals(StopDocument.STOPPED, end().status());
  }

  /** Another program holds the file, so that nothing can be written, and memory is full. */
  @Test
  void theBenchDoesNotWaitForTheDisk() throws Exception {
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch noting = new CountDownLatch(1);
    SafeEnding guard =
        start(
            new PrintWriter(said),
            underGuard -> {
              await(locked);
              for (int n = 0; n < NOTES; n++) {
                run.event(Instant.EPOCH, "note", Integer.toString(n));
                noting.countDown();
              }
              underGuard.noteFailure(run, new IllegalStateException("the bench is closed"));
            });
    run.commit();
    Thread hook;
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + run.path());
        Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      locked.countDown();
      await(noting);
      Eventually.holds("it waits", () -> command.getState() == Thread.State.WAITING);
      hook = stopping(guard);
      awaitSaid(REST, 1);
      assertTrue(hook.isAlive());
    }
    hook.join();
    assertEquals(StopDocument.STOPPED, end().status());
    try (RunFile file = RunFile.read(run.path())) {
      assertEquals(NOTES, file.events("note").size());
      assertTrue(RunVerifier.check(file).damage().isEmpty(), RunVerifier.check(file).toString());
    }
  }

  /** Nobody is told that a source is off which nobody has switched off. */
  @Test
  void untouchedInstrumentsAreNotReportedAtRest() throws Exception {
    SafeEnding guard = start(new PrintWriter(said), underGuard -> await(released));
    bench.restOnlyWhatWasSet();
    Thread hook = stopping(guard);
    awaitSaid("stopped: the sources that this program set are at zero with RF off", 1);
    assertFalse(said().contains(REST), said());
    released.countDown();
    hook.join();
    try (Bench looking = Backends.simulated(FILE, 1).openBenchToLook()) {
      assertEquals("every instrument is left as it was found", looking.asClosed());
    }
  }

  /** A simulated bench has a date of its own, which the computer's is not to stand in for. */
  @Test
  void anEndByTheComputersClockSaysSo() {
    Clock unreadable =
        new Clock() {
          @Override
          public long nanos() {
            throw new IllegalStateException("the link is lost");
          }

          @Override
          public Instant now() {
            throw new IllegalStateException("the link is lost");
          }

          @Override
          public void sleep(Duration duration) {}
        };
    command = new Thread();
    StopDocument end = SafeEnding.ended(unreadable, StopDocument.FAILED, "the link is lost", "{}");
    assertEquals(
        "the link is lost (the clock of the bench could not be read: this end has the time of the"
            + " computer)",
        end.message());
  }
}
