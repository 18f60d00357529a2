package org.spinbench.experiments.run.catalog;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.store.RunException;
import org.sqlite.SQLiteConfig;

/** The index of a folder of runs: an SQLite file with a table for full-text search (FTS5). */
final class CatalogIndex implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(CatalogIndex.class.getName());

  /** "SPIX" in ASCII, and the version of the tables in its place. */
  private static final int APPLICATION = 0x53504958;

  private static final int VERSION = 1;
  private static final int BUSY_TIMEOUT_MS = 10_000;

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE run (id INTEGER PRIMARY KEY, name TEXT UNIQUE, state TEXT, entry TEXT)",
          "CREATE VIRTUAL TABLE words USING fts5 (text)",
          "PRAGMA application_id = " + APPLICATION,
          "PRAGMA user_version = " + VERSION);

  private final Connection connection;

  private CatalogIndex(Connection connection) {
    this.connection = connection;
  }

  static CatalogIndex inMemory() {
    try {
      return opened("jdbc:sqlite::memory:");
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /**
   * The index in a file; if that is of another version or damaged, a new one; if it cannot be
   * written, one in memory.
   */
  static CatalogIndex at(Path file) {
    String url = "jdbc:sqlite:" + file.toUri();
    try {
      return opened(url);
    } catch (SQLException unusable) {
      LOG.log(Level.DEBUG, "the index " + file + " is made again", unusable);
    }
    try {
      Files.deleteIfExists(file);
      return opened(url);
    } catch (SQLException | IOException e) {
      LOG.log(Level.DEBUG, "the index " + file + " cannot be written", e);
      return inMemory();
    }
  }

  private static CatalogIndex opened(String url) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    Connection connection = config.createConnection(url);
    try {
      connection.setAutoCommit(false);
      CatalogIndex index = new CatalogIndex(connection);
      if (index.number("SELECT COUNT(*) FROM sqlite_master") == 0) {
        for (String sql : TABLES) {
          index.change(sql);
        }
      } else if (index.number("PRAGMA application_id") != APPLICATION
          || index.number("PRAGMA user_version") != VERSION) {
        throw new SQLException("another version");
      }
      return index;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private int number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }

  private void change(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  /**
   * Makes the index agree with the files.
   *
   * @param states of all files, by the names of the runs
   * @param read reads the file of a run
   */
  void update(Map<String, String> states, Function<String, CatalogEntry.Indexed> read) {
    try {
      Map<String, String> known = new HashMap<>();
      each("SELECT name, state FROM run", row -> known.put(row.getString(1), row.getString(2)));
      for (String name : known.keySet()) {
        if (!known.get(name).equals(states.get(name))) {
          change("DELETE FROM words WHERE rowid = (SELECT id FROM run WHERE name = ?)", name);
          change("DELETE FROM run WHERE name = ?", name);
        }
      }
      for (Map.Entry<String, String> file : states.entrySet()) {
        if (!file.getValue().equals(known.get(file.getKey()))) {
          CatalogEntry.Indexed run = read.apply(file.getKey());
          change(
              "INSERT INTO run (name, state, entry) VALUES (?, ?, ?)",
              file.getKey(),
              file.getValue(),
              Json.write(run.entry()));
          change(
              "INSERT INTO words (rowid, text) VALUES ((SELECT id FROM run WHERE name = ?), ?)",
              file.getKey(),
              run.words());
        }
      }
      connection.commit();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** All entries, by name. */
  List<CatalogEntry> entries() {
    List<CatalogEntry> entries = new ArrayList<>();
    try {
      each(
          "SELECT entry FROM run ORDER BY name",
          row -> entries.add(Json.read(row.getString(1), CatalogEntry.class)));
    } catch (SQLException | RunException e) {
      throw failure(e);
    }
    return entries;
  }

  /** The names of the runs that a query of FTS5 finds. */
  Set<String> names(String query) {
    Set<String> names = new HashSet<>();
    try {
      each(
          "SELECT name FROM run WHERE id IN (SELECT rowid FROM words WHERE words MATCH ?)",
          row -> names.add(row.getString(1)),
          query);
    } catch (SQLException e) {
      throw failure(e);
    }
    return names;
  }

  private interface Visitor {
    void at(ResultSet row) throws SQLException;
  }

  private void each(String sql, Visitor visitor, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          visitor.at(rows);
        }
      }
    }
  }

  /** The index is damaged, or cannot be written. */
  static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Unusable(Exception cause) {
      super("the index of the runs cannot be used: " + cause.getMessage(), cause);
    }
  }

  private static Unusable failure(Exception e) {
    return new Unusable(e);
  }

  @Override
  public void close() {
    try (connection) {
      connection.rollback();
    } catch (SQLException e) {
      throw failure(e);
    }
  }
}
