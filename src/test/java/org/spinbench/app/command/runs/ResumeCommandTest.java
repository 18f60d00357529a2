package org.spinbench.app.command.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.Main;
import org.spinbench.app.chart.PictureForm;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.BenchOptions;
import org.spinbench.app.command.HeardTwins;
import org.spinbench.app.command.Outcome;
import org.spinbench.app.command.Version;
import org.spinbench.app.command.measure.MeasureOutput;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.standin.ChildProgram;
import org.spinbench.experiments.measure.Measurement;
import org.spinbench.experiments.measure.SweepOutput;
import org.spinbench.experiments.run.NotedEvaluation;
import org.spinbench.experiments.run.NotedSample;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.Display;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.sweep.SweepListener;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.upkeep.DriftCompensation;
import org.spinbench.experiments.upkeep.WatchEvent;
import org.spinbench.experiments.upkeep.WatchExperiment;
import org.spinbench.experiments.upkeep.WatchProgress;
import org.spinbench.experiments.upkeep.WatchRun;

/** Measurements that end in the middle, and are resumed. */
class ResumeCommandTest {
  private static final String PLAN =
      """
      name = "A resonance"
      read = ["chain 1.voltage"]

      [set]
      "input 1.power" = 2e-6

      [reference]
      every = 4
      at = { "input 1.frequency" = 220e6 }

      [[sweep]]
      setting = "input 1.frequency"
      from = 210e6
      to = 270e6
      points = 21
      """;

  /** Points and returns to the reference. */
  private static final int MEASURED = 27;

  /**
   * Evaluations of a watch. An alarm of this chip takes the evaluations 265 to 321. A watch that
   * should end among them ends after them.
   */
  private static final long END = 700;

  @TempDir Path folder;

  @TempDir static Path shared;
  private static Path trained;

  @BeforeAll
  static void train() throws IOException {
    System.setProperty("java.awt.headless", "true");
    Outcome outcome =
        Outcome.of(
            "train",
            "--json",
            "--budget",
            "900",
            "--test-samples",
            "20",
            "--runs",
            shared.toString());
    assertEquals(0, outcome.code(), outcome.err());
    trained = Path.of(outcome.json().get("runFile").textValue());
  }

  /** What a measurement writes, until a point comes at which it breaks. */
  private record EndsAt(SweepOutput written, long last) implements SweepOutput {
    @Override
    public List<SweepListener> listeners() {
      List<SweepListener> all = new ArrayList<>(written.listeners());
      all.add(
          point -> {
            if (point.number() == last) {
              throw new IllegalStateException("the test has stopped it");
            }
          });
      return all;
    }

    @Override
    public void close() {
      written.close();
    }
  }

  private Path plan() throws IOException {
    return Files.writeString(folder.resolve("plan.toml"), PLAN);
  }

  /** Measures until half is done; the run file. */
  private Path interrupted(Path bench) throws IOException {
    BenchOptions options = new BenchOptions();
    options.benchFile = bench;
    Plan read = Plan.read(plan());
    SweepOutput.Opener ends =
        (context, sweep) ->
            new EndsAt(
                MeasureOutput.opener(read, PictureForm.SCREEN).open(context, sweep), MEASURED / 2);
    ExperimentRunner runner =
        new ExperimentRunner(folder.resolve("runs"), Version.program(), Display.NONE);
    try (Backend backend = Backends.of(options)) {
      assertThrows(
          IllegalStateException.class, () -> runner.run(backend, new Measurement(read, ends)));
    }
    return only("runs");
  }

  private Path only(String runs) {
    Runs all = new Runs(folder.resolve(runs));
    assertEquals(1, all.list().size());
    return all.find(all.list().get(0).name());
  }

  private static List<String> data(Path run) throws IOException {
    return Files.readAllLines(
        run.resolveSibling(run.getFileName().toString().replace(".sqlite", ".csv")));
  }

  private static List<NotedEvaluation> points(Path path) {
    List<NotedEvaluation> points = new ArrayList<>();
    try (RunFile run = RunFile.read(path)) {
      run.eachEvaluation(points::add);
    }
    return points;
  }

  private static void assertReplays(Path run) {
    Outcome replayed = Outcome.of("replay", run.toString());
    assertEquals(0, replayed.code(), replayed.err());
  }

