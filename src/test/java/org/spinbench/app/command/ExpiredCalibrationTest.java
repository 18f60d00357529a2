package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.TrainingExperiment;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.trainer.TrainingOptions;

/** Every command that uses a calibration, with one of 2019 and with a valid one. */
@Tag("slow")
class ExpiredCalibrationTest {
  private static final TrainingOptions FEW_SAMPLES =
      new TrainingOptions(
          "bring-up", 0, 0.977, 300, 200, 50, 100, 10, 1500, 2, 2, 8, 0.004, 2, 30e-6, 4000, true);

  private static final String OF_2019 =
      "UPDATE document SET body = json_set(body, '$.time', '2019-03-01T08:00:00Z', '$.validUntil',"
          + " '2019-03-02T08:00:00Z', '$.provenance.begun', '2019-03-01T07:59:00Z')"
          + " WHERE name = 'calibration'";

  /** Adds a section to the bench file in a run's start document, which is JSON in itself. */
  private static final String REFUSING =
      "UPDATE document SET body = replace(body, '[settling]',"
          + " '[calibration]\\nexpired = \\\"refuse\\\"\\n\\n[settling]') WHERE name = 'start'";

  @TempDir static Path folder;

  private static Path trained;
  private static Path calibrated;
  private static Path measured;
  private static Path imported;

  @BeforeAll
  static void run() throws Exception {
    System.setProperty("java.awt.headless", "true");
    BenchOptions options = new BenchOptions();
    options.chipSeed = 5L;
    Path runs = folder.resolve("train");
    try (Backend station = Backends.of(options)) {
      new ExperimentRunner(
              runs, Version.program(), new Progress(new PrintWriter(new StringWriter()), false))
          .run(station, new TrainingExperiment(Assignment.of(Task.named("xor")), 1, FEW_SAMPLES));
    }
    trained = only(runs);
    calibrated = ran("calibrate");
    Path plan =
        Files.writeString(
            folder.resolve("plan.toml"),
            """
            name = "A resonance"
            read = ["chain 1.voltage"]

            [set]
            "input 1.power" = 2e-6

            [[sweep]]
            setting = "input 1.frequency"
            from = 230e6
            to = 270e6
            points = 5
            """);
    measured = ran("measure", plan.toString());
    String kind =
        "UPDATE document SET body = replace(body, '\"kind\":\"measure\"', '\"kind\":\"import\"')"
            + " WHERE name = 'start'";
    imported = changed(measured, "imported", kind);
  }

  private static Path only(Path runs) {
    return runs.resolve(new Runs(runs).list().get(0).name() + ".sqlite");
  }

  private static Path ran(String kind, String... more) {
    Path runs = folder.resolve(kind);
    List<String> line = new ArrayList<>(List.of(kind));
    line.addAll(List.of(more));
    line.addAll(List.of("--runs", runs.toString()));
    Outcome outcome = Outcome.of(line.toArray(String[]::new));
    assertEquals(0, outcome.code(), outcome.err());
    return only(runs);
  }

  private static Path changed(Path run, String name, String... statements) throws Exception {
    Path copy = Files.copy(run, folder.resolve(name + ".sqlite"));
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        assertEquals(1, statement.executeUpdate(sql), sql);
      }
    }
    return copy;
  }

  private static Path run(String kind) {
    return switch (kind) {
      case "train" -> trained;
      case "calibrate" -> calibrated;
      case "import" -> imported;
      default -> measured;
    };
  }

  /** The calibration as a file of its own, valid or of 2019. */
  private static Path file(String name, String... statements) throws Exception {
    try (RunFile run = RunFile.read(changed(calibrated, name, statements))) {
      return Files.writeString(folder.resolve(name + ".json"), run.calibration().orElseThrow());
    }
  }

  /**
   * Each line: the kind of run; whether its own calibration is used or that of a file; the command
   * after which the run stands.
   */
  @ParameterizedTest
  @CsvSource({
    "train, own, replay --against simulator",
    "train, file, replay --against simulator",
    "train, own, replay --against bench",
    "measure, file, replay --against simulator",
    "import, file, replay --against simulator",
    "calibrate, file, replay --against simulator",
    "train, own, watch --evaluations 40",
  })
  void everyUseWarnsOrRefusesAsTheBenchFileSays(String kind, String whose, String command)
      throws Exception {
    String name = (kind + whose + command).replaceAll("[^a-z]", "");
    boolean own = whose.equals("own");
    for (boolean old : new boolean[] {true, false}) {
      Path file = own ? null : old ? file(name + "old-file", OF_2019) : file(name + "new-file");
      // A bench file that refuses says nothing of a valid calibration, and neither does one that
      // warns.
      for (boolean refusing : old ? new boolean[] {false, true} : new boolean[] {true}) {
        List<String> statements = new ArrayList<>();
        if (own && old) {
          statements.add(OF_2019);
        }
        if (refusing) {
          statements.add(REFUSING);
        }
        Path run = changed(run(kind), name + old + refusing, statements.toArray(String[]::new));
        List<String> line = new ArrayList<>(List.of(command.split(" ")));
        line.add(1, run.toString());
        line.addAll(List.of("--runs", folder.resolve(name).toString()));
        if (file != null) {
          line.addAll(List.of("--calibration", file.toString()));
        }
        assertSaid(Outcome.of(line.toArray(String[]::new)), line, old, refusing);
      }
    }
  }

  private static void assertSaid(
      Outcome outcome, List<String> line, boolean old, boolean refusing) {
    String context = line + "\n" + outcome.out() + outcome.err();
    assertEquals(old, outcome.err().contains(" has expired: "), context);
    if (old) {
      assertTrue(outcome.err().contains("measured at 2019-03-01T08:00:00Z, 2498 days"), context);
      assertTrue(outcome.err().contains(" a resonance of "), context);
    }
    if (old && refusing) {
      assertEquals(1, outcome.code(), context);
      assertTrue(outcome.err().contains("The bench file refuses expired calibrations"), context);
      assertEquals("", outcome.out(), context);
    } else {
      assertFalse(outcome.err().contains("refuses"), context);
      assertFalse(outcome.out().isEmpty(), context);
    }
    if (old && !refusing && line.get(0).equals("replay")) {
      assertTrue(outcome.out().contains("Warning: "), context);
    }
  }
}
