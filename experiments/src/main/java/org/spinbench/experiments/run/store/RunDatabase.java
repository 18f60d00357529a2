package org.spinbench.experiments.run.store;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.spinbench.drivers.text.UserFile;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/**
 * The SQLite database in a run file. While a run is written, SQLite keeps a write-ahead log beside
 * the file, which survives a killed program and allows others to read. Closing the file after
 * writing merges the log and resets the journal mode, so that a completed run is one file. Reading
 * such a file leaves nothing beside it and needs no write permission.
 */
public final class RunDatabase implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RunDatabase.class.getName());

  private static final int BUSY_TIMEOUT_MS = 10_000;

  /** Number of attempts while another program uses a file. */
  private static final int TRIES = 10;

  /** Interval of attempts to merge a log while others read. */
  private static final int BETWEEN_TRIES_MS = 100;

  /**
   * Number and interval of looks at an illegible file; one that is being made changes meanwhile.
   */
  private static final int LOOKS = 20;

  private static final int BETWEEN_LOOKS_MS = 20;

  /** Position of the journal mode in the header. */
  private static final int JOURNAL_BYTE = 18;

  private static final byte WRITE_AHEAD = 2;

  /** Suffixes of SQLite's files beside a database. */
  private static final List<String> JOURNALS = List.of("-wal", "-journal");

  private final Path path;
  private final Connection connection;
  private final How how;
  private final Optional<State> state;

  /** The purpose of an opened database. */
  private enum How {
    WRITING,
    READING,
    /** Reading, with a log beside the file. */
    READING_LOG,
    /** Reading a copy, because the log cannot be read in place. */
    READING_COPY
  }

  /** Size and time of a file, which show whether it was written meanwhile. */
  private record State(long size, FileTime written) {
    static State of(Path path) throws IOException {
      return new State(Files.size(path), Files.getLastModifiedTime(path));
    }

    static Optional<State> ifThere(Path path) {
      try {
        return Optional.of(of(path));
      } catch (IOException absent) {
        return Optional.empty();
      }
    }
  }

  private RunDatabase(Path path, Connection connection, How how, Optional<State> state) {
    this.path = path;
    this.connection = connection;
    this.how = how;
    this.state = state;
  }

  /**
   * Opens a file for writing, and makes it if necessary.
   *
   * @throws RunException if it cannot be opened
   */
  static RunDatabase toWrite(Path path) {
    try {
      return new RunDatabase(path, connect(writing(), url(path)), How.WRITING, Optional.empty());
    } catch (SQLException e) {
      throw failure("open", path, e);
    }
  }

  /**
   * Opens a file for a small change, and keeps other programs from writing until it is committed.
   *
   * @throws RunException if it cannot be opened
   */
  static RunDatabase toAmend(Path path) {
    try {
      SQLiteConfig config = writing();
      config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
      return new RunDatabase(path, connect(config, url(path)), How.WRITING, Optional.empty());
    } catch (SQLException e) {
      throw failure("open", path, e);
    }
  }

  /** A database in memory only. */
  static RunDatabase inMemory() {
    try {
      Connection connection = connect(writing(), "jdbc:sqlite::memory:");
      return new RunDatabase(Path.of(""), connection, How.READING, Optional.empty());
    } catch (SQLException e) {
      throw failure("open", Path.of("in memory"), e);
    }
  }

  /**
   * Opens a file for reading: complete, growing, or left by a killed program.
   *
   * @throws RunException if it cannot be opened
   */
  static RunDatabase toRead(Path path) {
    try {
      if (hasJournal(path)) {
        return withJournal(path);
      }
      // Without a log no locks and no files are necessary.
      Optional<State> state = isWrittenAhead(path) ? Optional.of(State.of(path)) : Optional.empty();
      String url = url(path) + (state.isPresent() ? "?immutable=1" : "");
      return new RunDatabase(path, connect(reading(), url), How.READING, state);
    } catch (SQLException e) {
      throw failure("open", path, e);
    } catch (IOException e) {
      throw new RunException("cannot read the run file " + path + ": " + UserFile.reason(e), e);
    }
  }

  private static RunDatabase withJournal(Path path) throws SQLException, IOException {
    Connection connection = null;
    try {
      connection = connect(reading(), url(path));
      ask(connection, "SELECT COUNT(*) FROM sqlite_master");
      return new RunDatabase(path, connection, How.READING_LOG, Optional.empty());
    } catch (SQLException e) {
      if (connection != null) {
        connection.close();
      }
      if (isOf(e, SQLiteErrorCode.SQLITE_CANTOPEN) || isOf(e, SQLiteErrorCode.SQLITE_READONLY)) {
        return ofCopy(path);
      }
      throw e;
    }
  }

  /** Opens a copy, because a log cannot be read in a folder without write permission. */
  private static RunDatabase ofCopy(Path path) throws SQLException, IOException {
    Path folder = Files.createTempDirectory("spinbench-run");
    Path copy = Files.copy(path, folder.resolve("run.sqlite"));
    for (String journal : JOURNALS) {
      if (Files.exists(beside(path, journal))) {
        Files.copy(beside(path, journal), beside(copy, journal));
      }
    }
    return new RunDatabase(copy, connect(writing(), url(copy)), How.READING_COPY, Optional.empty());
  }

  private static SQLiteConfig writing() {
    SQLiteConfig config = config();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    return config;
  }

  private static SQLiteConfig reading() {
    SQLiteConfig config = config();
    config.setReadOnly(true);
    return config;
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    config.setGetGeneratedKeys(false); // otherwise every inserted row costs another query
    return config;
  }

  private static Connection connect(SQLiteConfig config, String url) throws SQLException {
    Connection connection = config.createConnection(url);
    connection.setAutoCommit(false);
    return connection;
  }

  /** The path as a URI, with any characters. */
  static String url(Path path) {
    return "jdbc:sqlite:" + path.toUri();
  }

  private static Path beside(Path path, String ending) {
    return path.resolveSibling(path.getFileName() + ending);
  }

  private static boolean hasJournal(Path path) throws IOException {
    for (String journal : JOURNALS) {
      Path file = beside(path, journal);
      if (Files.exists(file) && Files.size(file) > 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWrittenAhead(Path path) throws IOException {
    byte[] header = header(path);
    return header.length > JOURNAL_BYTE && header[JOURNAL_BYTE] == WRITE_AHEAD;
  }

  private static byte[] header(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(JOURNAL_BYTE + 1);
    }
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  /** The connection; closed by this. */
  Connection connection() {
    return connection;
  }

  /**
   * Whether some program, including this one, has a run file open. Every connection holds a lock on
   * it, which ends with the process.
   */
  public static boolean isInUse(Path path) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(0);
    config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
    try (Connection connection = config.createConnection(url(path));
        Statement statement = connection.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      statement.execute("ROLLBACK");
      return false;
    } catch (SQLException e) {
      if (isOf(e, SQLiteErrorCode.SQLITE_BUSY)) {
        return true;
      }
      throw failure("lock", path, e);
    }
  }

  /** Whether an SQLite error has a code; its kind is in the lowest byte. */
  private static boolean isOf(SQLException e, SQLiteErrorCode kind) {
    return (e.getErrorCode() & 0xFF) == kind.code;
  }

  /** The failure of an operation on a run file, in words. */
  static RunException failure(String what, Path path, SQLException e) {
    return new RunException("cannot " + what + " the run file " + path + ": " + reason(path, e), e);
  }

  private static String reason(Path path, SQLException e) {
    if (isOf(e, SQLiteErrorCode.SQLITE_NOTADB)) {
      return notADatabase(path);
    }
    if (isOf(e, SQLiteErrorCode.SQLITE_CORRUPT)) {
      return "it is damaged" + RunException.VERIFY;
    }
    if (isOf(e, SQLiteErrorCode.SQLITE_FULL)) {
      return "the disk is full";
    }
    if (isOf(e, SQLiteErrorCode.SQLITE_READONLY)) {
      return "you may not write it, or not into its folder";
    }
    if (isOf(e, SQLiteErrorCode.SQLITE_CANTOPEN) || isOf(e, SQLiteErrorCode.SQLITE_PERM)) {
      return "you have no permission to open it, or to write into its folder";
    }
    if (isOf(e, SQLiteErrorCode.SQLITE_BUSY) || isOf(e, SQLiteErrorCode.SQLITE_LOCKED)) {
      return "another program is writing it";
    }
    // The text in "[SQLITE_IOERR_READ] Text (in more detail)".
    return e.getMessage().replaceFirst("^\\[\\w+]\\s*", "");
  }

  private static String notADatabase(Path path) {
    try {
      byte[] header = header(path);
      boolean begins = UserFile.isSqlite(header);
      return begins ? "its beginning is damaged" : "it is " + UserFile.described(header);
    } catch (IOException unreadable) {
      return UserFile.reason(unreadable);
    }
  }

  /**
   * Closes the file. After writing, merges the log first, as soon as no other program reads.
   *
   * @throws RunException if it was written while it was read without a lock
   */
  @Override
  public void close() {
    try (connection) {
      connection.rollback();
      if (how == How.WRITING) {
        foldLog(connection, path, TRIES);
      }
    } catch (SQLException e) {
      throw failure("close", path, e);
    } finally {
      if (how == How.READING_COPY) {
        deleteCopy();
      }
    }
    state.ifPresent(this::requireUnchanged);
  }

  /** Whether a log was read in place, so that it is still beside the file. */
  boolean hasReadALog() {
    return how == How.READING_LOG;
  }

  /** Merges the log of a completed run, unless the file is in use or write-protected. */
  public static void tidy(Path path) {
    try (Connection connection = connect(writing(), url(path))) {
      foldLog(connection, path, 1);
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "the log stays beside " + path, e);
    }
  }

  private static void foldLog(Connection connection, Path path, int tries) throws SQLException {
    connection.setAutoCommit(true);
    for (int left = tries; left > 0; left--) {
      try {
        ask(connection, "PRAGMA journal_mode = DELETE");
        return;
      } catch (SQLException e) {
        if (!isOf(e, SQLiteErrorCode.SQLITE_BUSY)) {
          throw e;
        }
        LOG.log(Level.DEBUG, "another program reads " + path, e);
      }
      if (left > 1) {
        pause(BETWEEN_TRIES_MS);
      }
    }
  }

  /**
   * Reads something brief of a file. The moments at which another program makes the file, or merges
   * its log, let such a reading fail: it is repeated a few times while the file changes.
   *
   * @throws RunException if the file cannot be read and does not change
   */
  public static <T> T glance(Path path, Supplier<T> reading) {
    for (int left = TRIES; ; left--) {
      List<Optional<State>> before = states(path);
      try {
        return reading.get();
      } catch (RunException e) {
        if (left == 1 || !changes(path, before)) {
          throw e;
        }
        LOG.log(Level.DEBUG, "another program writes " + path, e);
      }
    }
  }

  /** Waits until a file or its log is no longer as before; false if it stays so. */
  private static boolean changes(Path path, List<Optional<State>> before) {
    for (int look = 0; look < LOOKS; look++) {
      if (!states(path).equals(before)) {
        return true;
      }
      pause(BETWEEN_LOOKS_MS);
    }
    return false;
  }

  private static List<Optional<State>> states(Path path) {
    return Stream.concat(Stream.of(path), JOURNALS.stream().map(ending -> beside(path, ending)))
        .map(State::ifThere)
        .toList();
  }

  private static void pause(int millis) {
    Object nothing = new Object();
    synchronized (nothing) {
      try {
        nothing.wait(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void requireUnchanged(State before) {
    try {
      if (hasJournal(path) || !State.of(path).equals(before)) {
        throw new RunException(
            "the run file " + path + " was written while it was read; read it again");
      }
    } catch (IOException e) {
      throw new RunException("cannot look at the run file " + path + ": " + UserFile.reason(e), e);
    }
  }

  private void deleteCopy() {
    try (Stream<Path> files = Files.list(path.getParent())) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(path.getParent());
    } catch (IOException e) {
      throw new RunException("cannot delete the copy " + path + ": " + UserFile.reason(e), e);
    }
  }
}
