package org.spinbench.experiments.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.standin.ChildProgram;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.registry.ExperimentRegistry;
import org.spinbench.experiments.replay.ExperimentGap;
import org.spinbench.experiments.replay.ReadingGap;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.Configuration;
import org.spinbench.experiments.runner.DeterministicReplay;
import org.spinbench.experiments.runner.Display;
import org.spinbench.experiments.runner.Experiment;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.runner.RunContext;
import org.spinbench.simulator.bench.SimulatedBench;

/** The example of the page "An experiment of your own": what it gets from the runner. */
@Timeout(300)
class ThresholdCurveTest {
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "the default bench");
  private static final StartDocument.Program PROGRAM = StartDocument.Program.running("test", "");
  private static final ExperimentRegistry REGISTRY =
      ExperimentRegistry.standard().with("threshold-curve", ThresholdCurve::of);
  private static final int POINTS = 12;

  @TempDir Path folder;

  private static Backend simulated() {
    SimulatedBench bench = new SimulatedBench(FILE, 1);
    return Backend.of(DefaultBench.text(), FILE, 1L, bench, bench.clock());
  }

  private ExperimentRunner runner() {
    return new ExperimentRunner(folder, PROGRAM, Display.NONE);
  }

  private Path only() {
    List<Runs.Summary> runs = new Runs(folder).list();
    assertEquals(1, runs.size());
    return new Runs(folder).find(runs.get(0).name());
  }

  private static Bench noCopy(BenchFile file) {
    throw new IllegalStateException("no copy is needed");
  }

  private DeterministicReplay.Outcome replay(Path path) {
    try (RunFile run = RunFile.read(path)) {
      return new DeterministicReplay(run, REGISTRY, ThresholdCurveTest::noCopy, Display.NONE).all();
    }
  }

  private static List<NotedReading> readings(RunFile run) {
    List<NotedReading> readings = new ArrayList<>();
    run.eachReading(readings::add);
    return readings;
  }

  /** The bench file says that neuron 1 oscillates from 3 mA on. */
  @Test
  void theThresholdIsThatOfTheDesign() {
    ThresholdCurve.Curve curve;
    try (Backend backend = simulated()) {
      curve = runner().run(backend, new ThresholdCurve(0, 40));
    }
    double designed = FILE.neurons().get(0).threshold();
    assertEquals(designed, curve.threshold(), 0.35 * designed);
    try (RunFile run = RunFile.read(only())) {
      assertEquals(StopDocument.SUCCESS, run.stop().orElseThrow().status());
      assertEquals("threshold-curve", run.start().kind());
      assertEquals(40, readings(run).size());
    }
  }

  @Test
  void itReplaysFromItsFile() {
    try (Backend backend = simulated()) {
      runner().run(backend, new ThresholdCurve(1, POINTS));
    }
    DeterministicReplay.Outcome outcome = replay(only());
    assertTrue(outcome.ended());
    assertTrue(outcome.events() > 2 * POINTS, outcome.toString());
  }

  /** Ends like a program that is killed: nothing is written about it. */
  private static final class Kill extends Error {
    private static final long serialVersionUID = 1;
  }

  /** The curve, by a program that dies in the middle. */
  private record Dies(Experiment<ThresholdCurve.Curve> curve)
      implements Experiment<ThresholdCurve.Curve> {
    @Override
    public String kind() {
      return curve.kind();
    }

    @Override
    public Configuration configuration() {
      return curve.configuration();
    }

    @Override
    public ThresholdCurve.Curve run(RunContext context) {
      for (int k = 1; k <= POINTS / 2; k++) {
        double bias = FILE.neurons().get(0).maximumCurrent() * k / POINTS;
        context.step("point " + k, ThresholdCurve.Point.class, () -> read(context, bias));
      }
      throw new Kill();
    }

    private static ThresholdCurve.Point read(RunContext context, double bias) {
      context.bench().ports().bias(0, bias);
      return new ThresholdCurve.Point(bias, context.bench().ports().emittedPower(0).value());
    }
  }

  /** On instruments, which were in use meanwhile, the steps that were done are not done again. */
  @Test
  void resumedOnInstrumentsItMeasuresOnlyWhatIsMissing() {
    ThresholdCurve asked = new ThresholdCurve(0, POINTS);
    try (Backend backend = simulated()) {
      assertThrows(Kill.class, () -> runner().run(backend, new Dies(asked)));
    }
    Path path = only();
    ThresholdCurve.Curve curve;
    try (Backend backend = simulated();
        RunFile run = RunFile.open(path)) {
      assertEquals(Optional.empty(), run.stop());
      curve = runner().resume(backend, ThresholdCurve.of(run), run);
    }
    assertEquals(POINTS, curve.points().size());
    try (RunFile run = RunFile.read(path)) {
      assertEquals(StopDocument.SUCCESS, run.stop().orElseThrow().status());
      assertEquals(POINTS - POINTS / 2, readings(run).size());
      assertEquals(POINTS, run.events("step result").size());
    }
  }

  /** A simulated bench that starts over repeats it, and the run ends as if never interrupted. */
  @Test
  void resumedOnABenchThatStartsOverItEndsAsIfNeverInterrupted() {
    ThresholdCurve asked = new ThresholdCurve(0, POINTS);
    ThresholdCurve.Curve undisturbed;
    try (Backend backend = simulated().startingOver()) {
      undisturbed =
          new ExperimentRunner(folder.resolve("other"), PROGRAM, Display.NONE).run(backend, asked);
    }
    try (Backend backend = simulated().startingOver()) {
      assertThrows(
          IllegalStateException.class,
          () -> new ExperimentRunner(folder, PROGRAM, new EndsAt(POINTS / 2)).run(backend, asked));
    }
    Path path = only();
    ThresholdCurve.Curve curve;
    try (Backend backend = simulated().startingOver();
        RunFile run = RunFile.open(path)) {
      curve = runner().resume(backend, asked, run);
    }
    assertEquals(undisturbed, curve);
  }

  /** Another chip gives another record. */
  @Test
  void aBenchThatIsNotTheRecordedOneIsRefused() {
    ThresholdCurve asked = new ThresholdCurve(0, POINTS);
    try (Backend backend = simulated().startingOver()) {
      assertThrows(
          IllegalStateException.class,
          () -> new ExperimentRunner(folder, PROGRAM, new EndsAt(POINTS / 2)).run(backend, asked));
    }
    SimulatedBench other = new SimulatedBench(FILE, 2);
    try (Backend backend =
            Backend.of(DefaultBench.text(), FILE, 2L, other, other.clock()).startingOver();
        RunFile run = RunFile.open(only())) {
      String refused =
          assertThrows(RunException.class, () -> runner().resume(backend, asked, run)).getMessage();
      assertTrue(refused.contains("recorded"), refused);
    }
  }

  /** The same chip reads the same but for its noise; another one does not. */
  @Test
  void itIsRepeatedOnASimulatedBench() {
    ThresholdCurve asked = new ThresholdCurve(0, 40);
    try (Backend backend = simulated()) {
      runner().run(backend, asked);
    }
    Path path = only();
    assertFalse(gap(path, 1).readings().stream().anyMatch(ReadingGap.Gap::differs));
    assertTrue(gap(path, 2).readings().stream().allMatch(ReadingGap.Gap::differs));
  }

  private ReadingGap gap(Path path, long chip) {
    SimulatedBench other = new SimulatedBench(FILE, chip);
    ExperimentRunner elsewhere =
        new ExperimentRunner(folder.resolve("chip-" + chip), PROGRAM, Display.NONE);
    try (RunFile run = RunFile.read(path);
        Backend backend = Backend.of(DefaultBench.text(), FILE, chip, other, other.clock())) {
      // Time that passes before the run makes its noise another one.
      other.clock().sleep(Duration.ofSeconds(1));
      return ExperimentGap.of(run, ThresholdCurve.of(run), backend, elsewhere, true);
    }
  }

  @Test
  void whatTheBenchLacksIsRefusedBeforeItIsOpened() {
    try (Backend backend = simulated()) {
      String refused =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> runner().run(backend, new ThresholdCurve(7, POINTS)))
              .getMessage();
      assertEquals("there is no neuron number 7; the bench has 3", refused);
    }
    assertEquals(List.of(), new Runs(folder).list());
  }

  /** Two steps of one name cannot be told apart when a run is resumed. */
  @Test
  void aStepHasANameOfItsOwn() {
    Experiment<String> twice =
        new Experiment<>() {
          @Override
          public String kind() {
            return "twice";
          }

          @Override
          public Configuration configuration() {
            return Configuration.NONE;
          }

          @Override
          public String run(RunContext context) {
            return context.step("one", String.class, () -> "a")
                + context.step("one", String.class, () -> "b");
          }
        };
    try (Backend backend = simulated()) {
      String refused =
          assertThrows(IllegalArgumentException.class, () -> runner().run(backend, twice))
              .getMessage();
      assertTrue(refused.contains("already done a step 'one'"), refused);
    }
    try (RunFile run = RunFile.read(only())) {
      StopDocument stop = run.stop().orElseThrow();
      assertEquals(StopDocument.FAILED, stop.status());
      assertTrue(stop.message().contains("a step 'one'"), stop.message());
    }
  }

  /** A display that breaks when a share of the work is shown. */
  private static final class EndsAt implements Display {
    private int left;

    EndsAt(int shows) {
      left = shows;
    }

    @Override
    public void show(String stage, double share, String detail) {
      if (--left == 0) {
        throw new IllegalStateException("the test has stopped it");
      }
    }

    @Override
    public void show(String stage, String detail) {}

    @Override
    public void say(String line) {}

    @Override
    public void clear() {}

    @Override
    public boolean isRedrawn() {
      return false;
    }
  }

  private Process program(Path... run) throws Exception {
    List<String> line = new ArrayList<>(List.of(folder.toString()));
    for (Path one : run) {
      line.add(one.toString());
    }
    List<String> command = ChildProgram.command(List.of(), ThresholdCurveProgram.class, line);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static void await(BufferedReader out, String text) throws Exception {
    String line = out.readLine();
    while (line != null && !line.contains(text)) {
      line = out.readLine();
    }
    assertTrue(line != null, "the program never said: " + text);
  }

  /** A real program, stopped by SIGTERM, killed when resumed, and resumed to its end. */
  @Test
  void aProgramThatIsStoppedAndKilledLosesNothing() throws Exception {
    Process first = program();
    String said;
    try (BufferedReader out = first.inputReader()) {
      await(out, "5 of 40 points");
      first.toHandle().destroy();
      said = out.lines().collect(Collectors.joining("\n"));
    }
    assertEquals(143, first.waitFor(), said);
    assertTrue(said.contains("stopped: every source is at zero"), said);
    Path path = only();
    try (RunFile run = RunFile.read(path)) {
      assertEquals(StopDocument.STOPPED, run.stop().orElseThrow().status());
    }
    Process second = program(path);
    try (BufferedReader out = second.inputReader()) {
      await(out, "20 of 40 points");
      second.destroyForcibly().waitFor();
    }
    Process third = program(path);
    try (BufferedReader out = third.inputReader()) {
      said = out.lines().collect(Collectors.joining("\n"));
    }
    assertEquals(0, third.waitFor(), said);
    assertTrue(said.contains("threshold 0.00"), said);
    try (RunFile run = RunFile.read(path)) {
      assertEquals(StopDocument.SUCCESS, run.stop().orElseThrow().status());
      assertEquals(3, run.transcripts().sessions().size());
      assertTrue(readings(run).size() >= 40, readings(run).size() + " readings");
    }
    assertEquals(3, replay(path).sessions());
  }
}
