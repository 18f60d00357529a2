package org.spinbench.app.command.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.Main;
import org.spinbench.app.Spinbench;
import org.spinbench.app.chart.PictureForm;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.BenchOptions;
import org.spinbench.app.command.Gate;
import org.spinbench.app.command.HeardTwins;
import org.spinbench.app.command.Outcome;
import org.spinbench.app.command.Version;
import org.spinbench.drivers.standin.ChildProgram;
import org.spinbench.experiments.measure.Measurement;
import org.spinbench.experiments.measure.SweepOutput;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.Display;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.runner.PausedException;
import org.spinbench.experiments.sweep.RecordedSweep;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.PlanOrder;
import org.spinbench.experiments.sweep.plan.PlanScope;
import org.spinbench.experiments.sweep.plan.Point;
import org.spinbench.experiments.task.Seeds;

/** Measurements that pause, lose an instrument, are killed, and grow. */
@Tag("any-jdk")
class MeasureSessionsTest {
  private static final String PLAN =
      """
      name = "A map"
      read = ["chain 1.voltage"]

      [set]
      "input 1.power" = 2e-6

      [[sweep]]
      setting = "synapse 1.current"
      list = [-4e-3, -2e-3, 0, 2e-3, 4e-3]

      [[sweep]]
      setting = "input 1.frequency"
      from = 210e6
      to = 270e6
      points = 21
      order = "snake"

      [[skip]]
      when = "synapse 1.current == 0 && input 1.frequency < 220e6"

      [[derive]]
      name = "responsivity"
      value = "chain 1.voltage / input 1.power"
      """;

  private static final int POINTS = 5 * 21 - 4;

  @TempDir Path folder;

  @BeforeAll
  static void withoutScreen() {
    System.setProperty("java.awt.headless", "true");
  }

  private Path plan(String text) throws IOException {
    return Files.writeString(folder.resolve("plan.toml"), text);
  }

  private Path runs() {
    return folder.resolve("runs");
  }

  /** Waits for a condition that another thread brings about. */
  private static void await(String what, BooleanSupplier met) throws InterruptedException {
    await(() -> what, met);
  }

