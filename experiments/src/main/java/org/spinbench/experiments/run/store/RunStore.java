package org.spinbench.experiments.run.store;

import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.sqlite.SQLiteConfig;

/**
 * The tables of one run file. A separate thread writes the records ({@link RunWriter}); a query
 * first waits until all earlier records are written.
 *
 * <p>Names of tables and columns in SQL are those of {@link Schema}; every value is a parameter.
 */
public final class RunStore implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RunStore.class.getName());

  /** Approximate memory of a row until it is written, bytes. */
  private static final int ROW_SIZE = 300;

  private final Path path;
  private final RunDatabase database;
  private final Connection connection;
  private final RunWriter writer;

  /** Guards the connection and its data; recording does not need it. */
  private final Object tables = new Object();

  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private final Map<String, RowInserts> inserts = new HashMap<>();
  private final Map<String, List<String>> columns = new ConcurrentHashMap<>();
  private Runnable beforeCommit = () -> {};

  private RunStore(Path path, RunDatabase database) {
    this.path = path;
    this.database = database;
    this.connection = database.connection();
    this.writer = new RunWriter(tables, this::endTransaction, this::notWritten);
  }

  /**
   * Makes a file with empty tables.
   *
   * @throws RunException if a file with this name exists
   */
  public static RunStore create(Path path) {
    if (Files.exists(path)) {
      throw new RunException("the file " + path + " exists already; give another name");
    }
    return withTables(new RunStore(path, RunDatabase.toWrite(path)));
  }

  /** Empty tables in memory only. */
  public static RunStore inMemory() {
    return withTables(new RunStore(Path.of(""), RunDatabase.inMemory()));
  }

  private static RunStore withTables(RunStore store) {
    try {
      store.executeAll(Schema.STATEMENTS);
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /**
   * Opens a file for writing. A file of an earlier version is converted.
   *
   * @throws RunException if it is not a run file, or one of a later version
   */
  public static RunStore open(Path path) {
    RunStore store = read(path, RunDatabase::toWrite);
    try {
      store.executeAll(Schema.missing(store));
      store.columns.clear();
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /**
   * Opens a file for reading; it may be growing.
   *
   * @throws RunException if it is not a run file, or one of a later version
   */
  public static RunStore read(Path path) {
    return read(path, RunDatabase::toRead);
  }

  private interface Opener {
    RunDatabase open(Path path);
  }

  private static RunStore read(Path path, Opener opener) {
    requireFile(path);
    RunStore store = new RunStore(path, opener.open(path));
    try {
      store.requireVersion();
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /**
   * Replaces one document of a file, which another program may be writing; nothing else changes.
   *
   * @param change from the present text, if there is one, to the new one
   * @return the new text
   * @throws RunException if it is not a run file, or one of a later version, or cannot be written
   */
  public static String amend(
      Path path, String document, Function<Optional<String>, String> change) {
    try (RunStore store = read(path, RunDatabase::toAmend)) {
      String text = change.apply(store.document(document));
      store.document(document, text);
      store.commit();
      return text;
    }
  }

  private static void requireFile(Path path) {
    if (Files.isDirectory(path)) {
      throw new RunException(path + " is a folder, not a run file");
    }
    if (!Files.isRegularFile(path)) {
      throw new RunException("there is no run file " + path);
    }
    if (path.toFile().length() == 0 && Files.isReadable(path)) {
      throw new RunException(path + " is empty, so it is not a run file");
    }
  }

  private void requireVersion() {
    if (pragma("application_id") != Schema.APPLICATION) {
      throw new RunException(path + " is not a run file of Spinbench");
    }
    long version = pragma("user_version");
    if (version < 1 || version > Schema.VERSION) {
      throw new RunException(
          path
              + " has run file version "
              + version
              + "; this program reads versions 1 to "
              + Schema.VERSION);
    }
  }

  /** Whether a later version of this program wrote a file, which only that version can read. */
  public static boolean isOfLaterVersion(Path path) {
    try (RunStore store = new RunStore(path, RunDatabase.toRead(path))) {
      return store.pragma("application_id") == Schema.APPLICATION
          && store.pragma("user_version") > Schema.VERSION;
    } catch (RunException illegible) {
      return false;
    }
  }

  /** Merges the log beside a file, if the log is undamaged; the file itself may be damaged. */
  public static void foldLog(Path path) {
    try (RunStore store = new RunStore(path, RunDatabase.toWrite(path))) {
      store.executeAll(List.of("PRAGMA writable_schema = ON"));
      store.pragma("user_version"); // closing the file merges the log
    } catch (RunException damaged) {
      // Then the file has only its own content.
      LOG.log(Level.DEBUG, "the log beside " + path + " is not folded in", damaged);
    }
  }

  private long pragma(String name) {
    return number("PRAGMA " + name);
  }

  /** Creates tables and settings of a file, before any record. */
  private void executeAll(List<String> sql) {
    try (Statement statement = connection.createStatement()) {
      for (String each : sql) {
        statement.executeUpdate(each);
      }
      connection.commit();
    } catch (SQLException e) {
      throw failure("write to", e);
    }
  }

  /** The path of the file. */
  public Path path() {
    return path;
  }

  /** The size of the file with everything noted so far, bytes. */
  public long size() {
    return pragma("page_count") * pragma("page_size");
  }

  /** Whether the file has a table; files of earlier versions lack some. */
  public boolean has(String table) {
    return !columns(table).isEmpty();
  }

  /** Whether a table of the file has a column. */
  public boolean has(String table, String column) {
    return columns(table).contains(column);
  }

  /** The columns of a table in their order; none if the file lacks the table. */
  public List<String> columns(String table) {
    List<String> known = columns.get(table);
    if (known == null) {
      known = query("SELECT name FROM pragma_table_info(?)", row -> row.getString(1), table);
      columns.put(table, known);
    }
    return known;
  }

  /** Converts a row. */
  public interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** Visits a row. */
  public interface Visitor {
    void at(ResultSet row) throws SQLException;
  }

  /**
   * All rows of a query.
   *
   * @param values of its parameters
   */
  public <T> List<T> query(String sql, Row<T> row, Object... values) {
    List<T> list = new ArrayList<>();
    each(sql, rows -> list.add(row.of(rows)), values);
    return list;
  }

  /** The single number of a query. */
  public long number(String sql) {
    return query(sql, row -> row.getLong(1)).get(0);
  }

  /** Visits row by row, and keeps none, because a file may be larger than memory. */
  public void each(String sql, Visitor visitor, Object... values) {
    settle();
    synchronized (tables) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        set(statement, values);
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            visitor.at(rows);
          }
        }
      } catch (SQLException e) {
        throw failure("read", e);
      }
    }
  }

  /** Waits until all records are written, unless a query is in progress. */
  private void settle() {
    if (!Thread.holdsLock(tables)) {
      commit();
    }
  }

  /** Number of rows in a table. */
  public long count(String table) {
    return number("SELECT COUNT(*) FROM " + table);
  }

  /** The number of the last row of a table; 0 if there is none. */
  public long lastRow(String table) {
    return number("SELECT COALESCE(MAX(rowid), 0) FROM " + table);
  }

  /** The present rows of a table, in their order, some at a time. */
  public <T> RowStream<T> stream(String table, Row<T> row) {
    String some = "SELECT * FROM " + table + " WHERE rowid > ? AND rowid <= ? ORDER BY rowid";
    return new RowStream<>(lastRow(table), (after, until) -> query(some, row, after, until));
  }

  /**
   * Rows of a table as text, in an order.
   *
   * @param of the columns
   * @param order the column that orders them
   * @param skipped number of rows to skip at the beginning
   */
  public RowTexts texts(String table, List<String> of, String order, long skipped) {
    settle();
    String names = String.join(", ", of);
    String sql = "SELECT " + names + " FROM " + table + " ORDER BY " + order + " LIMIT -1 OFFSET ?";
    return new RowTexts(connection, sql, skipped, e -> failure("compare", e));
  }

  /** Copies the whole content into a file that does not exist yet. */
  public void copyTo(Path to) {
    commit();
    try (Connection other = new SQLiteConfig().createConnection(RunDatabase.url(path));
        PreparedStatement copy = other.prepareStatement("VACUUM INTO ?")) {
      copy.setString(1, to.toString());
      copy.executeUpdate();
    } catch (SQLException e) {
      throw failure("copy", e);
    }
  }

  /** Names of all documents, in order. */
  public List<String> documents() {
    return query("SELECT name FROM document ORDER BY name", row -> row.getString("name"));
  }

  /** The text of a document; empty if there is none with this name. */
  public Optional<String> document(String name) {
    String sql = "SELECT body FROM document WHERE name = ?";
    return query(sql, row -> row.getString("body"), name).stream().findFirst();
  }

  /** Records a document, which replaces one with the same name. */
  public void document(String name, String body) {
    String sql = "INSERT OR REPLACE INTO document VALUES (?, ?)";
    writer.note(body.length(), () -> execute(sql, name, body));
  }

  /** Records a row: a value for each column, null for an absent value or a generated key. */
  public void row(String table, Supplier<Object[]> row) {
    writer.note(
        ROW_SIZE,
        () ->
            inserts
                .computeIfAbsent(table, name -> new RowInserts(connection, name))
                .add(row.get()));
  }

  /** Records a change of the tables. */
  public void change(String sql, Object... values) {
    writer.note(
        ROW_SIZE,
        () -> {
          flush();
          execute(sql, values);
        });
  }

  /**
   * Records something that writes by {@link #execute}.
   *
   * @param size its memory until it is written, bytes
   */
  public void note(int size, RunWriter.Note note) {
    writer.note(size, note);
  }

  /** Sets an action at the end of each transaction, on the writing thread. */
  public void beforeCommit(Runnable last) {
    writer.note(ROW_SIZE, () -> beforeCommit = last);
  }

  /** Changes the tables; only for records, on the writing thread. */
  public void execute(String sql, Object... values) {
    try {
      PreparedStatement statement = statements.get(sql);
      if (statement == null) {
        statement = connection.prepareStatement(sql);
        statements.put(sql, statement);
      }
      set(statement, values);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw failure("write to", e);
    }
  }

  private static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        statement.setNull(i + 1, Types.INTEGER);
      } else {
        statement.setObject(i + 1, values[i]);
      }
    }
  }

  private void endTransaction() throws SQLException {
    flush();
    beforeCommit.run();
    connection.commit();
  }

  /** Writes the groups of waiting rows to their tables. */
  private void flush() throws SQLException {
    for (RowInserts each : inserts.values()) {
      each.flush();
    }
  }

  /** Starts the next transaction as soon as possible. */
  public void hurry() {
    writer.hurry();
  }

  /** From now on no caller waits for the disk. */
  public void stopWaiting() {
    writer.holdAll();
  }

  /** Whether anything was recorded since the file was opened. */
  public boolean wasWritten() {
    return writer.hasBegun();
  }

  /**
   * Waits until everything noted so far is in the file.
   *
   * @throws RunException if something could not be written
   */
  public void commit() {
    writer.await();
  }

  /** Whether a log was read in place, so that it is still beside the file. */
  public boolean hasReadALog() {
    return database.hasReadALog();
  }

  /**
   * Writes the rest and closes the file.
   *
   * @throws RunException if something could not be written
   */
  @Override
  public void close() {
    try (database) {
      writer.close();
      synchronized (tables) {
        for (RowInserts each : inserts.values()) {
          each.close();
        }
        for (PreparedStatement statement : statements.values()) {
          statement.close();
        }
      }
    } catch (SQLException e) {
      throw failure("close", e);
    }
  }

  private RunException notWritten(Throwable e) {
    if (e instanceof RunException known) {
      return new RunException(known.getMessage(), known);
    }
    return e instanceof SQLException refused
        ? failure("write to", refused)
        : new RunException("cannot write to the run file " + path + ": " + e.getMessage(), e);
  }

  private RunException failure(String what, SQLException e) {
    return RunDatabase.failure(what, path, e);
  }
}
