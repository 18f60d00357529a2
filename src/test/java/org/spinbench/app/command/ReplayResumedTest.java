package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.Step;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.TrainingExperiment;
import org.spinbench.experiments.training.TrainingRun;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import org.spinbench.experiments.training.trainer.TrainingProgress;

/**
 * Trainings that were killed and gone on with on a bench that is not lived again: the record
 * answers, as on instruments, and then a bench that has been opened anew.
 */
@Tag("slow")
class ReplayResumedTest {
  private static final long CHIP = 4;
  private static final BenchFile FILE = Backends.file(null);
  private static final TrainingOptions OPTIONS =
      TrainingOptions.standard().withTrainer("spsa").withBudget(80).withTestSamples(20);

  @TempDir static Path folder;

  /** Killed twice in its test, once in the middle of an evaluation, and gone on with to its end. */
  private static Path thrice;

  /** Thrown where a process is killed. */
  private static final class Kill extends IllegalStateException {
    private static final long serialVersionUID = 1;
  }

  /** Leaves at some moment what a killed process leaves. */
  private record Killing(RunFile run, String stage, int moment, Path left)
      implements TrainingProgress {
    @Override
    public void at(String now, int done, int total) {
      if (now.equals(stage) && done >= moment) {
        run.commit();
        copy(run.path(), left);
        throw new Kill();
      }
    }

    /** The parts of a calibration come as figures. */
    @Override
    public void at(String now, int done, int total, String figure) {
      at(now.equals("calibrating") ? figure : now, done, total);
    }

    @Override
    public void step(Step step) {
      at("step", step.block(), 0);
    }
  }

