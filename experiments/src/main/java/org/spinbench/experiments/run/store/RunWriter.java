package org.spinbench.experiments.run.store;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Writes records in their order on a separate thread, so that callers do not wait for the disk.
 * Records are written in transactions. A transaction begins when somebody requests it, when many
 * records are waiting, and at the latest {@link #PERIOD} after its first record; at most so much is
 * lost if the program is killed.
 *
 * <p>A caller that is faster than the disk waits, until {@link #holdAll}. After a failure, the
 * failed record and all later ones are not in the file, and every later call throws the reason.
 */
public final class RunWriter implements AutoCloseable {
  /** Size of waiting records that starts a transaction, bytes. */
  static final int FULL = 1 << 18;

  /** Size of unwritten records at which callers wait, bytes. */
  static final int MOST = 1 << 24;

  /** Longest wait of a record for its transaction, ms. */
  private static final long PERIOD = 50;

  /** A record to be written. */
  public interface Note {
    void write() throws SQLException, IOException;
  }

  private final Thread thread;
  private final Object tables;
  private final Note commit;
  private final Function<Throwable, RunException> failing;
  private List<Note> noted = new ArrayList<>();
  private long number;
  private long written;
  private long fresh;
  private long held;
  private boolean begun;
  private boolean asked;
  private boolean closing;
  private boolean holdsAll;
  private Throwable failure;

  /**
   * A writer without records.
   *
   * @param tables lock during a transaction
   * @param commit ends a transaction
   * @param failing describes a failure
   */
  RunWriter(Object tables, Note commit, Function<Throwable, RunException> failing) {
    this.tables = tables;
    this.commit = commit;
    this.failing = failing;
    thread = new Thread(this::writeAll, "spinbench run file");
    thread.setDaemon(true);
  }

  /**
   * Adds a record; waits if too many are unwritten.
   *
   * @param size its memory until it is written, bytes
   * @throws RunException if an earlier record could not be written, or after {@link #close}
   */
  synchronized void note(int size, Note note) {
    if (held >= MOST && !holdsAll || failure != null) {
      awaitUntil(() -> held < MOST || holdsAll);
    }
    if (closing) {
      throw failing.apply(new IllegalStateException("it is closed"));
    }
    if (!begun) {
      begun = true;
      thread.start();
    }
    noted.add(note);
    number++;
    held += size;
    fresh += size;
    if (fresh >= FULL) {
      hurry();
    }
  }

  /**
   * From now on no caller waits, however many records are unwritten, because a bench must be
   * brought to rest whatever its disk does.
   */
  synchronized void holdAll() {
    holdsAll = true;
    notifyAll();
  }

  /** Whether there was any record. */
  synchronized boolean hasBegun() {
    return begun;
  }

  /** Starts the next transaction as soon as the present one has ended. */
  synchronized void hurry() {
    if (!noted.isEmpty()) {
      asked = true;
      notifyAll();
    }
  }

  /**
   * Waits until all records are in the file.
   *
   * @throws RunException if something could not be written
   */
  synchronized void await() {
    long last = number;
    hurry();
    awaitUntil(() -> written >= last);
  }

  private interface Condition {
    boolean holds();
  }

  /** Waits in spite of interrupts, so that no record is lost. */
  private void awaitUntil(Condition condition) {
    boolean interrupted = false;
    while (failure == null && !condition.holds()) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failing.apply(failure);
    }
  }

  private void writeAll() {
    try {
      List<Note> taken = new ArrayList<>();
      long size = take(taken);
      while (!taken.isEmpty()) {
        synchronized (tables) {
          for (Note note : taken) {
            note.write();
          }
          commit.write();
        }
        done(taken.size(), size);
        taken.clear();
        size = take(taken);
      }
    } catch (Throwable e) { // errors too must reach the callers
      fail(e);
    }
  }

  /**
   * Waits for the next transaction.
   *
   * @param into receives its records; none if all are written and no more will come
   * @return its size, bytes
   */
  private synchronized long take(List<Note> into) throws InterruptedException {
    boolean waited = false;
    while (noted.isEmpty() ? !closing : !asked && !closing && !waited) {
      wait(PERIOD);
      waited = true;
    }
    into.addAll(noted);
    noted.clear();
    asked = false;
    long size = fresh;
    fresh = 0;
    return size;
  }

  private synchronized void done(int notes, long size) {
    written += notes;
    held -= size;
    notifyAll();
  }

  private synchronized void fail(Throwable e) {
    failure = e;
    noted = List.of();
    notifyAll();
  }

  /**
   * Writes all records, and ends.
   *
   * @throws RunException if something could not be written
   */
  @Override
  public void close() {
    try {
      await();
    } finally {
      end();
    }
  }

  private synchronized void end() {
    closing = true;
    notifyAll();
  }
}
