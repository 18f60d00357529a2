package org.spinbench.experiments.run;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.spinbench.experiments.run.store.RunDatabase;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.run.store.RunStore;
import org.spinbench.experiments.run.store.Schema;

/**
 * The record of one run in one SQLite file: its start, every reading with its time, every step, its
 * end. The source of {@code Schema} describes the tables.
 *
 * <p>A separate thread writes the records in their order and in transactions: if a record is in the
 * file, all earlier ones are too. A step or an event is written at once, a document before the call
 * returns, everything else within about a second; {@link #commit} waits for all of it. A caller
 * that is faster than the disk waits while {@value
 * org.spinbench.experiments.run.store.RunWriter#MOST} bytes are not written. A failure of writing
 * is thrown by the next call, and by {@link #close}.
 *
 * <p>While the file is written, SQLite keeps a write-ahead log beside it (its name with {@code
 * -wal}), which is merged when the file is closed; then the run is one file, and reading it leaves
 * nothing beside it ({@link RunDatabase}). A process that dies loses only what was not written yet;
 * the next opening finds the rest in the log. A power cut may also lose the last few megabytes of
 * the log, but never leaves an inconsistent file. Other processes may read while it grows.
 *
 * <p>Safe for use by several threads, one at a time.
 */
public final class RunFile extends RunRecorder implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RunFile.class.getName());

  /** Kind of the event with the decision power of a trained network, W. */
  public static final String DECISION = "decision";

  /** Kind of the event with a survey of the neurons' emission, as JSON. */
  public static final String SURVEY = "survey";

  /** Kind of the event with a sentence about the chip. */
  public static final String CHIP = "chip";

  /** Kind of the event for a failing device, with the evidence. */
  public static final String DAMAGE = "damage";

  private final boolean readALog;
  private boolean closed;

  /** How a run is resumed. */
  public enum GoingOn {
    /** From its beginning, on a bench that repeats the recorded part to the last bit. */
    REPEATED,
    /**
     * From its beginning, on a bench that was in use meanwhile: the record answers the earlier
     * measurements.
     */
    ANSWERED,
    /** On a bench that was in use meanwhile: only measurements that the record lacks are made. */
    CONTINUED
  }

  private RunFile(RunStore store) {
    super(store);
    readALog = store.hasReadALog();
  }

  /**
   * Loads the code for making a file on a separate thread, by making one in memory, so that a later
   * call does not wait for it.
   */
  public static void loadAhead() {
    loader(
            () -> {
              try (RunFile none = new RunFile(RunStore.inMemory())) {
                none.stop(new StopDocument(Instant.EPOCH, StopDocument.SUCCESS, "", "{}"));
              }
            })
        .start();
  }

  /**
   * A thread that keeps every failure of its load to itself. A program that ends meanwhile, because
   * it refuses its arguments, lets the driver of SQLite fail: it can no longer say which of its
   * files are to be deleted.
   */
  static Thread loader(Runnable load) {
    Thread loader =
        new Thread(
            () -> {
              try {
                load.run();
              } catch (RuntimeException | LinkageError e) {
                LOG.log(Level.DEBUG, "the caller that makes a file receives the failure", e);
              }
            },
            "spinbench database");
    loader.setDaemon(true);
    return loader;
  }

  /**
   * Makes a run file.
   *
   * @throws RunException if a file with this name exists
   */
  static RunFile create(Path path, StartDocument start) {
    return create(path, start, Metadata.NONE);
  }

  /**
   * Makes a run file.
   *
   * @throws RunException if a file with this name exists
   */
  static RunFile create(Path path, StartDocument start, Metadata metadata) {
    RunStore store = RunStore.create(path);
    try {
      store.document(START, Json.write(start));
      // A second document that fills a page keeps the start on a separate page at the beginning of
      // the file, which no later row moves. So the start survives a truncation of the rest.
      store.document(ABOUT, Schema.ABOUT);
      if (!metadata.equals(Metadata.NONE)) {
        store.document(METADATA, Json.write(metadata));
      }
      store.commit();
      return new RunFile(store);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /**
   * Opens a run file for writing, for example to resume the run. A file of an earlier version is
   * converted.
   *
   * @throws RunException if it is not a run file, or one of a later version
   */
  public static RunFile open(Path path) {
    return new RunFile(RunStore.open(path));
  }

  /** Opens a run file for reading; it may be growing. */
  public static RunFile read(Path path) {
    return new RunFile(RunStore.read(path));
  }

  /**
   * Reads something brief of a run, for example of each one in a folder, also at the moment at
   * which another program makes the file or completes it.
   *
   * @throws RunException if it is not a run file, or cannot be read
   */
  public static <T> T glance(Path path, Function<RunFile, T> what) {
    return RunDatabase.glance(
        path,
        () -> {
          try (RunFile file = read(path)) {
            return what.apply(file);
          }
        });
  }

  /**
   * Changes what people say about a run; its file may be growing. Nothing else changes, also in a
   * file of an earlier version.
   *
   * @return what they say now
   * @throws RunException if it is not a run file, or cannot be written
   */
  public static Metadata describe(Path path, UnaryOperator<Metadata> change) {
    String json =
        RunStore.amend(
            path,
            METADATA,
            before ->
                Json.write(
                    change.apply(
                        before
                            .map(text -> Json.read(text, Metadata.class))
                            .orElse(Metadata.NONE))));
    return Json.read(json, Metadata.class);
  }

  /**
   * Makes a file with the content of this one before a session, so that the session can be repeated
   * with it. Evaluations that were incomplete then are already set aside: they answer nothing.
   *
   * @param session it and all later ones are excluded
   * @param before content of this file at that time
   * @param to a file that does not exist yet
   */
  public void copyBefore(int session, Extent before, Path to) {
    store().copyTo(to);
    try (RunFile copy = open(to)) {
      copy.keepOnly(session, before);
    }
  }

  private void keepOnly(int session, Extent extent) {
    for (Map.Entry<String, String> table : Schema.repeated().entrySet()) {
      String behind = "DELETE FROM " + table.getKey() + " WHERE " + table.getValue() + " > ?";
      store().change(behind, extent.rows(table.getKey()));
    }
    transcripts().deleteFrom(session);
    for (String name : extent().documents()) {
      if (!name.equals(START) && !extent.documents().contains(name)) {
        deleteDocument(name);
      }
    }
    deleteDocument(STOP);
    commit();
  }

  private void deleteDocument(String name) {
    store().change("DELETE FROM document WHERE name = ?", name);
  }

  /**
   * Waits until everything noted so far is in the file.
   *
   * @throws RunException if something could not be written
   */
  public void commit() {
    store().commit();
  }

  /**
   * Writes the rest and closes the file. A second call does nothing.
   *
   * @throws RunException if something could not be written
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    boolean leavesALog = readALog && hasEnd();
    try (RunStore closing = store()) {
      if (closing.wasWritten()) {
        transcripts().close();
      }
    }
    if (leavesALog) {
      RunDatabase.tidy(path());
    }
  }

  /** Whether there is an end, as far as it can be read. */
  private boolean hasEnd() {
    try {
      return stop().isPresent();
    } catch (RunException illegible) {
      return false;
    }
  }
}
