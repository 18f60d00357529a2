package org.spinbench.app.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.experiments.run.Json;
import org.sqlite.SQLiteConfig;

/**
 * The entries of a queue in their order, in a file in the folder of runs. Several programs may use
 * it at the same time: each call is one transaction, which survives a killed program.
 */
public final class QueueFile {
  /** Name of the file; {@code runs list} does not take it for a run. */
  private static final String NAME = "queue.db";

  private static final int BUSY_TIMEOUT_MS = 10_000;

  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS entry"
          + " (id INTEGER PRIMARY KEY AUTOINCREMENT, place INTEGER, body TEXT)";

  private final Path folder;

  /** The queue of a folder of runs, which need not exist. */
  public QueueFile(Path folder) {
    this.folder = folder;
  }

  /** The folder of runs. */
  public Path folder() {
    return folder;
  }

  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private <T> T transaction(Work<T> work) {
    Path file = folder.resolve(NAME);
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    try {
      Files.createDirectories(folder);
      try (Connection connection = config.createConnection("jdbc:sqlite:" + file.toUri())) {
        connection.setAutoCommit(false);
        change(connection, TABLE);
        T result = work.on(connection);
        connection.commit();
        return result;
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot use the queue " + file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot make the folder of runs " + folder + ": " + UserFile.reason(e), e);
    }
  }

  private static void change(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  private static List<QueueEntry> entries(Connection connection) throws SQLException {
    List<QueueEntry> entries = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT body FROM entry ORDER BY place, id")) {
      while (rows.next()) {
        entries.add(Json.read(rows.getString(1), QueueEntry.class));
      }
    }
    return entries;
  }

  /** A transaction about an entry that must exist, which makes no file if there is no queue. */
  private <T> T about(long id, Work<T> work) {
    find(entries(), id);
    return transaction(work);
  }

  /** All entries in their order. */
  public List<QueueEntry> entries() {
    return Files.exists(folder.resolve(NAME)) ? transaction(QueueFile::entries) : List.of();
  }

  /**
   * Adds an entry at the end.
   *
   * @throws IllegalArgumentException if it waits for an entry that does not exist
   */
  public QueueEntry add(
      List<String> words, Path where, Instant now, QueueEntry.When when, boolean held) {
    LongFunction<QueueEntry> entry =
        id ->
            new QueueEntry(
                id,
                words,
                where.toString(),
                now,
                when,
                held ? QueueEntry.State.HELD : QueueEntry.State.WAITING,
                QueueEntry.Execution.NONE);
    if (when.after() != null) {
      find(entries(), when.after());
    }
    return transaction(
        connection -> {
          change(connection, "INSERT INTO entry (body) VALUES ('')");
          long id;
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery("SELECT last_insert_rowid()")) {
            row.next();
            id = row.getLong(1);
          }
          QueueEntry added = entry.apply(id);
          change(
              connection,
              "UPDATE entry SET body = ?,"
                  + " place = (SELECT COALESCE(MAX(place), 0) + 1 FROM entry) WHERE id = ?",
              Json.write(added),
              id);
          return added;
        });
  }

  /**
   * Changes an entry.
   *
   * @param change may throw to refuse; then nothing changes
   * @throws IllegalArgumentException if there is none with this number
   */
  public QueueEntry change(long id, Function<QueueEntry, QueueEntry> change) {
    return about(
        id,
        connection -> {
          QueueEntry changed = change.apply(find(entries(connection), id));
          change(connection, "UPDATE entry SET body = ? WHERE id = ?", Json.write(changed), id);
          return changed;
        });
  }

  /**
   * Replaces the entry that is selected and changed, in one transaction, so that nobody else
   * changes it in between.
   */
  Optional<QueueEntry> take(Function<List<QueueEntry>, Optional<QueueEntry>> changed) {
    return transaction(
        connection -> {
          Optional<QueueEntry> taken = changed.apply(entries(connection));
          if (taken.isPresent()) {
            change(
                connection,
                "UPDATE entry SET body = ? WHERE id = ?",
                Json.write(taken.get()),
                taken.get().id());
          }
          return taken;
        });
  }

  /**
   * Moves an entry to a place, counted from 1; beyond the end it becomes the last.
   *
   * @throws IllegalArgumentException if there is none with this number
   */
  public void move(long id, int place) {
    about(
        id,
        connection -> {
          List<QueueEntry> all = entries(connection);
          QueueEntry moved = find(all, id);
          all.remove(moved);
          all.add(Math.min(place - 1, all.size()), moved);
          for (int i = 0; i < all.size(); i++) {
            change(connection, "UPDATE entry SET place = ? WHERE id = ?", i + 1, all.get(i).id());
          }
          return null;
        });
  }

  /**
   * Removes an entry; its run stays.
   *
   * @throws IllegalArgumentException if there is none with this number, if it is being executed, or
   *     if another one waits for it
   */
  public QueueEntry remove(long id) {
    return about(
        id,
        connection -> {
          List<QueueEntry> all = entries(connection);
          QueueEntry removed = find(all, id);
          if (removed.state() == QueueEntry.State.RUNNING && removed.last().isAlive()) {
            throw new IllegalArgumentException(
                removed.text()
                    + " is running; stop it first: its process is "
                    + removed.last().pid());
          }
          all.stream()
              .filter(one -> one.when().after() != null && one.when().after() == id)
              .filter(
                  one ->
                      one.state() == QueueEntry.State.WAITING
                          || one.state() == QueueEntry.State.HELD)
              .findFirst()
              .ifPresent(
                  one -> {
                    throw new IllegalArgumentException(
                        one.text() + " is to follow " + id + "; remove that one first");
                  });
          change(connection, "DELETE FROM entry WHERE id = ?", id);
          return removed;
        });
  }

  private static QueueEntry find(List<QueueEntry> all, long id) {
    return all.stream()
        .filter(one -> one.id() == id)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the queue has no entry "
                        + id
                        + (all.isEmpty()
                            ? "; it is empty"
                            : "; it has "
                                + String.join(
                                    ", ",
                                    all.stream().map(one -> Long.toString(one.id())).toList()))));
  }
}
