package org.spinbench.experiments.run.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;

class RunDatabaseTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
  private static final StopDocument END =
      new StopDocument(NOON, StopDocument.SUCCESS, "", "{\"testAccuracy\":0.99}");

  /** Where the header of an SQLite file has its versions of writing and reading; 2 is a log. */
  private static final int VERSIONS = 18;

  @TempDir Path folder;

  private static RunFile begun(Path folder) {
    StartDocument start =
        new StartDocument(
            NOON,
            "train",
            "",
            null,
            1,
            "xor",
            Map.of(),
            new StartDocument.Program("", "", "", ""),
            Map.of(),
            Map.of());
    return new Runs(folder).create(start, NOON);
  }

  private static Path finished(Path folder) {
    try (RunFile run = begun(folder)) {
      run.event(NOON, "message", "one");
      run.stop(END);
      return run.path();
    }
  }

  /** What a version that left the log's mode in the file made of a run that ended. */
  private static Path finishedByAnOlderVersion(Path folder) throws SQLException {
    Path path = finished(folder);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
    }
    return path;
  }

  private static byte version(Path path) throws IOException {
    return Files.readAllBytes(path)[VERSIONS];
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Reads all of a run and demands that nothing of it shows beside it. */
  private static void assertReadWithoutATrace(Path path) throws IOException {
    Path folder = path.getParent();
    List<String> before = files(folder);
    byte[] bytes = Files.readAllBytes(path);
    Files.setLastModifiedTime(folder, LONG_AGO);
    Files.setLastModifiedTime(path, LONG_AGO);
    try (RunFile run = RunFile.read(path)) {
      assertEquals(List.of("one"), run.events("message"));
      assertEquals(END, run.stop().orElseThrow());
      assertEquals(before, files(folder));
      assertEquals(LONG_AGO, Files.getLastModifiedTime(folder), "while it is read");
    }
    assertEquals(1, new Runs(folder).list().size());
    assertEquals(before, files(folder));
    assertEquals(LONG_AGO, Files.getLastModifiedTime(folder), "after it was read");
    assertEquals(LONG_AGO, Files.getLastModifiedTime(path));
    assertEquals(bytes.length, Files.size(path));
  }

  @Test
  void aRunThatEndedIsOneFileThatIsReadWithoutATrace() throws IOException {
    Path path = finished(folder);
    assertEquals(List.of(path.getFileName().toString()), files(folder));
    assertEquals(1, version(path), "no log is asked for");
    assertReadWithoutATrace(path);
  }

  @Test
  void aRunThatAnOlderVersionEndedIsReadWithoutATrace() throws IOException, SQLException {
    Path path = finishedByAnOlderVersion(folder);
    assertEquals(2, version(path));
    assertReadWithoutATrace(path);
  }

  /** Whatever opens SQLite files without a right to write reads a run that ended. */
  @Test
  void anyProgramReadsARunThatEndedWithoutWriting() throws IOException, SQLException {
    Path path = finished(folder);
    for (String how : List.of("mode=ro", "immutable=1")) {
      String url = "jdbc:sqlite:" + path.toUri() + "?" + how;
      try (Connection connection = DriverManager.getConnection(url);
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT detail FROM event")) {
        assertTrue(row.next());
        assertEquals("one", row.getString(1));
      }
      assertEquals(1, files(folder).size());
    }
  }

  @Test
  void aRunIsReadWhereNothingMayBeWritten() throws IOException, SQLException {
    assumeFalse(mayWriteAnywhere(), "permissions do not hold for this user");
    Path mine = Files.createDirectory(folder.resolve("mine"));
    Path older = Files.createDirectory(folder.resolve("older"));
    Path killed = Files.createDirectory(folder.resolve("killed"));
    finished(mine);
    finishedByAnOlderVersion(older);
    killed(killed);
    for (Path each : List.of(mine, older, killed)) {
      permit(each, "r-xr-xr-x", "r--r--r--");
      try {
        Runs.Summary run = new Runs(each).list().get(0);
        assertEquals(java.util.Optional.empty(), run.problem());
        assertEquals("xor", run.start().task());
      } finally {
        permit(each, "rwxr-xr-x", "rw-r--r--");
      }
    }
  }

  private boolean mayWriteAnywhere() throws IOException {
    Path locked = Files.createDirectory(folder.resolve("locked"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
    return Files.isWritable(locked);
  }

  private static void permit(Path folder, String ofFolder, String ofFiles) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(ofFiles));
      }
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(ofFolder));
  }

  /** A run as a program leaves it that is killed: with a log, and without what shares it. */
  private Path killed(Path into) throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    try (RunFile run = begun(elsewhere)) {
      run.event(NOON, "message", "in the log");
      run.commit();
      Path copy = Files.copy(run.path(), into.resolve(run.path().getFileName()));
      Files.copy(log(run.path()), log(copy));
      return copy;
    }
  }

  private static Path log(Path path) {
    return path.resolveSibling(path.getFileName() + "-wal");
  }

  @Test
  void whatAKilledRunLeftInItsLogIsReadAndTheRunIsOneFileWhenItIsResumed() throws IOException {
    Path path = killed(Files.createDirectory(folder.resolve("killed")));
    try (RunFile run = RunFile.read(path)) {
      assertEquals(List.of("in the log"), run.events("message"));
    }
    assertTrue(Files.exists(log(path)), "reading a run that did not end leaves its log");
    try (RunFile run = RunFile.open(path)) {
      run.event(NOON, "message", "resumed");
      run.stop(END);
    }
    assertEquals(List.of(path.getFileName().toString()), files(path.getParent()));
    try (RunFile run = RunFile.read(path)) {
      assertEquals(List.of("in the log", "resumed"), run.events("message"));
    }
  }

  /** SQLite cannot share a log where it may make no file for it; a folder in its place is such. */
  @Test
  void aLogThatCannotBeSharedIsReadFromACopy() throws IOException {
    Path path = killed(Files.createDirectory(folder.resolve("killed")));
    Path inTheWay = path.resolveSibling(path.getFileName() + "-shm");
    Files.createDirectory(inTheWay);
    List<String> before = files(path.getParent());
    try (RunFile run = RunFile.read(path)) {
      assertEquals(List.of("in the log"), run.events("message"));
    }
    assertEquals(before, files(path.getParent()));
  }

  @Test
  void aRunThatIsBeingWrittenIsRead() {
    try (RunFile running = begun(folder)) {
      running.event(NOON, "message", "one");
      running.commit();
      try (RunFile run = RunFile.read(running.path())) {
        assertEquals(List.of("one"), run.events("message"));
        running.event(NOON, "message", "two");
        running.commit();
      }
      try (RunFile run = RunFile.read(running.path())) {
        assertEquals(List.of("one", "two"), run.events("message"));
      }
    }
  }

  /** Whoever reads when a run ends keeps its log from being folded in, and does it afterwards. */
  @Test
  void theLastReaderOfARunThatEndsMeanwhileLeavesOneFile() throws IOException {
    RunFile running = begun(folder);
    RunFile reader = RunFile.read(running.path());
    assertEquals("xor", reader.start().task());
    running.stop(END);
    running.close();
    assertTrue(Files.exists(log(running.path())));
    reader.close();
    try (RunFile again = RunFile.read(running.path())) {
      assertEquals(END, again.stop().orElseThrow());
    }
    assertEquals(List.of(running.path().getFileName().toString()), files(folder));
  }

  @Test
  void aFileThatIsWrittenWhileItIsReadWithoutALockIsNotBelieved() throws SQLException {
    Path path = finishedByAnOlderVersion(folder);
    RunFile reader = RunFile.read(path);
    assertEquals(END, reader.stop().orElseThrow());
    try (RunFile resumed = RunFile.open(path)) {
      resumed.event(NOON, "resume", "again");
    }
    String message = assertThrows(RunException.class, reader::close).getMessage();
    assertEquals("the run file " + path + " was written while it was read; read it again", message);
  }

  @Test
  void anyNameOfAFolderWillDo() throws IOException {
    Path odd = Files.createDirectory(folder.resolve("100 % sure? #1 & ü;x=1"));
    Path path = finished(odd);
    assertReadWithoutATrace(path);
    assertEquals(List.of(path.getFileName().toString()), files(odd));
    assertFalse(RunDatabase.isInUse(path));
  }

  @Test
  void otherFilesAreCalledByTheirKind() throws IOException {
    Path file = folder.resolve("odd.sqlite");
    assertRefused(file, "Dear diary, nothing happened today.", "it is a text file");
    assertRefused(file, "\u0089PNG\r\n\u001a\n and so on, and so on", "it is a PNG picture");
    assertRefused(file, "\u0001\u0002\u0003 and so on, and so on", "of another kind, or damaged");
    assertRefused(file, "", file + " is empty, so it is not a run file");
    Path folderOfRuns = Files.createDirectory(folder.resolve("runs"));
    assertEquals(
        folderOfRuns + " is a folder, not a run file",
        assertThrows(RunException.class, () -> RunFile.read(folderOfRuns)).getMessage());
  }

  private static void assertRefused(Path file, String text, String message) throws IOException {
    Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    String found = assertThrows(RunException.class, () -> RunFile.read(file)).getMessage();
    assertTrue(found.contains(file.toString()) && found.endsWith(message), found);
    assertFalse(found.contains("SQLITE"), found);
  }
}
