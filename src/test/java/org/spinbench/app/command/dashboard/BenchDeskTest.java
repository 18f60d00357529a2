package org.spinbench.app.command.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.command.BenchOptions;
import org.spinbench.app.command.Version;
import org.spinbench.app.live.Event;
import org.spinbench.app.live.EventHub;
import org.spinbench.app.live.Subscription;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.transport.Eventually;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.runner.Display;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.runner.RunControl;
import org.spinbench.experiments.runner.RunFollower;

/** The edges of a run: accepted and not begun yet, at rest and its thread still winding up. */
@Timeout(120)
class BenchDeskTest {
  private static final String PLAN =
      """
      name = "bias"
      read = ["chain 1.voltage"]

      [[sweep]]
      setting = "neuron 1.bias"
      from = 0
      to = 5e-4
      points = 60000
      """;

  @TempDir Path folder;

  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);
  private final EventHub hub = new EventHub();
  private BenchDesk desk;

  /** Holds a run before the desk learns that it has begun. */
  private final class Gate implements RunFollower {
    @Override
    public void began(RunFile run, Bench bench, RunControl control) {
      reached.countDown();
      await(open);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(100, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void start() throws Exception {
    ExperimentRunner runner =
        new ExperimentRunner(folder, Version.program(), Display.NONE).followedBy(new Gate());
    desk = new BenchDesk(new BenchOptions(), runner, hub);
    desk.start(PLAN);
    assertTrue(reached.await(100, TimeUnit.SECONDS));
    assertTrue(hub.control().isEmpty(), "nobody can stop it yet");
  }

  @AfterEach
  void close() {
    open.countDown();
    desk.close();
    hub.close();
  }

  private void assertStopped() throws Exception {
    Eventually.holds("end", () -> new Runs(folder).list().get(0).stop().isPresent());
    StopDocument stop = new Runs(folder).list().get(0).stop().orElseThrow();
    assertEquals(StopDocument.STOPPED, stop.status());
    assertEquals("by the user", stop.message());
  }

  @Test
  void stopReachesARunThatHasNotBegun() throws Exception {
    start();
    assertEquals("the run is being stopped", desk.rest());
    open.countDown();
    assertStopped();
    Eventually.holds("the next may begin", () -> !desk.stop());
    assertTrue(desk.rest().contains("every source is at zero"));
  }

  /** The end of the program waits for the run, and nothing can be asked of the bench any more. */
  @Test
  void theEndOfTheProgramReachesARunThatHasNotBegun() throws Exception {
    start();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(desk::close);
    Eventually.holds(
        "refusal",
        () -> {
          String says =
              assertThrows(IllegalStateException.class, () -> desk.set("neuron 1.bias", "0"))
                  .getMessage();
          return says.contains("the dashboard ends");
        });
    assertFalse(closing.isDone(), "it waits for the run");
    open.countDown();
    closing.get(100, TimeUnit.SECONDS);
    assertStopped();
    assertThrows(IllegalStateException.class, () -> desk.start(PLAN));
    assertFalse(desk.stop(), "no run is left");
  }

  /** Whoever hears that the bench is at rest can use it, though the thread has not ended yet. */
  @Test
  void theBenchIsFreeAsSoonAsItsRestIsReported() throws Exception {
    CountDownLatch windingUp = new CountDownLatch(1);
    hub.whenEnded(
        () -> {
          windingUp.countDown();
          await(open);
        });
    desk =
        new BenchDesk(
            new BenchOptions(), new ExperimentRunner(folder, Version.program(), Display.NONE), hub);
    desk.start(PLAN.replace("60000", "2"));
    assertTrue(windingUp.await(100, TimeUnit.SECONDS));
    CompletableFuture<Object> asked =
        CompletableFuture.supplyAsync(() -> desk.set("neuron 1.bias", "1e-4").get("unit"));
    CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS).execute(open::countDown);
    assertEquals("A", asked.get(100, TimeUnit.SECONDS));
  }

  /** The file of the run cannot be made: its folder is a file. */
  @Test
  void aRunThatFailsBeforeItBeginsIsReportedAsFailedAndAtRest() throws Exception {
    Path noFolder = Files.writeString(folder.resolve("runs"), "");
    desk =
        new BenchDesk(
            new BenchOptions(),
            new ExperimentRunner(noFolder, Version.program(), Display.NONE),
            hub);
    try (Subscription listener = hub.subscribe(Set.of("failure", "rest"))) {
      desk.start(PLAN);
      Event failure = listener.next(100_000);
      assertEquals("failure", failure.type());
      assertTrue(failure.json().contains(noFolder.toString()), failure.json());
      assertEquals("rest", listener.next(100_000).type());
    }
    assertEquals("A", desk.set("neuron 1.bias", "1e-4").get("unit"));
  }
}
