package org.spinbench.experiments.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.drivers.bench.BenchFile.Coupling.Mode;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.Step;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.task.Task;
import org.spinbench.simulator.bench.SimulatedBench;

/** The whole experiment through the simulated instruments. */
class TrainingRunTest {
  private static final StartDocument.Program PROGRAM =
      StartDocument.Program.running("test", "none");

  @TempDir Path folder;

  private static BenchFile file(Mode mode) {
    return BenchFile.parse(DefaultBench.text(), "default").withCoupling(mode);
  }

  private RunFile create(Bench bench, long chip, String task) {
    StartDocument start =
        TrainingRun.start(
            bench,
            DefaultBench.text(),
            chip,
            Task.named(task),
            1,
            TrainingOptions.standard(),
            PROGRAM);
    return new Runs(folder).create(start, Instant.EPOCH);
  }

  private static void assertGoal(TrainingResult.Scores scores) {
    assertTrue(scores.testAccuracy() >= 0.95, () -> scores.toString());
    assertTrue(scores.linearAccuracy() <= 0.8, () -> scores.toString());
    assertTrue(scores.confidence().low() < scores.testAccuracy());
    assertTrue(scores.chipEvaluations() <= 4000, () -> scores.toString());
    assertEquals(0, scores.errorsInQueues());
    assertEquals(500, scores.testSamples());
    assertEquals(
        scores.chipEvaluations(),
        scores.calibrationEvaluations() + scores.trainingEvaluations() + scores.testSamples());
  }

  @Test
  void trainsAChipAndWritesDownAllItDid() {
    BenchFile file = file(Mode.ANALOG);
    SimulatedBench simulated = new SimulatedBench(file, 3);
    Path path;
    try (Bench bench = Bench.open(file, simulated, simulated.clock());
        RunFile run = create(bench, 3, "xor")) {
      path = run.path();
      TrainingResult result = new TrainingRun(bench, run, TrainingProgress.NONE).execute();
      assertGoal(result.scores());
      assertPointsAddUp(result);
    }
    assertTrue(simulated.atRest(), () -> simulated.energised().toString());
    try (RunFile run = RunFile.read(path)) {
      StartDocument start = run.start();
      assertEquals(3, start.chipSeed());
      assertEquals("analog", start.options().get("coupling"));
      assertTrue(
          start.instruments().get("rf_1").contains("SGS100A"), start.instruments()::toString);
      assertTrue(start.settings().containsKey("rf_1.power"), start.settings()::toString);
      assertEquals(StopDocument.SUCCESS, run.stop().orElseThrow().status());
      // Three chains and the output neuron are read in each evaluation.
      Map<Purpose, Long> readings = run.readings();
      assertEquals(2000, readings.get(Purpose.TEST));
      for (Purpose purpose : run.evaluations().keySet()) {
        assertEquals(4 * run.evaluations().get(purpose), readings.get(purpose));
      }
      assertTrue(readings.get(Purpose.CALIBRATE) > 0);
      assertTrue(run.calibration().isPresent());
      assertEquals("twin", run.steps().get(0).phase());
      assertEquals("deploy", run.steps().get(1).phase());
    }
  }

  private static void assertPointsAddUp(TrainingResult result) {
    long right = result.points().stream().filter(p -> p.decided() == p.label()).count();
    assertEquals(result.scores().testAccuracy(), right / 500.0);
    for (TrainingResult.TestPoint point : result.points()) {
      assertEquals(point.output() > result.decisionPower() ? 1 : 0, point.decided());
    }
    double[][] map = result.map().output();
    // Class 1 where one power is high, class 0 where none is: corners of the map.
    int last = map.length - 1;
    int low = last / 4;
    int high = last * 3 / 4;
    assertTrue(map[low][high] > map[low][low] && map[high][low] > map[low][low]);
  }

  @Test
  void trainsWithMeasuredCoupling() {
    BenchFile file = file(Mode.MEASURED);
    SimulatedBench simulated = new SimulatedBench(file, 6);
    try (Bench bench = Bench.open(file, simulated, simulated.clock());
        RunFile run = create(bench, 6, "band")) {
      assertEquals("measured", run.start().options().get("coupling"));
      assertGoal(new TrainingRun(bench, run, TrainingProgress.NONE).execute().scores());
    }
  }

  /** Throws in the middle of the second block, as a lost link or Ctrl-C would. */
  private static final class Interrupting implements TrainingProgress {
    private boolean firstBlockDone;

    @Override
    public void at(String stage, int done, int total) {
      if (firstBlockDone && done == total / 2) {
        throw new IllegalStateException("stopped by the test");
      }
    }

    @Override
    public void step(Step step) {
      firstBlockDone |= step.phase().equals("block");
    }
  }

  @Test
  void goesOnAfterAnInterruptionWithoutCalibratingAgain() {
    BenchFile file = file(Mode.ANALOG);
    Path path;
    SimulatedBench first = new SimulatedBench(file, 6);
    try (Bench bench = Bench.open(file, first, first.clock());
        RunFile run = create(bench, 6, "xor")) {
      path = run.path();
      TrainingRun training = new TrainingRun(bench, run, new Interrupting());
      assertThrows(IllegalStateException.class, training::execute);
    }
    assertTrue(first.atRest(), () -> first.energised().toString());
    SimulatedBench second = new SimulatedBench(file, 6);
    try (Bench bench = Bench.open(file, second, second.clock());
        RunFile run = RunFile.open(path)) {
      assertEquals("stopped by the test", run.stop().orElseThrow().message());
      long calibrationReadings = run.readings().get(Purpose.CALIBRATE);
      long made = run.lastEvaluation();
      TrainingResult result = new TrainingRun(bench, run, TrainingProgress.NONE).execute();
      assertGoal(result.scores());
      assertEquals(calibrationReadings, run.readings().get(Purpose.CALIBRATE));
      assertTrue(result.scores().trainingEvaluations() > made);
      assertEquals(1, run.steps().stream().filter(s -> s.phase().equals("deploy")).count());
      assertEquals(StopDocument.SUCCESS, run.stop().orElseThrow().status());
    }
  }

  @Test
  void namesADeadNeuronAndWritesDownThatItFailed() {
    String text = DefaultBench.text().replace("dead = []", "dead = [\"neuron 2\"]");
    BenchFile file = BenchFile.parse(text, "dead");
    SimulatedBench simulated = new SimulatedBench(file, 3);
    try (Bench bench = Bench.open(file, simulated, simulated.clock());
        RunFile run = create(bench, 3, "xor")) {
      TrainingRun training = new TrainingRun(bench, run, TrainingProgress.NONE);
      String message = assertThrows(RuntimeException.class, training::execute).getMessage();
      assertTrue(message.contains("neuron 2"), message);
      StopDocument stop = run.stop().orElseThrow();
      assertEquals(StopDocument.FAILED, stop.status());
      assertEquals(message, stop.message());
    }
  }
}
