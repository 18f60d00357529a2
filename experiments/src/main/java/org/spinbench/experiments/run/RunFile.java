package org.spinbench.experiments.run;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.spinbench.experiments.run.store.RunDatabase;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.run.store.RunStore;
import org.spinbench.experiments.run.store.Schema;

/**
 * The record of one run in one SQLite file: how it began, every reading with its time, every step,
 * how it ended. The tables are described in the source of {@code Schema}.
 *
 * <p>What is noted is written by a thread of its own, in its order and in transactions: whatever is
 * in the file, all that was noted before it is there too. A step or an event is written at once, a
 * document before the call returns, everything else within about a second; {@link #commit} waits
 * for all of it. Whoever notes more than the disk takes waits while {@value
 * org.spinbench.experiments.run.store.RunWriter#MOST} bytes are not written. What cannot be written
 * is an exception of whatever is noted next, and of {@link #close}.
 *
 * <p>While the file is written, SQLite keeps a write-ahead log beside it (its name with {@code
 * -wal}), which is folded in when the file is closed; from then on the run is one file, and reading
 * it leaves nothing beside it ({@link RunDatabase}). A process that dies loses what was not written
 * yet; opening the file again finds the rest in the log. A power cut may also lose the last few
 * megabytes of the log, but never leaves an inconsistent file. Other processes may read while it
 * grows.
 *
 * <p>One thread at a time is let in.
 */
public final class RunFile extends RunRecorder implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RunFile.class.getName());

  /** Kind of the event that tells the power, in W, by which a trained network decides. */
  public static final String DECISION = "decision";

  /** Kind of the event that tells of a device that fails, and how that was seen. */
  public static final String DAMAGE = "damage";

  private final boolean readALog;
  private boolean closed;

  /** How a run is resumed. */
  public enum GoingOn {
    /** From its beginning, on a bench that repeats the recorded part to the last bit. */
    REPEATED,
    /**
     * From its beginning, on a bench that was in use meanwhile: the record answers what was
     * measured.
     */
    ANSWERED,
    /** On a bench that was in use meanwhile: only what the record lacks is measured. */
    CONTINUED
  }

  private RunFile(RunStore store) {
    super(store);
    readALog = store.hasReadALog();
  }

  /**
   * Loads what it takes to make a file on a thread of its own, by making one in memory. Whoever
   * will make a file soon does not have to wait for that then.
   */
  public static void loadAhead() {
    Thread loader =
        new Thread(
            () -> {
              try (RunFile none = new RunFile(RunStore.inMemory())) {
                none.stop(new StopDocument(Instant.EPOCH, StopDocument.SUCCESS, "", "{}"));
              } catch (RunException e) {
                LOG.log(Level.DEBUG, "who makes a file will be told", e);
              }
            },
            "spinbench database");
    loader.setDaemon(true);
    loader.start();
  }

  /**
   * Makes a run file.
   *
   * @throws RunException if there is already a file of that name
   */
  static RunFile create(Path path, StartDocument start) {
    RunStore store = RunStore.create(path);
    try {
      store.document(START, Json.write(start));
      // A second document that fills a page keeps the start on a page of its own at the beginning
      // of the file, where it outlives whatever cuts the rest off: no later row ever moves it.
      store.document(ABOUT, Schema.ABOUT);
      store.commit();
      return new RunFile(store);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /**
   * Opens a run file to go on writing it, such as to resume it. One of an earlier version becomes
   * one of this.
   *
   * @throws RunException if it is no run file, or one of a later version
   */
  public static RunFile open(Path path) {
    return new RunFile(RunStore.open(path));
  }

  /** Opens a run file to read it; it may be growing. */
  public static RunFile read(Path path) {
    return new RunFile(RunStore.read(path));
  }

  /**
   * Makes a file that holds what this one held before a session, so that the session can be made
   * again with it. (What was cut off then is already set aside in it: it answers nothing.)
   *
   * @param session its messages and all later ones are left out
   * @param before what this file held then
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
   * Waits until what was noted so far is in the file.
   *
   * @throws RunException if something could not be written
   */
  public void commit() {
    store().commit();
  }

  /**
   * Writes what is not written yet and closes the file. A second call does nothing.
   *
   * @throws RunException if something could not be written
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    boolean leavesALog = readALog && saysItEnded();
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
  private boolean saysItEnded() {
    try {
      return stop().isPresent();
    } catch (RunException illegible) {
      return false;
    }
  }
}