  /** A simulated bench starts over, so the run ends as if it had never been interrupted. */
  @Test
  void aSimulatedMeasurementEndsAsIfNeverInterrupted() throws IOException {
    Path run = interrupted(null);
    int before = points(run).size();
    assertEquals(MEASURED / 2, before);
    Outcome resumed = Outcome.of("resume", run.toString());
    assertEquals(0, resumed.code(), resumed.err());
    assertTrue(resumed.out().startsWith("A resonance: 21 points"), resumed.out());
    Outcome undisturbed =
        Outcome.of("measure", plan().toString(), "--runs", folder.resolve("other").toString());
    assertEquals(0, undisturbed.code(), undisturbed.err());
    assertEquals(data(only("other")), data(run));
    assertEquals(points(only("other")), points(run));
    Outcome again = Outcome.of("resume", run.toString());
    assertEquals(1, again.code());
    assertTrue(again.err().contains("has ended, so there is nothing to resume"), again.err());
  }

  /** On instruments it goes on at the first point that its file lacks. */
  @Test
  void onInstrumentsOnlyWhatIsMissingIsMeasured() throws IOException {
    try (HeardTwins bench = new HeardTwins()) {
      Path run = interrupted(bench.benchFile(folder.resolve("lab.toml")));
      List<NotedEvaluation> before = points(run);
      List<String> lines = data(run);
      Outcome resumed = Outcome.of("resume", run.toString(), "--json");
      assertEquals(0, resumed.code(), resumed.err());
      assertTrue(resumed.out().contains("\"points\":21,\"references\":6"), resumed.out());
      List<NotedEvaluation> after = points(run);
      assertEquals(MEASURED, after.size());
      assertEquals(before, after.subList(0, before.size()));
      assertEquals(lines, data(run).subList(0, lines.size()));
      assertEquals(MEASURED + 1, data(run).size());
      assertEquals(List.of(), bench.twins.energised());
    }
  }

