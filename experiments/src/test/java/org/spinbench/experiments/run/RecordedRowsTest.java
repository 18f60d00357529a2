package org.spinbench.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.experiments.run.RunFile.GoingOn;
import org.spinbench.experiments.run.store.RowStream;
import org.spinbench.experiments.run.store.RunException;

/** A run that is made again is compared with its record, row by row, whatever its length. */
class RecordedTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  /** More than two helpings of rows that are read together, and not a whole number of them. */
  private static final int EVALUATIONS = 2 * RowStream.TOGETHER + 345;

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void record() {
    StartDocument start =
        new StartDocument(
            NOON,
            "train",
            "",
            7L,
            42,
            "xor",
            Map.of(),
            new StartDocument.Program("1", "", "17", "Linux"),
            Map.of(),
            Map.of());
    try (RunFile file = new Runs(folder).create(start, NOON)) {
      path = file.path();
      for (int n = 1; n <= EVALUATIONS; n++) {
        note(file, n, 1e-3 * n);
      }
    }
  }

  private static void note(RunFile file, long number, double value) {
    file.evaluation(number, Purpose.TRAIN, new double[] {1e-9 * number}, (int) (number % 2));
    Reading reading =
        new Reading("meter", "voltage", value, Unit.VOLT, 1e-8, NOON.plusMillis(number), false);
    file.reading(reading, Purpose.TRAIN, OptionalLong.of(number));
  }

  private static void again(RunFile file, int from, int to) {
    for (int n = from; n <= to; n++) {
      note(file, n, 1e-3 * n);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"REPEATED", "ANSWERED"})
  void whatIsInTheRecordIsNotWrittenAgainAndWhatComesAfterIs(String how) {
    GoingOn way = GoingOn.valueOf(how);
    try (RunFile file = RunFile.open(path)) {
      file.goOn(way);
      for (int n = 1; n <= EVALUATIONS + 10; n++) {
        if (n > EVALUATIONS || way == GoingOn.REPEATED) {
          note(file, n, 1e-3 * n);
        } else {
          file.evaluation(n, Purpose.TRAIN, new double[] {1e-9 * n}, n % 2);
        }
      }
    }
    try (RunFile file = RunFile.read(path)) {
      assertEquals(EVALUATIONS + 10, file.lastEvaluation());
      assertEquals(Map.of(Purpose.TRAIN, EVALUATIONS + 10L), file.readings());
      assertEquals(
          List.of(1e-3 * (EVALUATIONS + 10)), RunValues.of(file).get((long) EVALUATIONS + 10));
      assertEquals(List.of(1.0), RunValues.of(file).get(1000L));
    }
  }

  /** In the first helping, at the border of two, and at the very end. */
  @ParameterizedTest
  @ValueSource(ints = {3, RowStream.TOGETHER, RowStream.TOGETHER + 1, EVALUATIONS})
  void theFirstRowThatDiffersIsNamed(int different) {
    try (RunFile file = RunFile.open(path)) {
      file.goOn(GoingOn.REPEATED);
      again(file, 1, different - 1);
      String message =
          assertThrows(RunException.class, () -> note(file, different, 7)).getMessage();
      String place =
          "at evaluation " + different + " the repeated run differs from that in " + path;
      assertTrue(message.startsWith(place + ": reading recorded: "), message);
      assertTrue(message.contains("; now: " + NOON.plusMillis(different)), message);
      assertTrue(message.contains(", 7.0, V, "), message);
    }
  }

  /** A table whose rows have all come, while another still has some. */
  @Test
  void moreThanTheRecordHoldsIsNamedWhileSomethingIsLeftOfIt() {
    try (RunFile file = RunFile.open(path)) {
      file.goOn(GoingOn.REPEATED);
      String message =
          assertThrows(RunException.class, () -> file.event(NOON, "averaging", "of one cycle"))
              .getMessage();
      assertTrue(message.startsWith("before its first evaluation the repeated run"), message);
      assertTrue(message.contains(" recorded: "), message);
      assertTrue(message.contains("; now: nothing"), message);
    }
  }

  /** As in what was saved of a damaged file. */
  @Test
  void rowsThatAreMissingLeaveTheRestInItsOrder() throws SQLException {
    execute("DELETE FROM reading WHERE id BETWEEN 5 AND " + (2 * RowStream.TOGETHER + 5));
    try (RunFile file = RunFile.open(path)) {
      file.goOn(GoingOn.REPEATED);
      again(file, 1, 4);
      String message = assertThrows(RunException.class, () -> note(file, 5, 0.005)).getMessage();
      assertTrue(message.startsWith("at evaluation 5 "), message);
      Instant next = NOON.plusMillis(2 * RowStream.TOGETHER + 6);
      assertTrue(message.contains("recorded: " + next), message);
    }
  }

  /** Where the record answers, a replay will have to know what it was. */
  @Test
  void onlyASessionWithMessagesNotesWhatItTookOver() {
    try (RunFile file = RunFile.open(path)) {
      file.goOn(GoingOn.ANSWERED);
      assertEquals(Optional.empty(), file.resumption(1));
    }
    try (RunFile file = RunFile.open(path)) {
      file.transcripts().begin();
      file.goOn(GoingOn.ANSWERED);
      Resumption took = file.resumption(1).orElseThrow();
      assertEquals(EVALUATIONS, took.before().rows("reading"));
      assertEquals(null, took.setAside());
      file.setAside(17);
      assertEquals(17, file.resumption(1).orElseThrow().setAside());
      assertEquals(took.before(), file.resumption(1).orElseThrow().before());
      assertEquals(16, RunValues.of(file).size());
    }
  }

  /** With the rows, messages and documents of before, and its end is left out. */
  @Test
  void aCopyHoldsWhatTheFileHeldThen() throws Exception {
    Extent before;
    try (RunFile file = RunFile.open(path)) {
      file.transcripts().begin().take(out -> out.write("first\n".getBytes()));
      before = file.extent();
      file.transcripts().begin().take(out -> out.write("second\n".getBytes()));
      note(file, EVALUATIONS + 1, 1);
      file.setting(NOON, "line", 1, "A");
      file.calibration("{}");
      file.stop(new StopDocument(NOON, StopDocument.SUCCESS, "", "{}"));
    }
    Path copied = folder.resolve("copy.sqlite");
    try (RunFile file = RunFile.read(path)) {
      file.copyBefore(2, before, copied);
    }
    try (RunFile copy = RunFile.read(copied);
        RunFile file = RunFile.read(path)) {
      assertEquals(before, copy.extent());
      assertEquals(file.start(), copy.start());
      assertEquals(Optional.empty(), copy.stop());
      assertEquals(Optional.empty(), copy.calibration());
      assertEquals(List.of(1), copy.transcripts().sessions());
      assertEquals(Optional.empty(), RunVerifier.check(copy).damage());
      assertEquals(
          Optional.empty(), new Compared(before, Compared.Rest.OF_EITHER).difference(file, copy));
      assertEquals(StopDocument.SUCCESS, file.stop().orElseThrow().status());
    }
  }
}
