package org.spinbench.experiments.study.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.study.engine.StudyFolder.Head;

/** What happens when a study resumes after its file, or one that it names, has changed. */
class StudyChangeTest {
  @TempDir Path folder;

  private Path path;

  private Study study(String toml) {
    return new Study(StudyPlan.parse(toml, "coins"), List.of(new ToyExperiment()), folder);
  }

  private void begin(String toml) throws IOException {
    path = folder.resolve("study");
    Study study = study(toml);
    StudyFolder of =
        StudyFolder.begin(
            path,
            toml,
            new Head("", "abc", Instant.EPOCH, study.configurations(), study.measures()));
    new StudyRun(study, of, new SystemClock(), "here").run(new LocalEngine(2), part -> {});
    new StudyTable(of).write(path);
  }

  /** As the command does: the plan of the folder's own file. */
  private StudyRun.Result resume() {
    StudyFolder of = StudyFolder.open(path);
    Study study = new Study(of.plan(), List.of(new ToyExperiment()), folder);
    StudyRun.Result result =
        new StudyRun(study, of, new SystemClock(), "here").run(new LocalEngine(2), part -> {});
    new StudyTable(of).write(path);
    return result;
  }

  private void edit(String text, String other) throws IOException {
    Path file = path.resolve("study.toml");
    String toml = Files.readString(file);
    assertTrue(toml.contains(text), toml);
    Files.writeString(file, toml.replace(text, other));
  }

  private String table() throws IOException {
    return Files.readString(path.resolve(StudyTable.RESULTS));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          share = [0.25, 1e-1, 1] | share = [0.25, 1e-1]    | began with other settings or measures
          share = [0.25, 1e-1, 1] | share = [1e-1, 0.25, 1] | began with other settings or measures
          most = 4                | most = 5                | began with other settings or measures
          "head", "sum"           | "head"                  | began with other settings or measures
          "head", "sum"           | "head", "sum", "early"  | began with other settings or measures
          first = 20              | first = 21              | row of task 0 with seed 20, but the tasks of its file are 0 to 14 with seeds from 21
          count = 5               | count = 4               | row of task 12 with seed 24, but the tasks of its file are 0 to 11
          """)
  void anotherStudyIsNotMixedIn(String text, String other, String message) throws IOException {
    begin(StudyPlanTest.COINS);
    String rows = Files.readString(path.resolve("rows.jsonl"));
    edit(text, other);
    String refusal = assertThrows(RuntimeException.class, this::resume).getMessage();
    assertTrue(refusal.contains(message), refusal);
    assertTrue(refusal.contains("another folder"), refusal);
    assertEquals(rows, Files.readString(path.resolve("rows.jsonl")));
    edit(other, text);
    assertEquals(new StudyRun.Result(0, 0), resume());
  }

  /** What does not change a task is free. */
  @Test
  void nameAndCommentsMayChange() throws IOException {
    begin(StudyPlanTest.COINS);
    String before = table();
    edit("name = \"coins\"", "name = \"tossed\" # again");
    assertEquals(new StudyRun.Result(0, 0), resume());
    assertEquals(before, table());
  }

  /** The same table as that of a study which had them from the beginning. */
  @Test
  void moreSeedsAreAdded() throws IOException {
    begin(StudyPlanTest.COINS.replace("count = 5", "count = 8"));
    String whole = table();
    path = null;
    Files.move(folder.resolve("study"), folder.resolve("whole"));
    begin(StudyPlanTest.COINS);
    edit("count = 5", "count = 8");
    assertEquals(new StudyRun.Result(9, 0), resume());
    assertEquals(whole, table());
  }

  @Test
  void aNamedFileThatChangedIsNotMixedIn() throws IOException {
    Path side = Files.writeString(folder.resolve("side.txt"), "a");
    begin(StudyPlanTest.COINS.replace("most = 4", "side = \"side.txt\""));
    Files.writeString(side, "b");
    String refusal = assertThrows(IllegalArgumentException.class, this::resume).getMessage();
    assertTrue(refusal.contains("or a file that it names has changed since"), refusal);
    Files.writeString(side, "a");
    assertEquals(new StudyRun.Result(0, 0), resume());
    Files.delete(side);
    assertTrue(
        assertThrows(IllegalArgumentException.class, this::resume)
            .getMessage()
            .contains("there is no such file"));
  }
}
