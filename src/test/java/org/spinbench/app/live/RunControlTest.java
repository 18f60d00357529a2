package org.spinbench.app.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.command.Version;
import org.spinbench.app.command.measure.PlanRunner;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.Eventually;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.NotedEvaluation;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.Display;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.runner.RunControl;
import org.spinbench.experiments.runner.RunFollower;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.simulator.bench.SimulatedBench;

/** Pausing and stopping a run from another thread. */
@Timeout(120)
class RunControlTest {
  private static final String TRIP =
      """

      [[safety.trip]]
      name = "too much"
      when = "chain 1.voltage outside -1 to 1"
      then = "rest"
      """;

  @TempDir Path folder;

  private final BlockingQueue<RunControl> controls = new LinkedBlockingQueue<>();
  private final BlockingQueue<Long> setpoints = new LinkedBlockingQueue<>();
  private final List<RuntimeException> failures = new ArrayList<>();

  /** Notes setpoints, and does nothing at once. */
  private final RunFollower follower =
      new RunFollower() {
        @Override
        public void began(RunFile run, Bench bench, RunControl control) {
          controls.add(control);
        }

        @Override
        public void recorded(Supplier<?> what) {
          if (what.get() instanceof NotedEvaluation one) {
            setpoints.add(one.number());
          }
        }

        @Override
        public void progress(String stage, double share, String detail) {}

        @Override
        public void said(String line) {}

        @Override
        public void failed(RuntimeException failure) {
          failures.add(failure);
        }

        @Override
        public void ended() {}
      };

  private CompletableFuture<Path> start(String more, int points) {
    Plan plan =
        Plan.named("bias")
            .sweep(Axis.linear("neuron 1.bias", 0, 5e-4, points))
            .read("chain 1.voltage");
    String text = DefaultBench.text() + more;
    BenchFile file = BenchFile.parse(text, "the bench");
    ExperimentRunner runner =
        new ExperimentRunner(folder, Version.program(), Display.NONE).followedBy(follower);
    return CompletableFuture.supplyAsync(
        () -> {
          SimulatedBench chip = new SimulatedBench(file, 1);
          try (Backend backend = Backend.of(text, file, 1L, chip, chip.clock())) {
            return PlanRunner.measure(runner, backend.startingOver(), plan).runFile();
          }
        });
  }

  /** While it holds no setpoint follows; afterwards it ends as if nothing had been. */
  @Test
  void aPausedRunHoldsAndThenEndsAsUsual() throws Exception {
    CompletableFuture<Path> run = start("", 4000);
    RunControl control = controls.take();
    setpoints.take();
    control.pause();
    assertTrue(control.isPaused());
    Eventually.holds("holds", control::isHolding);
    setpoints.clear();
    assertEquals(null, setpoints.poll(300, TimeUnit.MILLISECONDS), "nothing while it holds");
    assertFalse(run.isDone());
    control.resume();
    Path path = run.get(100, TimeUnit.SECONDS);
    assertEquals(4000, last());
    assertEquals(List.of(), failures);
    try (RunFile file = RunFile.read(path)) {
      assertEquals(StopDocument.SUCCESS, file.stop().orElseThrow().status());
    }
  }

  private long last() {
    long last = 0;
    for (long one : setpoints) {
      last = one;
    }
    return last;
  }

  /** A stop reaches a run that holds; the file says that the user has stopped it. */
  @Test
  void aPausedRunCanBeStopped() throws Exception {
    CompletableFuture<Path> run = start("", 100_000);
    RunControl control = controls.take();
    control.pause();
    Eventually.holds("holds", control::isHolding);
    control.stop();
    control.stop();
    assertThrows(ExecutionException.class, () -> run.get(100, TimeUnit.SECONDS));
    assertEquals(1, failures.size());
    assertTrue(
        assertThrows(IllegalStateException.class, control::pause).getMessage().contains("stopped"));
    StopDocument stop = new Runs(folder).list().get(0).stop().orElseThrow();
    assertEquals(StopDocument.STOPPED, stop.status());
    assertEquals("by the user", stop.message());
  }

  /** A bench whose file has trips would be without them in a pause. */
  @Test
  void aBenchWithTripsDoesNotPause() throws Exception {
    CompletableFuture<Path> run = start(TRIP, 20_000);
    RunControl control = controls.take();
    String refusal = assertThrows(IllegalStateException.class, control::pause).getMessage();
    assertTrue(refusal.contains("the bench file has trips"), refusal);
    assertFalse(control.isPaused());
    control.stop();
    assertThrows(ExecutionException.class, () -> run.get(100, TimeUnit.SECONDS));
  }
}
