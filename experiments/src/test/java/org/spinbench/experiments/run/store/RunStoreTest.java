package org.spinbench.experiments.run.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStoreTest {
  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void name() {
    path = folder.resolve("run.sqlite");
  }

  private static void event(RunStore store, String kind, String detail) {
    store.row("event", () -> new Object[] {null, "2026-03-01T12:00:00Z", kind, detail});
  }

  private static List<String> details(RunStore store, String kind) {
    return store.query(
        "SELECT detail FROM event WHERE kind = ? ORDER BY id", row -> row.getString(1), kind);
  }

  /** Values are parameters: no text of a user is part of a statement. */
  @Test
  void aTextIsNeverPartOfAStatement() {
    String kind = "it's'; DROP TABLE event; --";
    try (RunStore store = RunStore.create(path)) {
      event(store, kind, "one");
      event(store, "other", "two");
      store.document(kind, "a body");
      store.change("UPDATE event SET detail = ? WHERE kind = ?", kind, "other");
      assertEquals(List.of("one"), details(store, kind));
      assertEquals(List.of(kind), details(store, "other"));
      assertEquals(Optional.of("a body"), store.document(kind));
      assertEquals(Optional.empty(), store.document("x' OR 'a' = 'a"));
    }
  }

  /** A change applies to rows that were noted before it, also to those that wait for others. */
  @Test
  void aChangeComesAfterTheRowsNotedBefore() {
    try (RunStore store = RunStore.create(path)) {
      event(store, "kind", "before");
      store.change("UPDATE event SET detail = 'changed'");
      event(store, "kind", "after");
      assertEquals(List.of("changed", "after"), details(store, "kind"));
      assertEquals(2, store.count("event"));
      assertEquals(2, store.lastRow("event"));
    }
  }

  @Test
  void aDocumentReplacesThatOfTheSameName() {
    try (RunStore store = RunStore.create(path)) {
      store.document("stop", "one");
      store.document("start", "s");
      store.document("stop", "two");
      assertEquals(List.of("start", "stop"), store.documents());
      assertEquals(Optional.of("two"), store.document("stop"));
    }
  }

  /** Rows are shown as text with every bit, from a place on. */
  @Test
  void rowsAreTexts() {
    try (RunStore store = RunStore.create(path)) {
      event(store, "a", "one");
      event(store, "b", "two");
      try (RowTexts texts = store.texts("event", List.of("kind", "detail"), "id", 1)) {
        assertEquals("event: kind=b detail=two", texts.next());
        assertNull(texts.next());
      }
    }
  }

  /** The first files of version 5 had no time of a setpoint, though their version is the same. */
  @Test
  void whatAFileLacksIsAddedWhenItIsOpenedToBeWritten() throws SQLException {
    RunStore.create(path).close();
    execute("ALTER TABLE evaluation DROP COLUMN time");
    try (RunStore store = RunStore.read(path)) {
      assertFalse(store.has("evaluation", "time"));
      assertTrue(store.has("evaluation", "expected"));
    }
    try (RunStore store = RunStore.open(path)) {
      assertTrue(store.has("evaluation", "time"));
      store.row("evaluation", () -> new Object[] {1L, "TRAIN", "[]", null, "now"});
      assertEquals(1, store.count("evaluation"));
    }
  }

  /** Opening a file that lacks nothing changes nothing of it. */
  @Test
  void aFileThatLacksNothingStaysAsItIs() throws SQLException {
    RunStore.create(path).close();
    long before = changes();
    RunStore.open(path).close();
    assertEquals(before, changes());
  }

  private long changes() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement statement = connection.createStatement()) {
      return statement.executeQuery("PRAGMA schema_version").getLong(1);
    }
  }

  @Test
  void aCopyHoldsWhatWasNoted() {
    Path copy = folder.resolve("copy.sqlite");
    try (RunStore store = RunStore.create(path)) {
      event(store, "kind", "noted");
      store.copyTo(copy);
    }
    try (RunStore store = RunStore.read(copy)) {
      assertEquals(List.of("noted"), details(store, "kind"));
    }
  }

  @Test
  void isNotMadeTwice() {
    RunStore.create(path).close();
    String message = assertThrows(RunException.class, () -> RunStore.create(path)).getMessage();
    assertEquals("the file " + path + " exists already; give another name", message);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