  private static void copy(Path from, Path to) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + from);
        PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
      copy.setString(1, to.toString());
      copy.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void execute(Path run, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + run);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /** Begins a run and kills it. */
  private static Path begun(String name, String stage, int moment) {
    return begun(name, OPTIONS, stage, moment);
  }

  private static Path begun(String name, TrainingOptions options, String stage, int moment) {
    Path left = folder.resolve(name + ".sqlite");
    try (Backend station = Backends.simulated(FILE, CHIP);
        Bench bench = station.openBenchOfRun(clock -> null)) {
      RunFile run =
          new Runs(folder.resolve("of-" + name))
              .create(
                  TrainingRun.start(
                      bench,
                      DefaultBench.text(),
                      CHIP,
                      Assignment.of(Task.named("xor")),
                      1,
                      options,
                      Version.program()),
                  Instant.EPOCH);
      station.keep(run);
      Killing killing = new Killing(run, stage, moment, left);
      assertThrows(Kill.class, () -> new TrainingRun(bench, run, killing).execute());
    }
    return left;
  }

  /** Goes on with a run and kills it again. */
  private static Path killed(Path path, String stage, int moment) {
    Path left = path.resolveSibling("again-" + path.getFileName());
    try (Backend station = Backends.simulated(FILE, CHIP);
        RunFile run = RunFile.open(path);
        Bench bench = station.openBenchOfRun(clock -> null)) {
      station.keep(run);
      Killing killing = new Killing(run, stage, moment, left);
      assertThrows(
          Kill.class, () -> new TrainingRun(bench, run, killing).goOn(RunFile.GoingOn.ANSWERED));
    }
    return left;
  }

  /** Goes on with a run to its end. */
  private static Path ended(Path path) {
    Progress silent = new Progress(new PrintWriter(Writer.nullWriter()), false);
    try (Backend station = Backends.simulated(FILE, CHIP);
        RunFile run = RunFile.open(path)) {
      new ExperimentRunner(folder, Version.program(), silent)
          .resume(station, TrainingExperiment.of(run), run);
    }
    return path;
  }

  /** In the middle of an evaluation: its last reading is missing. */
  private static Path cutOff(Path path) throws SQLException {
    execute(path, "DELETE FROM reading WHERE id = (SELECT MAX(id) FROM reading)");
    return path;
  }

  @BeforeAll
  static void train() throws Exception {
    System.setProperty("java.awt.headless", "true");
    thrice = ended(killed(cutOff(begun("thrice", "test", 7)), "test", 14));
  }

  private static Outcome assertReplayed(Path run, String... more) {
    String[] line = new String[more.length + 2];
    line[0] = "replay";
    line[1] = run.toString();
    System.arraycopy(more, 0, line, 2, more.length);
    Outcome outcome = Outcome.of(line);
    assertEquals(0, outcome.code(), outcome.err());
    return outcome;
  }

  @Test
  void everySessionIsReplayedWithTheRecordAsItWasThen() {
    try (RunFile run = RunFile.read(thrice)) {
      assertEquals(List.of(1, 2, 3), run.transcripts().sessions());
      assertEquals(2, run.events("resume").size());
      assertTrue(run.readings().get(Purpose.ANCHOR) > 0);
    }
    String out = assertReplayed(thrice).out();
    assertTrue(out.contains(" in 3 sessions; every message and every result equals the rec"), out);
  }

  @Test
  void theLastSessionIsReplayedFromAnyStepOn() {
    assertReplayed(thrice, "--from", "75");
  }

  /** The run that went on was killed too: before it took over, while it did, and after. */
  @ParameterizedTest
  @CsvSource({"averaging, step, 1, test, 2", "test, test, 5, step, 1"})
  void aRunThatWasKilledAgainIsReplayedAsFarAsItCame(
      String name, String first, int one, String second, int two) {
    Path again = killed(begun(name, first, one), second, two);
    String out = assertReplayed(again).out();
    assertTrue(out.contains(" in 2 sessions, up to where the run ended; "), out);
  }

  /** What was measured of it stays, but answers nothing: the second session calibrates anew. */
  @Test
  void anInterruptedCalibrationIsMeasuredAgainInItsReplayToo() {
    TrainingOptions measured = OPTIONS.withTrainer("bring-up").withBudget(2000).withStarts(10);
    Path cut = begun("calibrating", measured, "bias sweep", 60);
    try (RunFile run = RunFile.read(cut)) {
      assertTrue(run.calibration().isEmpty());
      assertTrue(run.calibrated().size() > 5, run.calibrated().size() + " evaluations");
    }
    Path again = killed(cut, "twin", 0);
    try (RunFile run = RunFile.read(again)) {
      assertTrue(run.calibration().isPresent());
    }
    String out = assertReplayed(again).out();
    assertTrue(out.contains(" in 2 sessions, up to where the run ended; "), out);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // what the first session measured, and the third answers with
        "UPDATE reading SET value = value * 1.001 WHERE evaluation = 3|reading: id=",
        // what the second noted of the chip
        "UPDATE event SET detail = 'goes on' WHERE kind = 'resume' AND id ="
            + " (SELECT MAX(id) FROM event WHERE kind = 'resume')|event: id=",
        // what the last one measured
        "UPDATE reading SET value = value * 1.001 WHERE evaluation = 80|reading: id=",
        "UPDATE document SET body = replace(body, '\"setAside\":', '\"setAside\":1')"
            + " WHERE name = 'resumed 2'|reading: id=",
        "UPDATE transcript SET checksum = 1 WHERE session = 2|session 2",
        "DELETE FROM document WHERE name LIKE 'resumed%'|by a version that did not note how"
      })
  void everyDifferenceFromTheRecordIsNamed(String change, String place) throws Exception {
    Path changed = folder.resolve(Integer.toHexString(change.hashCode()) + ".sqlite");
    Files.copy(thrice, changed);
    execute(changed, change);
    Outcome outcome = Outcome.of("replay", changed.toString());
    assertEquals(1, outcome.code(), outcome.out());
    assertTrue(outcome.err().contains(place), outcome.err());
  }

  /** As many as the evaluations that it counts took, not only those since it was gone on with. */
  @Test
  void aResumedRunCountsTheMessagesOfAllItsSessions() {
    Path path = ended(begun("counted", "training", 3));
    try (RunFile run = RunFile.read(path)) {
      long[] sent = new long[1];
      run.transcripts()
          .replay(run.transcripts().sessions().get(0))
          .eachEvent(event -> sent[0] += event.kind().equals(">") ? 1 : 0);
      assertTrue(sent[0] > 100, sent[0] + " messages of the first session");
      JsonNode results = Json.read(run.stop().orElseThrow().results(), JsonNode.class);
      assertEquals(sent[0], results.get("earlierMessages").longValue());
    }
  }
}
