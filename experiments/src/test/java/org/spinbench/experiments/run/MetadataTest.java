package org.spinbench.experiments.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.bench.file.RunLabels;
import org.spinbench.experiments.run.store.RunException;

class MetadataTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;

  private static Metadata tagged(String... tags) {
    return new Metadata("", "", List.of(tags), List.of());
  }

  private Path ended(Metadata metadata) {
    try (RunFile run = new Runs(folder).create(RunFileTest.start(), NOON, metadata)) {
      run.stop(new StopDocument(NOON, StopDocument.SUCCESS, "", "{}"));
      return run.path();
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void theCommandCountsMoreThanTheBenchFile() {
    RunLabels bench = new RunLabels("W3 D12", "M. Noor", List.of("cooldown-4", "wafer"), List.of());
    assertEquals(
        new Metadata("W3 D12", "M. Noor", List.of("cooldown-4", "wafer"), List.of()),
        Metadata.NONE.on(bench));
    Metadata given = new Metadata("W4", "", List.of("wafer", "hot"), List.of());
    assertEquals(
        new Metadata("W4", "M. Noor", List.of("cooldown-4", "wafer", "hot"), List.of()),
        given.on(bench));
  }

  @Test
  void aRunHasWhatWasSaidAtItsBeginning() {
    Metadata said =
        new Metadata("W3", "M. Noor", List.of("a"), List.of(new Metadata.Note("", "\"new\" tip")));
    try (RunFile run = RunFile.read(ended(said))) {
      assertEquals(said, run.metadata());
    }
    try (RunFile run = RunFile.read(ended(Metadata.NONE))) {
      assertEquals(Metadata.NONE, run.metadata());
      assertEquals(List.of("about", "start", "stop"), run.store().documents());
    }
  }

  @Test
  void aChangedRunIsStillOneSoundFileWithTheSameContent() throws IOException {
    Path path = ended(tagged("a"));
    Metadata now = RunFile.describe(path, before -> before.tagged(List.of("b", "a")));
    assertEquals(List.of("a", "b"), now.tags());
    now = RunFile.describe(path, before -> before.untagged(List.of("a")));
    assertEquals(List.of("b"), now.tags());
    now = RunFile.describe(path, before -> before.noted(new Metadata.Note("now", "first")));
    now = RunFile.describe(path, before -> before.noted(new Metadata.Note("then", "second")));
    assertEquals(List.of(path.getFileName().toString()), names());
    try (RunFile run = RunFile.read(path)) {
      assertEquals(now, run.metadata());
      assertEquals(
          List.of("first", "second"), now.notes().stream().map(Metadata.Note::text).toList());
      assertEquals(Optional.empty(), RunVerifier.check(run).damage());
      assertEquals(RunFileTest.start(), run.start());
      assertEquals(StopDocument.SUCCESS, run.stop().orElseThrow().status());
    }
  }

  @Test
  void aGrowingRunCanBeTaggedAndLosesNothing() {
    Path path;
    try (RunFile run = new Runs(folder).create(RunFileTest.start(), NOON)) {
      path = run.path();
      for (int i = 0; i < 20; i++) {
        run.setting(NOON, "bias", i, "A");
        if (i % 5 == 0) {
          String tag = "at-" + i;
          RunFile.describe(path, before -> before.tagged(List.of(tag)));
        }
      }
      assertEquals(List.of("at-0", "at-5", "at-10", "at-15"), run.metadata().tags());
      run.stop(new StopDocument(NOON, StopDocument.SUCCESS, "", "{}"));
    }
    try (RunFile run = RunFile.read(path)) {
      assertEquals(4, run.metadata().tags().size());
      assertEquals(20, run.extent().rows("setting"));
      assertEquals(Optional.empty(), RunVerifier.check(run).damage());
    }
  }

  /** Everybody who tags at the same moment is heard. */
  @Test
  void noChangeIsLost() {
    Path path = ended(Metadata.NONE);
    IntStream.range(0, 12)
        .parallel()
        .forEach(i -> RunFile.describe(path, before -> before.tagged(List.of("t" + i))));
    try (RunFile run = RunFile.read(path)) {
      assertEquals(12, run.metadata().tags().size());
      assertEquals(Optional.empty(), RunVerifier.check(run).damage());
    }
  }

  @Test
  void aRunOfAnEarlierVersionIsNotConverted() throws SQLException {
    Path path = ended(Metadata.NONE);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE sample");
      statement.execute("PRAGMA user_version = 4");
    }
    RunFile.describe(path, before -> before.tagged(List.of("old")));
    try (RunFile run = RunFile.read(path)) {
      assertEquals(List.of("old"), run.metadata().tags());
      assertFalse(run.store().has("sample"));
      assertEquals(4, run.store().number("PRAGMA user_version"));
    }
  }

  @Test
  void whatIsNoRunStaysAsItIs() throws IOException {
    Path text = Files.writeString(folder.resolve("diary.sqlite"), "Dear diary, nothing happened.");
    byte[] before = Files.readAllBytes(text);
    String refusal =
        assertThrows(RunException.class, () -> RunFile.describe(text, one -> one)).getMessage();
    assertTrue(refusal.contains("diary.sqlite: it is a text file"), refusal);
    assertArrayEquals(before, Files.readAllBytes(text));
  }

  /** A change that fails leaves the run as it was, and free for the next. */
  @Test
  void aRefusedChangeChangesNothing() {
    Path path = ended(tagged("a"));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            RunFile.describe(
                path,
                before -> {
                  throw new IllegalArgumentException("no");
                }));
    assertEquals(List.of("a", "b"), RunFile.describe(path, b -> b.tagged(List.of("b"))).tags());
  }

  @Test
  void aReplayNeedNotRepeatIt() {
    Path one = ended(tagged("a"));
    Path other = ended(Metadata.NONE);
    try (RunFile run = RunFile.read(one);
        RunFile replay = RunFile.read(other)) {
      Compared compared = new Compared(run.extent(), Compared.Rest.NONE);
      assertEquals(Optional.empty(), compared.difference(run, replay));
    }
  }
}
