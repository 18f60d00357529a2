package org.spinbench.experiments.run;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.transport.record.Transcript;
import org.spinbench.experiments.run.store.RunException;

public class RunFileTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");

  @TempDir Path folder;

  static StartDocument start() {
    return new StartDocument(
        NOON,
        "train",
        "name = \"two\\n junctions\" # Ω",
        7L,
        42,
        "xor",
        Map.of("coupling", "analog"),
        new StartDocument.Program("0.1.0", "8928bb7", "17.0.1", "Linux 6, amd64"),
        Map.of("rf_1", "Rohde&Schwarz,SGS100A,1416.0505k02/100001,4.2"),
        Map.of("rf_1.power", "-120"));
  }

  private static Reading reading(double value) {
    return new Reading("voltmeter_1", "voltage", value, Unit.VOLT, 4e-8, NOON, false);
  }

  @Test
  void givesBackEverythingThatWasNoted() {
    Path path;
    try (RunFile file = new Runs(folder).create(start(), NOON)) {
      path = file.path();
      assertEquals(Optional.empty(), file.stop());
      file.calibration("{\"bench\":\"two\"}");
      file.step(step(0, 0.7));
      file.step(step(1, 0.1 + 0.2));
      file.stop(new StopDocument(NOON, StopDocument.STOPPED, "Ctrl-C", "{}"));
      file.stop(new StopDocument(NOON, StopDocument.SUCCESS, "", "{\"testAccuracy\":0.99}"));
    }
    try (RunFile file = RunFile.read(path)) {
      assertEquals(start(), file.start());
      assertEquals(Optional.of("{\"bench\":\"two\"}"), file.calibration());
      assertEquals(List.of(step(0, 0.7), step(1, 0.30000000000000004)), file.steps());
      assertEquals(
          Optional.of(new StopDocument(NOON, "success", "", "{\"testAccuracy\":0.99}")),
          file.stop());
    }
  }

  private static Step step(int block, double loss) {
    return new Step(NOON, "block", block, loss, 0.96, block == 1, List.of(1e-3, -2.5e-3));
  }

  @Test
  void anyProgramCanReadItsTables() throws SQLException {
    Path path;
    try (RunFile file = new Runs(folder).create(start(), NOON)) {
      path = file.path();
      file.reading(reading(1.5e-3), Purpose.CALIBRATE, OptionalLong.empty());
      file.evaluation(3, Purpose.TRAIN, new double[] {1e-6, 1.6e-4}, 1);
      file.reading(reading(-2e-3), Purpose.TRAIN, OptionalLong.of(3));
      file.setting(NOON, "synapse 1 field current", 1e-3, "A");
      file.event(NOON, "resume", "from block 3");
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement statement = connection.createStatement()) {
      String joined =
          "SELECT r.time, r.source, r.quantity, r.value, r.unit, r.uncertainty, r.overload,"
              + " e.purpose, e.inputs, e.expected FROM reading r JOIN evaluation e"
              + " ON r.evaluation = e.number";
      try (ResultSet row = statement.executeQuery(joined)) {
        assertTrue(row.next());
        assertEquals("2026-03-01T12:00:00.123456789Z", row.getString(1));
        assertEquals("voltmeter_1", row.getString(2));
        assertEquals("voltage", row.getString(3));
        assertEquals(-2e-3, row.getDouble(4));
        assertEquals("V", row.getString(5));
        assertEquals(4e-8, row.getDouble(6));
        assertEquals(0, row.getInt(7));
        assertEquals("TRAIN", row.getString(8));
        assertEquals("[1.0E-6,1.6E-4]", row.getString(9));
        assertEquals(1, row.getInt(10));
        assertFalse(row.next());
      }
      assertEquals("resume", text(statement, "SELECT kind FROM event"));
      assertEquals("synapse 1 field current", text(statement, "SELECT name FROM setting"));
      assertEquals("5", text(statement, "PRAGMA user_version"));
      assertEquals("ok", text(statement, "PRAGMA integrity_check"));
    }
  }

  private static String text(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      assertTrue(row.next());
      return row.getString(1);
    }
  }

  @Test
  void canBeReadWhileItGrowsWithoutHoldingTheWriterUp() {
    try (RunFile file = new Runs(folder).create(start(), NOON)) {
      note(file, 200);
      file.commit();
      try (RunFile reader = RunFile.read(file.path())) {
        assertEquals(Map.of(Purpose.TEST, 200L), reader.readings());
        note(file, 10);
        file.commit();
        assertEquals(Map.of(Purpose.TEST, 200L), reader.readings(), "what it was when it began");
      }
      try (RunFile reader = RunFile.read(file.path())) {
        assertEquals(Map.of(Purpose.TEST, 210L), reader.readings());
      }
    }
  }

  /** Nobody has to ask for it: a row is in the file soon after it was noted. */
  @Test
  @Timeout(60)
  void notedRowsAreWrittenWithoutACommit() throws InterruptedException {
    try (RunFile file = new Runs(folder).create(start(), NOON)) {
      file.reading(reading(1), Purpose.TEST, OptionalLong.empty());
      while (seenByOthers(file).isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      assertEquals(Map.of(Purpose.TEST, 1L), seenByOthers(file));
    }
  }

  private static Map<Purpose, Long> seenByOthers(RunFile file) {
    try (RunFile reader = RunFile.read(file.path())) {
      return reader.readings();
    }
  }

  /** What another process finds in the file in mid-run is what a killed one leaves behind. */
  @Test
  void losesWhatWasNotWrittenYetWhenTheProcessDies() throws Exception {
    Path killed = folder.resolve("killed.sqlite");
    try (RunFile file = new Runs(folder.resolve("runs")).create(start(), NOON)) {
      file.step(step(4, 0.5));
      note(file, 600);
      file.commit();
      note(file, 1);
      execute(file.path(), "VACUUM INTO '" + killed + "'");
    }
    try (RunFile file = RunFile.open(killed)) {
      long kept = file.readings().get(Purpose.TEST);
      assertTrue(kept == 600 || kept == 601, () -> kept + " readings");
      assertEquals(List.of(step(4, 0.5)), file.steps());
      assertEquals(Optional.empty(), file.stop());
      note(file, 5);
      file.commit();
      assertEquals(kept + 5, file.readings().get(Purpose.TEST));
    }
  }

  /** Message n comes before row n; whoever looks, and whenever, finds a beginning of all that. */
  @Test
  void whateverTheFileHoldsItHoldsAllThatCameBefore() throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
    Path path;
    try (RunFile file = new Runs(folder).create(start(), NOON)) {
      path = file.path();
      Transcript.Place transcript = file.transcripts().begin();
      long seen = 0;
      for (int n = 1; n <= 4000; n++) {
        append(transcript, n - 1, n);
        if (n % 3 == 0) {
          file.setting(NOON, "line", n, "A");
        } else {
          file.reading(reading(n), Purpose.TEST, OptionalLong.empty());
        }
        if (random.nextInt(100) == 0) {
          file.event(NOON, "looked", "at " + n);
        }
        if (random.nextInt(50) == 0) {
          seen = assertABeginning(path, seen, n);
        }
      }
    }
    try (RunFile file = RunFile.read(path)) {
      assertEquals(List.of(lines(4000)), texts(file));
      assertEquals(4000, file.store().count("reading") + file.store().count("setting"));
      assertEquals(Optional.empty(), RunVerifier.check(file).damage());
    }
  }

  private static long assertABeginning(Path path, long before, long noted) {
    try (RunFile reader = RunFile.read(path)) {
      long rows = reader.store().count("reading") + reader.store().count("setting");
      long lines = lines(reader);
      assertTrue(rows >= before && rows <= noted, rows + " rows of " + noted);
      assertTrue(lines >= rows && lines <= noted, lines + " lines, " + rows + " rows");
      return rows;
    }
  }

  private static long lines(RunFile file) {
    return texts(file).stream().mapToLong(text -> text.lines().count()).sum();
  }

  /** The experiment is told, at what it notes next and at the end, and nothing later is kept. */
  @Test
  void whatCannotBeWrittenStopsTheExperiment() throws Exception {
    RunFile file = new Runs(folder).create(start(), NOON);
    Transcript.Place transcript = file.transcripts().begin();
    append(transcript, 0, 1);
    file.evaluation(1, Purpose.TRAIN, new double[] {1e-6}, 0);
    file.commit();
    append(transcript, 1, 2);
    file.evaluation(1, Purpose.TRAIN, new double[] {1e-6}, 0); // a number that is taken
    String reason = "cannot write to the run file " + file.path() + ": ";
    assertMessage(reason, assertThrows(RunException.class, file::commit));
    assertMessage(reason, assertThrows(RunException.class, () -> file.event(NOON, "a", "b")));
    assertMessage(reason, assertThrows(RunException.class, () -> note(file, 1)));
    assertMessage(reason, assertThrows(RunException.class, file::readings));
    assertMessage(reason, assertThrows(IOException.class, () -> append(transcript, 2, 3)));
    assertMessage(reason, assertThrows(RunException.class, file::close));
    file.close();
    try (RunFile left = RunFile.read(file.path())) {
      assertEquals(List.of(lines(1)), texts(left));
      assertEquals(1, left.store().count("evaluation"));
      assertEquals(List.of(), left.events("a"));
    }
  }

  private static void assertMessage(String begin, Exception e) {
    assertTrue(e.getMessage().startsWith(begin), e.getMessage());
  }

  @Test
  void isOneFileOnceItIsClosed() throws IOException {
    Path apart = folder.resolve("apart");
    try (RunFile file = new Runs(apart).create(start(), NOON)) {
      note(file, 1000);
    }
    try (Stream<Path> files = Files.list(apart)) {
      assertEquals(1, files.count());
    }
  }

  private static void note(RunFile file, int readings) {
    for (int i = 0; i < readings; i++) {
      file.reading(reading(i), Purpose.TEST, OptionalLong.empty());
    }
  }

  @Test
  void countsEvaluationsByPurpose() {
    try (RunFile file = new Runs(folder).create(start(), NOON)) {
      assertEquals(0, file.lastEvaluation());
      assertEquals(Map.of(), file.evaluations());
      for (int number = 1; number <= 10; number++) {
        Purpose purpose = number > 7 ? Purpose.ACCEPT : Purpose.TRAIN;
        file.evaluation(number, purpose, new double[] {1e-6, 1e-6}, 0);
        file.reading(reading(number), purpose, OptionalLong.of(number));
      }
      file.reading(reading(0), Purpose.CALIBRATE, OptionalLong.empty());
      assertEquals(10, file.lastEvaluation());
      assertEquals(Map.of(Purpose.TRAIN, 7L, Purpose.ACCEPT, 3L), file.evaluations());
      assertEquals(
          Map.of(Purpose.TRAIN, 7L, Purpose.ACCEPT, 3L, Purpose.CALIBRATE, 1L), file.readings());
    }
  }

  static void append(Transcript.Place transcript, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      byte[] line = line(i).getBytes(StandardCharsets.US_ASCII);
      transcript.take(out -> out.write(line));
    }
  }

  static String line(int number) {
    return "0.000"
        + number
        + " INPROC::rf_1::INSTR > :SOURCE1:POWER:LEVEL "
        + number * 7919L % 10007
        + ";:SYSTEM:ERROR:NEXT?\n";
  }

  /** The text of each session. */
  public static List<String> texts(RunFile file) {
    List<String> texts = new ArrayList<>();
    for (int session : file.transcripts().sessions()) {
      try (InputStream text = file.transcripts().text(session)) {
        texts.add(new String(text.readAllBytes(), StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return texts;
  }

  static String lines(int to) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < to; i++) {
      text.append(line(i));
    }
    return text.toString();
  }

  @Test
  void keepsATranscriptForEachOpeningOfTheBench() throws IOException {
    Path path;
    try (RunFile file = new Runs(folder).create(start(), NOON)) {
      path = file.path();
      assertEquals(List.of(), texts(file));
      append(file.transcripts().begin(), 0, 10_000);
    }
    try (RunFile file = RunFile.open(path)) {
      append(file.transcripts().begin(), 0, 3);
    }
    try (RunFile file = RunFile.read(path)) {
      assertEquals(List.of(lines(10_000), lines(3)), texts(file));
    }
  }

  @Test
  void messagesReachTheFileWithTheRowsBesideThem() throws IOException {
    try (RunFile file = new Runs(folder).create(start(), NOON)) {
      Transcript.Place transcript = file.transcripts().begin();
      append(transcript, 0, 5);
      file.event(NOON, "message", "five so far");
      file.commit();
      try (RunFile reader = RunFile.read(file.path())) {
        assertEquals(List.of(lines(5)), texts(reader));
      }
      append(transcript, 5, 7);
      file.commit();
      try (RunFile reader = RunFile.read(file.path())) {
        assertEquals(List.of(lines(7)), texts(reader));
      }
    }
  }

  @Test
  void aTranscriptIsNotContinuedInAClosedFile() throws IOException {
    Transcript.Place transcript;
    try (RunFile file = new Runs(folder).create(start(), NOON)) {
      transcript = file.transcripts().begin();
      append(transcript, 0, 1);
    }
    String message = assertThrows(IOException.class, () -> append(transcript, 1, 2)).getMessage();
    assertTrue(message.endsWith(" is closed"), message);
  }

  @Test
  void everythingThatIsKnownOfAReadingIsKept() {
    Reading bare = reading(-2e-3);
    Reading full =
        new Reading("smu_1", "current", 3e-3, Unit.AMPERE, 2e-9, NOON, 0.01, 0.02, true, true);
    NotedReading imported =
        new NotedReading(
            NOON,
            Purpose.MEASURE,
            OptionalLong.empty(),
            "cryostat.temperature",
            "cryostat",
            "temperature",
            4.2,
            "K",
            0.01,
            Double.NaN,
            Double.NaN,
            Optional.empty(),
            false,
            Optional.empty());
    try (RunFile file = new Runs(folder).create(start(), NOON)) {
      file.evaluation(3, Purpose.TRAIN, new double[] {1e-6, 1.6e-4}, 1);
      file.setpoint(4, Purpose.MEASURE, new double[] {2e8}, NOON.plusSeconds(4));
      file.reading(bare, Purpose.TRAIN, OptionalLong.of(3));
      file.reading(
          NotedReading.of(full, Purpose.MEASURE, OptionalLong.of(4), "smu_1.current", false));
      file.reading(imported);
      List<NotedReading> readings = readings(file);
      assertEquals(
          List.of(
              NotedReading.of(bare, Purpose.TRAIN, OptionalLong.of(3), "voltmeter_1.voltage", true),
              NotedReading.of(full, Purpose.MEASURE, OptionalLong.of(4), "smu_1.current", false),
              imported),
          readings);
      assertEquals(0.01, readings.get(1).range());
      assertEquals(0.02, readings.get(1).integration());
      assertTrue(readings.get(1).overload());
      assertEquals(Optional.of(true), readings.get(1).compliance());
      List<NotedEvaluation> evaluations = new ArrayList<>();
      file.eachEvaluation(evaluations::add);
      assertEquals(
          List.of(
              new NotedEvaluation(
                  3, Purpose.TRAIN, List.of(1e-6, 1.6e-4), OptionalInt.of(1), Optional.empty()),
              new NotedEvaluation(
                  4,
                  Purpose.MEASURE,
                  List.of(2e8),
                  OptionalInt.empty(),
                  Optional.of(NOON.plusSeconds(4)))),
          evaluations);
    }
  }

  @Test
  void aFileOfVersion1IsReadAndBecomesOneOfThisVersion() throws Exception {
    Path path = full();
    makeVersion2(path);
    execute(path, "DROP TABLE transcript");
    execute(path, "PRAGMA user_version = 1");
    try (RunFile file = RunFile.read(path)) {
      assertEquals(start(), file.start());
      assertEquals(List.of(), texts(file));
      assertEquals(List.of(ofVersion2()), readings(file));
    }
    try (RunFile file = RunFile.open(path)) {
      append(file.transcripts().begin(), 0, 3);
    }
    try (RunFile file = RunFile.read(path)) {
      assertEquals(start(), file.start());
      assertEquals(List.of(lines(3)), texts(file));
      assertEquals(List.of(ofVersion2()), readings(file));
    }
  }

  @Test
  void aFileOfVersion2IsReadAndBecomesOneOfThisVersion() throws Exception {
    Path path = full();
    makeVersion2(path);
    try (RunFile file = RunFile.read(path)) {
      assertEquals(List.of(ofVersion2()), readings(file));
      assertEquals(Optional.empty(), file.columns());
    }
    try (RunFile file = RunFile.open(path)) {
      file.reading(reading(1e-3), Purpose.TEST, OptionalLong.empty());
    }
    try (RunFile file = RunFile.read(path)) {
      assertEquals(
          List.of(ofVersion2(), NotedReading.of(reading(1e-3), Purpose.TEST, OptionalLong.empty())),
          readings(file));
    }
  }

  @Test
  void evaluationsOfACalibrationAreKept() throws Exception {
    Path path;
    try (RunFile file = new Runs(folder).create(start(), NOON)) {
      path = file.path();
      file.calibrated("{\"a\":1}");
      file.calibrated("{\"a\":2}");
    }
    try (RunFile file = RunFile.read(path)) {
      assertEquals(List.of("{\"a\":1}", "{\"a\":2}"), file.calibrated());
    }
    execute(path, "DROP TABLE calibration");
    execute(path, "DROP TABLE sample");
    execute(path, "ALTER TABLE evaluation DROP COLUMN time");
    execute(path, "PRAGMA user_version = 3");
    try (RunFile file = RunFile.read(path)) {
      assertEquals(List.of(), file.calibrated());
    }
    try (RunFile file = RunFile.open(path)) {
      file.calibrated("{\"a\":3}");
      assertEquals(List.of("{\"a\":3}"), file.calibrated());
    }
  }

  /** A session that ended before its calibration left evaluations that the next one repeats. */
  @Test
  void ofACalibrationThatWasRepeatedOnlyTheLastEvaluationsCount() {
    Path path;
    try (RunFile file = new Runs(folder).create(start(), NOON)) {
      path = file.path();
      file.transcripts().begin().take(out -> out.write("first\n".getBytes()));
      file.calibrated("1");
      file.calibrated("2");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int session = 2; session <= 3; session++) {
      try (RunFile file = RunFile.open(path)) {
        byte[] line = ("session " + session + "\n").getBytes(StandardCharsets.US_ASCII);
        assertDoesNotThrow(() -> file.transcripts().begin().take(out -> out.write(line)));
        file.goOn(RunFile.GoingOn.CONTINUED);
        if (session == 2) {
          assertEquals(List.of(), file.calibrated());
          file.calibrated("3");
          file.calibrated("4");
          file.calibration("{}");
        }
        assertEquals(List.of("3", "4"), file.calibrated());
        assertEquals(4, file.extent().rows("calibration"));
      }
    }
  }

  @Test
  void filesOfTwoVersionsAreComparedByWhatBothWriteDown() throws Exception {
    Path old = full();
    makeVersion2(old);
    Path now = full();
    try (RunFile file = RunFile.open(now)) {
      file.columns(new Columns(List.of(), List.of()));
    }
    assertEquals(Optional.empty(), difference(old, now));
    assertEquals(Optional.empty(), difference(now, old));
    execute(now, "UPDATE reading SET overload = 1");
    assertTrue(difference(old, now).orElseThrow().startsWith("reading: id=1 "));
  }

  /** Takes what later versions added out of a file. */
  private static void makeVersion2(Path path) throws SQLException {
    for (String column : List.of("name", "range", "integration", "settled", "compliance")) {
      execute(path, "ALTER TABLE reading DROP COLUMN " + column);
    }
    execute(path, "DROP TABLE calibration");
    execute(path, "DROP TABLE sample");
    execute(path, "ALTER TABLE evaluation DROP COLUMN time");
    execute(path, "PRAGMA user_version = 2");
  }

  /** The reading of {@link #full} as a file of version 2 holds it. */
  private static NotedReading ofVersion2() {
    return new NotedReading(
        NOON,
        Purpose.TRAIN,
        OptionalLong.of(3),
        "voltmeter_1.voltage",
        "voltmeter_1",
        "voltage",
        1.5e-3,
        "V",
        4e-8,
        Double.NaN,
        Double.NaN,
        Optional.empty(),
        false,
        Optional.empty());
  }

  private static List<NotedReading> readings(RunFile file) {
    List<NotedReading> readings = new ArrayList<>();
    file.eachReading(readings::add);
    return readings;
  }

  @Test
  void theFirstDifferenceOfTwoFilesIsFound() throws Exception {
    Path one = full();
    Path two = full();
    assertEquals(Optional.empty(), difference(one, two));
    execute(two, "UPDATE reading SET value = 1.5000000000000002e-3");
    String difference = difference(one, two).orElseThrow();
    assertTrue(difference.startsWith("reading: id=1 "), difference);
    assertTrue(difference.contains("value=0.0015 "), difference);
    assertTrue(difference.contains("value=0.0015000000000000002 "), difference);
    execute(two, "DELETE FROM evaluation");
    difference = difference(one, two).orElseThrow();
    assertTrue(difference.matches("evaluation: number=3 .*, then nothing"), difference);
    execute(two, "UPDATE document SET body = replace(body, '\"seed\":42', '\"seed\":43')");
    assertTrue(difference(one, two).orElseThrow().startsWith("start: "));
  }

  private Path full() {
    try (RunFile file = new Runs(folder).create(start(), NOON)) {
      file.evaluation(3, Purpose.TRAIN, new double[] {1e-6, 1.6e-4}, 1);
      file.reading(reading(1.5e-3), Purpose.TRAIN, OptionalLong.of(3));
      file.stop(new StopDocument(NOON, StopDocument.SUCCESS, "", "{}"));
      return file.path();
    }
  }

  static Optional<String> difference(Path one, Path two) {
    try (RunFile own = RunFile.read(one);
        RunFile other = RunFile.read(two)) {
      return new Compared(own.extent(), Compared.Rest.NONE).difference(own, other);
    }
  }

  @Test
  void refusesWhatIsNoRunFile() throws IOException, SQLException {
    Path missing = folder.resolve("missing.sqlite");
    assertMessage("there is no run file " + missing, missing);
    Path text = Files.writeString(folder.resolve("text.sqlite"), "Dear diary, ".repeat(500));
    assertThrows(RunException.class, () -> RunFile.read(text));
    Path foreign = folder.resolve("foreign.sqlite");
    execute(foreign, "CREATE TABLE t (a INTEGER)");
    assertMessage(foreign + " is not a run file of Spinbench", foreign);
  }

  @Test
  void refusesAnotherVersion() throws SQLException {
    Path path;
    try (RunFile file = new Runs(folder).create(start(), NOON)) {
      path = file.path();
    }
    execute(path, "PRAGMA user_version = 99");
    assertMessage(path + " has run file version 99; this program reads versions 1 to 5", path);
  }

  static void execute(Path path, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private static void assertMessage(String expected, Path path) {
    assertEquals(expected, assertThrows(RunException.class, () -> RunFile.read(path)).getMessage());
  }

  /** As of a program that ends while the driver of SQLite is loading. */
  @Test
  void aFailureOfLoadingAheadIsNotPrinted() throws InterruptedException {
    List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    List<Runnable> loads =
        List.of(
            () -> {
              throw new IllegalStateException("Shutdown in progress");
            },
            () -> {
              throw new UnsatisfiedLinkError("no sqlitejdbc in java.library.path");
            });
    for (Runnable load : loads) {
      Thread loader = RunFile.loader(load);
      loader.setUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
      loader.start();
      loader.join();
    }
    assertEquals(List.of(), uncaught);
    assertTrue(RunFile.loader(() -> {}).isDaemon());
  }
}