  /** A program that is killed: what it had not written yet is measured when the run is resumed. */
  @Test
  void aKilledMeasurementIsResumedAndReplays() throws Exception {
    try (HeardTwins bench = new HeardTwins()) {
      Path file = bench.benchFile(folder.resolve("lab.toml"));
      Path many =
          Files.writeString(
              folder.resolve("many.toml"), PLAN.replace("points = 21", "points = 2001"));
      Process measuring =
          new ProcessBuilder(
                  ChildProgram.command(
                      List.of("-Djava.awt.headless=true"),
                      Main.class,
                      List.of(
                          "measure",
                          many.toString(),
                          file.toString(),
                          "--runs",
                          folder.resolve("runs").toString())))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("said.txt").toFile())
              .start();
      try {
        while (measuring.isAlive() && lines() < 200) {
          measuring.waitFor(5, TimeUnit.MILLISECONDS);
        }
        assertTrue(measuring.isAlive(), () -> read(folder.resolve("said.txt")));
      } finally {
        measuring.destroyForcibly().waitFor();
      }
      Path run = only("runs");
      int before = points(run).size();
      Outcome resumed = Outcome.of("resume", run.toString());
      assertEquals(0, resumed.code(), resumed.err());
      assertTrue(before > 0 && before < 2502, before + " points");
      assertEquals(2502, points(run).size());
      assertEquals(2503, data(run).size());
      assertReplays(run);
    }
  }

  /** Lines of data so far. */
  private int lines() throws IOException {
    Path runs = folder.resolve("runs");
    if (!Files.isDirectory(runs)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(runs)) {
      Optional<Path> data = files.filter(one -> one.toString().endsWith(".csv")).findFirst();
      return data.map(ResumeCommandTest::read).orElse("").split("\n").length;
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A chip that learned, its training in the folder of the runs. */
  private Path trained() throws IOException {
    Path copy = folder.resolve("runs").resolve(trained.getFileName());
    Files.createDirectories(copy.getParent());
    return Files.copy(trained, copy);
  }

  private static WatchProgress endsAt(long evaluation) {
    return new WatchProgress() {
      @Override
      public void happened(WatchEvent happening) {}

      @Override
      public void at(long evaluations, int right, int last) {
        if (evaluations >= evaluation) {
          throw new IllegalStateException("the test has stopped it");
        }
      }
    };
  }

  private static List<NotedSample> samples(Path path) {
    List<NotedSample> samples = new ArrayList<>();
    try (RunFile run = RunFile.read(path)) {
      run.eachSample(samples::add);
    }
    return samples;
  }

  /** Watches on a bench until the test stops it; the run file. */
  private Path watched(Path trained, Backend on) {
    ExperimentRunner runner =
        new ExperimentRunner(folder.resolve("runs"), Version.program(), Display.NONE);
    try (Backend backend = on) {
      WatchExperiment watch =
          new WatchExperiment(
              trained, DriftCompensation.standard(), 2, OptionalLong.of(END), endsAt(300));
      assertThrows(IllegalStateException.class, () -> runner.run(backend, watch));
    }
    Runs runs = new Runs(folder.resolve("runs"));
    return runs.find(
        runs.list().stream()
            .filter(one -> one.start().kind().equals("watch"))
            .findFirst()
            .orElseThrow()
            .name());
  }

  /** A simulated bench repeats what was done, and the watch ends as if never interrupted. */
  @Test
  void aSimulatedWatchEndsAsIfNeverInterrupted() throws IOException {
    Path trained = trained();
    Path run = watched(trained, Backends.of(new BenchOptions()));
    int before = samples(run).size();
    Outcome resumed = Outcome.of("resume", run.toString(), "--json");
    assertEquals(0, resumed.code(), resumed.err());
    Path other = Files.createDirectories(folder.resolve("other"));
    Path again = Files.copy(trained, other.resolve(trained.getFileName()));
    Outcome undisturbed =
        Outcome.of(
            "watch",
            again.toString(),
            "--evaluations",
            Long.toString(END),
            "--json",
            "--runs",
            other.toString());
    assertEquals(0, undisturbed.code(), undisturbed.err());
    assertEquals(END, resumed.json().get("evaluations").longValue());
    assertEquals(undisturbed.json().get("parameterWrites"), resumed.json().get("parameterWrites"));
    Path whole = Path.of(undisturbed.json().get("runFile").textValue());
    assertEquals(samples(whole), samples(run));
    assertTrue(before < samples(run).size());
    Outcome replayed = Outcome.of("replay", whole.toString(), "--json");
    assertEquals(0, replayed.code(), replayed.err());
    assertTrue(replayed.json().get("same").booleanValue(), replayed.out());
    Outcome against = Outcome.of("replay", whole.toString(), "--against", "simulator");
    assertEquals(0, against.code(), against.err());
    assertTrue(against.out().contains(" setpoints of " + whole.getFileName()), against.out());
    assertTrue(
        against.out().contains(" does not say how uncertain its numbers are."), against.out());
  }

  /**
   * On a bench that was in use meanwhile it continues, and numbers its samples behind the others.
   */
  @Test
  void aWatchOnInstrumentsContinues() throws IOException {
    Path trained = trained();
    BenchFile file = Backends.file(null);
    Path run = watched(trained, Backends.simulated(file, 1));
    List<NotedSample> before = samples(run);
    long last;
    try (RunFile left = RunFile.read(run)) {
      last = left.lastNumber();
    }
    ExperimentRunner runner =
        new ExperimentRunner(folder.resolve("runs"), Version.program(), Display.NONE);
    try (RunFile open = RunFile.open(run);
        Backend backend = Backends.simulated(file, 1)) {
      WatchRun.Report report =
          runner.resume(backend, WatchExperiment.of(open, end -> endsAt(Long.MAX_VALUE)), open);
      assertEquals(END - last, report.evaluations(), 1);
    }
    try (RunFile ended = RunFile.read(run)) {
      assertEquals(1, ended.events("resume").size());
    }
    List<NotedSample> after = samples(run);
    assertEquals(before, after.subList(0, before.size()));
    assertTrue(after.get(before.size()).number() > before.get(before.size() - 1).number());
  }

  @Test
  void aRunOfAnotherKindIsNamed() throws IOException {
    Path run = interrupted(null);
    Outcome trained = Outcome.of("train", "--resume", run.toString());
    assertEquals(1, trained.code());
    assertTrue(
        trained.err().contains("is a run of 'measure'; resume it with: spinbench resume "),
        trained.err());
  }
}
