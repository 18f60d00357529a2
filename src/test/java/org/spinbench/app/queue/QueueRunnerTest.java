package org.spinbench.app.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.app.Main;
import org.spinbench.app.queue.QueueEntry.Execution;
import org.spinbench.app.queue.QueueEntry.State;
import org.spinbench.app.queue.QueueEntry.When;
import org.spinbench.drivers.standin.ChildProgram;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.run.Metadata;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.RunVerifier;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;

/** A queue with real runs in real processes. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Tag("slow")
class QueueRunnerTest {
  private static final Clock CLOCK = new SystemClock();

  @TempDir Path folder;

  private final List<String> said = new CopyOnWriteArrayList<>();

  private Path plan(String name, int points) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".toml"),
        """
        name = "%s"

        [[sweep]]
        setting = "synapse 1.current"
        from = -1e-3
        to = 1e-3
        points = %d

        [[read]]
        reading = "chain 1.voltage"
        """
            .formatted(name, points));
  }

  private QueueFile queue() {
    return new QueueFile(folder.resolve("runs"));
  }

  private QueueEntry add(When when, String... words) {
    return queue().add(List.of(words), folder, CLOCK.now(), when, false);
  }

  private QueueEntry entry(long id) {
    return queue().entries().stream().filter(one -> one.id() == id).findFirst().orElseThrow();
  }

  private boolean run() {
    return new QueueRunner(queue(), CLOCK, said::add).run(false);
  }

  private RunFile runOf(long id) {
    return new Runs(folder.resolve("runs")).read(entry(id).last().run());
  }

  /** Waits until something holds for an entry. */
  private QueueEntry awaits(long id, Predicate<QueueEntry> holds) {
    Instant end = CLOCK.now().plus(Duration.ofMinutes(4));
    while (!holds.test(entry(id))) {
      assertTrue(CLOCK.now().isBefore(end), () -> entry(id).toString());
      CLOCK.sleep(Duration.ofMillis(20));
    }
    return entry(id);
  }

  /** Waits until the entry's process has measured something. */
  private long measuring(long id) {
    long process = awaits(id, one -> one.last().pid() != null).last().pid();
    Instant end = CLOCK.now().plus(Duration.ofMinutes(4));
    Runs runs = new Runs(folder.resolve("runs"));
    while (runs.list().stream()
        .filter(one -> one.problem().isEmpty() && one.stop().isEmpty())
        .noneMatch(one -> hasRead(runs, one.name()))) {
      assertTrue(CLOCK.now().isBefore(end), "nothing is measured");
      CLOCK.sleep(Duration.ofMillis(20));
    }
    return process;
  }

  private static boolean hasRead(Runs runs, String name) {
    try (RunFile run = runs.read(name)) {
      return run.lastEvaluation() > 0;
    }
  }

  private Process program() throws IOException {
    return new ProcessBuilder(
            ChildProgram.command(
                List.of(),
                Main.class,
                List.of("queue", "run", "--runs", folder.resolve("runs").toString())))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("queue.out").toFile())
        .start();
  }

  @Test
  void entriesAreExecutedInTheirOrderAndWhatFailsIsSaid() throws IOException {
    plan("good", 3);
    add(When.ANY, "measure", "good.toml", "--tag", "first");
    add(When.ANY, "measure", "gone.toml");
    add(new When(null, null, true), "measure", "good.toml");
    assertFalse(run());
    assertEquals(
        List.of(State.DONE, State.FAILED, State.SKIPPED),
        queue().entries().stream().map(QueueEntry::state).toList());
    assertTrue(entry(2).last().reason().contains("gone.toml"), entry(2).last().reason());
    assertEquals("2 before it is failed", entry(3).last().reason());
    try (RunFile run = runOf(1)) {
      assertEquals(List.of("first", "queue-1"), run.metadata().tags());
    }
    assertFalse(entry(2).last().begun().isBefore(entry(1).last().ended()));
    assertTrue(
        said.get(1).startsWith("1 (measure good.toml --tag first) is done; its run is "),
        said::toString);
    assertTrue(said.get(3).startsWith("2 (measure gone.toml) failed: "), said::toString);
    assertTrue(said.get(4).endsWith("skipped: 2 before it is failed"), said::toString);
    assertTrue(run(), "what is over is not executed again");
  }

  /**
   * A queue is killed, and its run goes on; the next queue waits for that. Then the run is killed
   * too, as by a power cut: it is named, and resumed only when its user says so.
   */
  @Test
  void anInterruptedRunIsNamedAndResumed() throws Exception {
    int points = interrupted(1000);
    QueueEntry found = entry(last());
    assertEquals(State.INTERRUPTED, found.state());
    assertEquals("its program died", found.last().reason());
    String all = said.toString();
    assertTrue(all.contains(" is still running, in process "), all);
    assertTrue(all.contains("its run is " + found.last().run()), all);
    assertTrue(all.contains("release " + last() + "' lets the queue resume it"), all);
    add(new When(null, null, true), "measure", "gone.toml");
    assertTrue(run(), "nothing resumes by itself");
    assertEquals(State.WAITING, entry(last()).state());
    assertTrue(said.get(said.size() - 1).endsWith("which is interrupted"), said::toString);
    queue().remove(last());
    queue().change(last(), one -> QueueChanges.released(one, false));
    assertTrue(run(), said::toString);
    assertEquals(found.last().run(), entry(last()).last().run());
    try (RunFile run = runOf(last())) {
      assertEquals(points, run.lastEvaluation());
      assertEquals(Optional.empty(), RunVerifier.check(run).damage());
    }
  }

  private long last() {
    List<QueueEntry> all = queue().entries();
    return all.get(all.size() - 1).id();
  }

  /**
   * Adds a run and kills first its queue and then itself.
   *
   * @param points number of points, more if that is too quick
   * @return number of its points
   */
  private int interrupted(int points) throws Exception {
    plan("long", points);
    long id = add(When.ANY, "measure", "long.toml", "--max-points", "1000000").id();
    Process killed = program();
    long process = measuring(id);
    killed.destroyForcibly().waitFor();
    Thread next = new Thread(this::run, "the next queue");
    next.start();
    Instant end = CLOCK.now().plus(Duration.ofMinutes(4));
    while (next.isAlive() && said.stream().noneMatch(line -> line.contains("still running"))) {
      assertTrue(CLOCK.now().isBefore(end), said::toString);
      CLOCK.sleep(Duration.ofMillis(5));
    }
    ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
    next.join();
    return entry(id).state() == State.INTERRUPTED ? points : interrupted(4 * points);
  }

  /** What a run did without its queue is known from its file. */
  @ParameterizedTest
  @CsvSource({"success, DONE", "failed, FAILED", "stopped, INTERRUPTED", "'', INTERRUPTED"})
  void theOutcomeIsThatOfTheRunFile(String status, State state) {
    QueueEntry entry = add(When.ANY, "train");
    Metadata tagged = Metadata.NONE.tagged(List.of(entry.tag()));
    StartDocument start =
        new StartDocument(
            CLOCK.now(),
            "train",
            "",
            1L,
            1,
            "",
            Map.of(),
            StartDocument.Program.running("1", ""),
            Map.of(),
            Map.of());
    String name;
    try (RunFile run = new Runs(folder.resolve("runs")).create(start, CLOCK.now(), tagged)) {
      name = run.path().getFileName().toString().replace(".sqlite", "");
      if (!status.isEmpty()) {
        run.stop(new StopDocument(CLOCK.now(), status, "a reason", "{}"));
      }
    }
    Execution died = new Execution(CLOCK.now(), null, 1L, Instant.EPOCH, "", "");
    queue().change(entry.id(), one -> one.in(State.RUNNING, died));
    assertEquals(state == State.DONE, run());
    assertEquals(state, entry(1).state());
    assertEquals(name, entry(1).last().run());
    String reason = status.isEmpty() ? "its program died" : "a reason";
    assertEquals(state == State.DONE ? "" : reason, entry(1).last().reason());
  }

  /** Ctrl-C and SIGTERM stop the run in progress, and keep the rest for later. */
  @Test
  void aStoppedQueueStopsItsRun() throws Exception {
    plan("long", 100_000);
    add(When.ANY, "measure", "long.toml", "--max-points", "1000000");
    add(When.ANY, "measure", "long.toml", "--max-points", "1000000");
    Process stopped = program();
    long process = measuring(1);
    stopped.destroy();
    assertTrue(stopped.waitFor(5, TimeUnit.MINUTES));
    assertFalse(ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent());
    assertEquals(State.INTERRUPTED, entry(1).state());
    assertEquals(State.WAITING, entry(2).state());
    try (RunFile run = runOf(1)) {
      assertEquals("stopped", run.stop().orElseThrow().status());
    }
  }
}