  private static void await(Supplier<String> what, BooleanSupplier met)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!met.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, () -> "within two minutes: " + what.get());
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private CompletableFuture<Outcome> measuring(Path plan, Path bench) {
    return CompletableFuture.supplyAsync(
        () ->
            Outcome.of("measure", plan.toString(), bench.toString(), "--runs", runs().toString()));
  }

  private Optional<Path> file(String ending) {
    if (!Files.isDirectory(runs())) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(runs())) {
      return files.filter(one -> one.toString().endsWith(ending)).findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path run() {
    return file(".sqlite").orElseThrow();
  }

  private int lines() {
    return file(".csv")
        .map(
            data -> {
              try {
                return Files.readAllLines(data).size();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .orElse(0);
  }

  private Optional<String> end() {
    try (RunFile run = RunFile.read(run())) {
      return run.stop().map(StopDocument::status);
    } catch (RunException written) {
      // The next session has begun to write while this one was read.
      return Optional.empty();
    }
  }

  /** Every setpoint of the plan once, in its order, in the run file and in the data. */
  private void assertComplete(Plan plan) throws IOException {
    List<List<Double>> expected = new ArrayList<>();
    PlanScope scope = new PlanScope(plan);
    PlanOrder.walk(
        plan,
        (place, done) -> {
          expected.add(scope.values(place));
          return PlanOrder.Next.GO_ON;
        });
    List<Point> points;
    try (RunFile run = RunFile.read(run())) {
      points = new RecordedSweep(run).points();
      assertEquals(StopDocument.SUCCESS, run.stop().orElseThrow().status());
    }
    assertEquals(expected.size(), points.size());
    List<String> data = Files.readAllLines(file(".csv").orElseThrow());
    assertEquals(expected.size() + 1, data.size());
    for (int k = 0; k < expected.size(); k++) {
      assertEquals(k + 1, points.get(k).number());
      assertEquals(expected.get(k).get(0), points.get(k).settings().get(0), 1e-9);
      assertEquals(expected.get(k).get(1), points.get(k).settings().get(1), 1);
      assertTrue(data.get(k + 1).startsWith(k + 1 + ","), data.get(k + 1));
    }
    // The picture that the last session left is the one that the run file makes.
    Path again = folder.resolve("again.png");
    Outcome drawn =
        Outcome.of("runs", "plot", run().toString(), "--output", again.toString(), "--overwrite");
    assertEquals(0, drawn.code(), drawn.err());
    assertArrayEquals(
        Files.readAllBytes(again), Files.readAllBytes(file(".png").orElseThrow()), "the picture");
  }

  private void assertReplays() {
    Outcome replayed = Outcome.of("replay", run().toString());
    assertEquals(0, replayed.code(), replayed.err());
  }

  @Test
  void aMeasurementPausesAtRestAndContinues() throws Exception {
    Path plan = plan(PLAN);
    try (HeardTwins bench = new HeardTwins()) {
      CompletableFuture<Outcome> measuring =
          measuring(plan, bench.benchFile(folder.resolve("lab.toml")));
      await("some points", () -> lines() > 10 || measuring.isDone());
      Outcome paused = Outcome.of("pause", run().toString());
      assertEquals(0, paused.code(), paused.err());
      await(
          "the pause", () -> end().equals(Optional.of(StopDocument.STOPPED)) || measuring.isDone());
      assertFalse(measuring.isDone(), () -> measuring.join().err());
      await("rest", () -> bench.twins.energised().isEmpty());
      int before = lines();
      assertTrue(before < POINTS, "it has not ended");
      assertEquals(0, Outcome.of("pause", "--off", run().toString()).code());
      Outcome measured = measuring.get(120, TimeUnit.SECONDS);
      assertEquals(0, measured.code(), measured.err());
      assertTrue(measured.err().contains("paused after "), measured.err());
      assertComplete(Plan.read(plan));
      assertReplays();
      Outcome late = Outcome.of("pause", run().toString());
      assertTrue(late.err().contains("has ended; there is nothing to pause"), late.err());
      Outcome not = Outcome.of("pause", "--off", run().toString());
      assertTrue(not.err().contains("is not paused"), not.err());
    }
  }

  @Test
  void aPauseNamesASourceThatIsNotAtRest() throws Exception {
    Path plan = plan(PLAN);
    Gate[] gate = new Gate[1];
    try (HeardTwins bench = new HeardTwins()) {
      Path lab = gated("bias_1", bench.benchFile(folder.resolve("lab.toml")), gate, 0);
      try (Gate way = gate[0]) {
        CompletableFuture<Outcome> measuring = measuring(plan, lab);
        await("some points", () -> lines() > 10 || measuring.isDone());
        way.cut(true);
        assertEquals(0, Outcome.of("pause", run().toString()).code());
        await("the pause", () -> end().isPresent() || measuring.isDone());
        way.open();
        assertEquals(0, Outcome.of("pause", "--off", run().toString()).code());
        Outcome measured = measuring.get(120, TimeUnit.SECONDS);
        assertEquals(0, measured.code(), measured.err());
        String paused =
            measured.err().lines().filter(line -> line.contains("paused ")).findFirst().get();
        assertTrue(paused.contains(". NOT AT REST. GO AND SWITCH OFF BY HAND: bias_1 ("), paused);
        assertFalse(paused.contains("the bench is at rest"), paused);
        assertComplete(Plan.read(plan));
      }
    }
  }

  /** The measurement writes its run file as soon as the pause ends: no reader may fail then. */
  @Test
  void aPauseEndsWhateverIsBeingWritten() throws Exception {
    Path run = Files.writeString(Files.createDirectories(runs()).resolve("map.sqlite"), "half a");
    Path pause = Files.createFile(PauseWatch.file(run));
    Outcome off = Outcome.of("pause", "--off", run.toString());
    assertEquals(0, off.code(), off.err());
    assertEquals(run + " continues\n", off.out());
    assertFalse(Files.exists(pause));
  }

  /** The bench file with a gate before the first voltmeter. */
  private Path gated(Path lab, Gate[] gate, double reconnectFor) throws IOException {
    return gated("voltmeter_1", lab, gate, reconnectFor);
  }

  private Path gated(String instrument, Path lab, Gate[] gate, double reconnectFor)
      throws IOException {
    String text = Files.readString(lab);
    Matcher entry =
        Pattern.compile("\\[instruments\\." + instrument + "\\][^\\[]*?::(\\d+)::SOCKET")
            .matcher(text);
    assertTrue(entry.find(), text);
    gate[0] = new Gate(Integer.parseInt(entry.group(1)), () -> {});
    String gated =
        text.substring(0, entry.start(1)) + gate[0].port() + text.substring(entry.end(1));
    return Files.writeString(lab, gated + "reconnect_for = " + reconnectFor + "\n");
  }

  @Test
  void anInstrumentMayDropOutForAWhile() throws Exception {
    Path plan = plan(PLAN);
    Gate[] gate = new Gate[1];
    try (HeardTwins bench = new HeardTwins()) {
      Path lab = gated(bench.benchFile(folder.resolve("lab.toml")), gate, 100);
      try (Gate way = gate[0]) {
        CompletableFuture<Outcome> measuring = measuring(plan, lab);
        await("some points", () -> lines() > 10 || measuring.isDone());
        way.cut(true);
        await(
            "its end", () -> end().equals(Optional.of(StopDocument.FAILED)) || measuring.isDone());
        assertFalse(measuring.isDone(), () -> measuring.join().err());
        await("rest", () -> bench.twins.energised().isEmpty());
        way.open();
        Outcome measured = measuring.get(120, TimeUnit.SECONDS);
        assertEquals(0, measured.code(), measured.err());
        assertTrue(measured.err().contains("[safety] reconnect_for"), measured.err());
        assertComplete(Plan.read(plan));
        assertReplays();
      }
    }
  }

  /** It keeps its last setting, so nobody may believe that the bench is at rest. */
  @Test
  void aSourceThatDropsOutIsNamedUntilItIsBack() throws Exception {
    Path plan = plan(PLAN);
    Gate[] gate = new Gate[1];
    try (HeardTwins bench = new HeardTwins()) {
      Path lab = gated("rf_1", bench.benchFile(folder.resolve("lab.toml")), gate, 100);
      try (Gate way = gate[0]) {
        StringWriter said = new StringWriter();
        CompletableFuture<Integer> measuring =
            CompletableFuture.supplyAsync(
                () ->
                    Spinbench.execute(
                        new PrintWriter(new StringWriter()),
                        new PrintWriter(said),
                        "measure",
                        plan.toString(),
                        lab.toString(),
                        "--runs",
                        runs().toString()));
        await("some points", () -> lines() > 10 || measuring.isDone());
        way.cut(true);
        // The first session loses the source; the next ones cannot open the bench.
        await("three attempts", () -> attempts(said).size() >= 3 || measuring.isDone());
        assertEquals(List.of("rf_1"), bench.twins.energised());
        way.open();
        assertEquals(0, measuring.get(120, TimeUnit.SECONDS), said::toString);
        assertTrue(attempts(said).size() >= 3, said::toString);
        for (String trying : attempts(said)) {
          assertTrue(trying.contains(". NOT AT REST. GO AND SWITCH OFF BY HAND: rf_1 ("), trying);
          assertFalse(trying.contains("The bench is at rest"), trying);
        }
        assertComplete(Plan.read(plan));
      }
    }
  }

  private static List<String> attempts(StringWriter said) {
    return said.toString().lines().filter(line -> line.contains("rying again for")).toList();
  }

  @Test
  void anInstrumentThatStaysAwayEndsTheRun() throws Exception {
    Path plan = plan(PLAN);
    Gate[] gate = new Gate[1];
    try (HeardTwins bench = new HeardTwins()) {
      Path lab = gated(bench.benchFile(folder.resolve("lab.toml")), gate, 0.5);
      try (Gate way = gate[0]) {
        CompletableFuture<Outcome> measuring = measuring(plan, lab);
        await("some points", () -> lines() > 10 || measuring.isDone());
        way.cut(true);
        Outcome measured = measuring.get(120, TimeUnit.SECONDS);
        assertEquals(1, measured.code(), measured.err());
        assertTrue(measured.err().contains("voltmeter_1"), measured.err());
        assertEquals(List.of(), bench.twins.energised());
        way.open();
        Outcome resumed =
            Outcome.of("measure", "--resume", run().toString(), "--runs", runs().toString());
        assertEquals(0, resumed.code(), resumed.err());
        assertComplete(Plan.read(plan));
      }
    }
  }

  @Test
  void theLastPointIsLeftOutIfSoAsked() throws Exception {
    try (HeardTwins bench = new HeardTwins()) {
      Path lab = bench.benchFile(folder.resolve("lab.toml"));
      interrupted(Plan.parse(PLAN, "plan"), lab, 30);
      Outcome resumed =
          Outcome.of(
              "measure", "--resume", run().toString(), "--skip-point", "--runs", runs().toString());
      assertEquals(0, resumed.code(), resumed.err());
      assertComplete(Plan.parse(PLAN, "plan"));
      List<String> data = Files.readAllLines(file(".csv").orElseThrow());
      assertTrue(data.get(31).contains(",,,0,0,,0"), data.get(31));
      assertEquals(1, data.stream().filter(line -> line.contains(",,,0,0,,0")).count());
      assertReplays();
    }
  }

  @Test
  void aFinishedSweepGrowsOnInstruments() throws Exception {
    try (HeardTwins bench = new HeardTwins()) {
      assertGrows(bench.benchFile(folder.resolve("lab.toml")).toString());
    }
  }

  @Test
  void aFinishedSweepGrowsOnASimulatedBench() throws Exception {
    assertGrows("--simulated");
  }

  private void assertGrows(String bench) throws Exception {
    Path plan = plan(PLAN);
    Outcome first = Outcome.of("measure", plan.toString(), bench, "--runs", runs().toString());
    assertEquals(0, first.code(), first.err());
    List<String> before = Files.readAllLines(file(".csv").orElseThrow());
    Path longer = plan(PLAN.replace("4e-3]", "4e-3, 5e-3, 6e-3]"));
    Outcome second =
        Outcome.of(
            "measure",
            longer.toString(),
            "--resume",
            run().toString(),
            "--runs",
            runs().toString());
    assertEquals(0, second.code(), second.err());
    assertComplete(Plan.read(longer));
    assertEquals(before, Files.readAllLines(file(".csv").orElseThrow()).subList(0, before.size()));
    assertReplays();
    Path other =
        plan(PLAN.replace("-4e-3, -2e-3", "-3e-3, -2e-3").replace("4e-3]", "4e-3, 1, 2, 3]"));
    Outcome refused =
        Outcome.of(
            "measure", other.toString(), "--resume", run().toString(), "--runs", runs().toString());
    assertEquals(1, refused.code());
    assertTrue(refused.err().contains("the plan does not extend the run: "), refused.err());
    assertComplete(Plan.read(plan(PLAN.replace("4e-3]", "4e-3, 5e-3, 6e-3]"))));
  }

  /** Measures until a point, at which the test ends it. */
  private void interrupted(Plan plan, Path bench, long last) {
    BenchOptions options = new BenchOptions();
    options.benchFile = bench;
    ExperimentRunner runner = new ExperimentRunner(runs(), Version.program(), Display.NONE);
    try (Backend backend = Backends.of(options)) {
      assertThrows(
          PausedException.class,
          () -> runner.run(backend, new Measurement(plan, ending(plan, last))));
    }
  }

  /** Instruments alone: there is no network whose coupling the run could have. */
  @Test
  void aSweepOfARackResumes() throws Exception {
    String rack =
        """
        name = "rack"

        [instruments.smu]
        model = "2450"
        resource = "INPROC::smu::INSTR"
        limits.current = { min = -1e-3, max = 1e-3 }
        limits.compliance = { max = 0.5 }

        [instruments.rf]
        model = "SMB100A"
        resource = "INPROC::rf::INSTR"
        limits.power = { max = -10.0 }
        """;
    Plan plan =
        Plan.parse(
            """
            name = "rack"
            read = ["smu.voltage"]

            [[sweep]]
            setting = "rf.power"
            list = [-40, -30, -20]

            [[sweep]]
            setting = "smu.current"
            list = [0, 1e-4, 2e-4, 3e-4]
            """,
            "plan");
    try (HeardTwins bench = new HeardTwins(rack)) {
      interrupted(plan, bench.benchFile(folder.resolve("rack.toml")), 5);
      Outcome resumed = Outcome.of("resume", run().toString());
      assertEquals(0, resumed.code(), resumed.err());
      assertComplete(plan);
      assertReplays();
    }
  }

  private static SweepOutput.Opener ending(Plan plan, long last) {
    return (context, sweep) ->
        new MeasureOutput(context, sweep, plan, PictureForm.SCREEN)
            .with(
                point -> {
                  if (point.number() == last) {
                    throw new PausedException("by the test");
                  }
                });
  }

  /** Sessions that end at random points, on a bench that goes on meanwhile. */
  @Test
  void randomEndsLoseAndDoubleNothing() throws Exception {
    Plan plan = Plan.parse(PLAN, "plan");
    RandomGenerator random = Seeds.generator(4);
    try (HeardTwins bench = new HeardTwins()) {
      Path lab = bench.benchFile(folder.resolve("lab.toml"));
      interrupted(plan, lab, random.nextInt(1, 20));
      long last = 0;
      while (last < POINTS - 20) {
        int more = random.nextInt(1, 40);
        last += more;
        long end = Math.max(lines(), last);
        try (RunFile run = RunFile.open(run());
            Backend backend = backend(lab)) {
          ExperimentRunner runner = new ExperimentRunner(runs(), Version.program(), Display.NONE);
          assertThrows(
              PausedException.class,
              () -> runner.resume(backend, Measurement.of(run, ending(plan, end)), run));
        }
      }
      Outcome resumed = Outcome.of("resume", run().toString());
      assertEquals(0, resumed.code(), resumed.err());
      assertComplete(plan);
      assertReplays();
    }
  }

  private static Backend backend(Path bench) {
    BenchOptions options = new BenchOptions();
    options.benchFile = bench;
    return Backends.of(options);
  }

  /** Programs that are killed at random times; 200 of them with -Dspinbench.kills=200. */
  @Test
  void randomKillsLoseAndDoubleNothing() throws Exception {
    int kills = Integer.getInteger("spinbench.kills", 1);
    Path plan = plan(PLAN.replace("points = 21", "points = " + (21 + 20 * kills)));
    RandomGenerator random = Seeds.generator(7);
    try (HeardTwins bench = new HeardTwins()) {
      Path lab = bench.benchFile(folder.resolve("lab.toml"));
      List<String> command =
          List.of("measure", plan.toString(), lab.toString(), "--runs", runs().toString());
      for (int kill = 0; kill < kills; kill++) {
        int before = lines();
        Process program = started(command);
        try {
          int until = before + random.nextInt(1, 80);
          String after = "points after " + kill + " kills, from line " + before + ": ";
          await(
              () -> after + lines() + "; the program said: " + said(),
              () -> lines() >= until || !program.isAlive());
        } finally {
          program.destroyForcibly().waitFor();
        }
        command = List.of("measure", "--resume", run().toString(), "--runs", runs().toString());
        if (end().equals(Optional.of(StopDocument.SUCCESS))) {
          break;
        }
      }
      if (!end().equals(Optional.of(StopDocument.SUCCESS))) {
        Outcome resumed = Outcome.of(command.toArray(String[]::new));
        assertEquals(0, resumed.code(), resumed.err());
      }
      assertComplete(Plan.read(plan));
      assertReplays();
    }
  }

  private String said() {
    try {
      return Files.readString(folder.resolve("said.txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process started(List<String> arguments) throws IOException {
    return new ProcessBuilder(
            ChildProgram.command(List.of("-Djava.awt.headless=true"), Main.class, arguments))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said.txt").toFile())
        .start();
  }
}
