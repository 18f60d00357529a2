package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.Main;
import org.spinbench.drivers.bench.file.BenchFile.Coupling;
import org.spinbench.drivers.standin.ChildProgram;
import org.spinbench.experiments.calibrate.CalibrationExperiment;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.TrainingExperiment;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.trainer.TrainingOptions;

/**
 * Runs drawn at random, each lived again by another process: in another folder, with a locale that
 * writes numbers and upper case in its own way, in another time zone, at a later time, and by
 * another Java where there is one.
 *
 * <p>One short sweep belongs to the suite. {@code -Dspinbench.replays=20} draws twenty runs,
 * trainings and calibrations among them, and {@code -Dspinbench.javas=/path/to/java,...} has each
 * lived again by each of these.
 */
class ReplayAnywhereTest {
  private static final int RUNS = Integer.getInteger("spinbench.replays", 1);
  private static final String OWN_JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final String[] JAVAS = System.getProperty("spinbench.javas", OWN_JAVA).split(",");

  @TempDir private Path folder;

  @Test
  void everyRunIsTheSameToTheLastBit() throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20);
    for (int number = 0; number < RUNS; number++) {
      Path runs = Files.createDirectory(folder.resolve("run " + number));
      switch (number % 3) {
        case 1 -> train(runs, random);
        case 2 -> calibrate(runs, random);
        default -> measure(runs, random);
      }
      String name = new Runs(runs).list().get(0).name();
      for (String java : JAVAS) {
        assertSame(java, runs.resolve(name + ".sqlite"));
      }
    }
  }

  private static Backend station(RandomGenerator random) {
    BenchOptions options = new BenchOptions();
    options.chipSeed = random.nextLong(1, 1_000_000);
    options.coupling = random.nextBoolean() ? Coupling.Mode.ANALOG : Coupling.Mode.MEASURED;
    return Backends.of(options);
  }

  private static Progress silent() {
    return new Progress(new PrintWriter(new StringWriter()), false);
  }

  /** Few samples; whether it learns or not, its replay does the same. */
  private static void train(Path runs, RandomGenerator random) {
    TrainingOptions few =
        new TrainingOptions(
            "bring-up",
            0,
            0.977,
            300,
            200,
            50,
            100,
            20,
            1500,
            2,
            2,
            8,
            0.004,
            2,
            30e-6,
            4000,
            true);
    Assignment task =
        Assignment.of(Task.named(List.of("xor", "band", "wedge").get(random.nextInt(3))));
    try (Backend station = station(random)) {
      new ExperimentRunner(runs, Version.program(), silent())
          .run(station, new TrainingExperiment(task, random.nextLong(1, 1000), few));
    } catch (RuntimeException failed) {
      assertTrue(new Runs(runs).list().get(0).stop().isPresent(), failed.getMessage());
    }
  }

  private static void calibrate(Path runs, RandomGenerator random) {
    try (Backend station = station(random)) {
      new ExperimentRunner(runs, Version.program(), silent())
          .run(station, new CalibrationExperiment());
    } catch (RuntimeException failed) {
      assertTrue(new Runs(runs).list().get(0).stop().isPresent(), failed.getMessage());
    }
  }

  private void measure(Path runs, RandomGenerator random) throws IOException {
    String plan =
        String.format(
            Locale.ROOT,
            """
            name = "A resonance"
            read = ["chain 1.voltage"]

            [set]
            "input 1.power" = %s

            [[sweep]]
            setting = "input 1.frequency"
            from = %s
            to = 270e6
            points = %d
            """,
            1e-6 * (1 + random.nextDouble()),
            230e6 + 1e6 * random.nextDouble(),
            5 + random.nextInt(40));
    Path file = Files.writeString(folder.resolve("plan.toml"), plan);
    Outcome outcome =
        Outcome.of(
            "measure",
            file.toString(),
            "--chip-seed",
            Long.toString(random.nextLong(1, 1_000_000)),
            "--runs",
            runs.toString());
    assertEquals(0, outcome.code(), outcome.err());
  }

  private void assertSame(String java, Path run) throws Exception {
    Path elsewhere = Files.createTempDirectory(folder, "anderswo ");
    Path copy = Files.copy(run, elsewhere.resolve("run.sqlite"));
    List<String> options =
        List.of(
            "-Duser.language=tr",
            "-Duser.country=TR",
            "-Duser.timezone=Pacific/Chatham",
            "-Djava.awt.headless=true");
    List<String> line = List.of("replay", copy.getFileName().toString(), "--runs", ".");
    List<String> command = ChildProgram.command(options, Main.class, line);
    command.set(0, java);
    Path err = elsewhere.resolve("err");
    Path out = elsewhere.resolve("out");
    Process process =
        new ProcessBuilder(command)
            .directory(elsewhere.toFile())
            .redirectError(err.toFile())
            .redirectOutput(out.toFile())
            .start();
    assertEquals(0, process.waitFor(), run + ": " + Files.readString(err));
    String said = Files.readString(out);
    assertTrue(said.contains("; every message and every result equals the recorded one"), said);
  }
}
