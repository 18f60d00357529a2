package org.spinbench.experiments.run.store;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Writes down, on a thread of its own and in its order, what others note, so that whoever notes
 * something does not wait for the disk. What is noted is written in transactions: one begins as
 * soon as somebody asks for it, when much has come together, and at the latest {@link #PERIOD}
 * after the first note that belongs to it: so much is lost when the program is killed.
 *
 * <p>Whoever notes more than can be written waits, until {@link #holdAll}. What could not be
 * written, and all that was noted after it, is not in the file; whoever notes or asks for something
 * from then on is told why.
 */
public final class RunWriter implements AutoCloseable {
  /** So much is a transaction of its own, bytes. */
  static final int FULL = 1 << 18;

  /** Nobody notes anything while so much is not written yet, bytes. */
  static final int MOST = 1 << 24;

  /** Longest time that a note waits for its transaction, ms. */
  private static final long PERIOD = 50;

  /** Something to be written. */
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
   * A writer that has nothing to write yet.
   *
   * @param tables is locked while a transaction is written
   * @param commit ends a transaction
   * @param failing says what could not be written, and why
   */
  RunWriter(Object tables, Note commit, Function<Throwable, RunException> failing) {
    this.tables = tables;
    this.commit = commit;
    this.failing = failing;
    thread = new Thread(this::writeAll, "spinbench run file");
    thread.setDaemon(true);
  }

  /**
   * Notes something, and waits while there is too much to be written before it.
   *
   * @param size what it takes in memory until it is written, bytes
   * @throws RunException if something noted earlier could not be written, or after {@link #close}
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
   * From now on nobody waits who notes something, however much is not written yet: a bench is to be
   * brought to rest, whatever its disk does.
   */
  synchronized void holdAll() {
    holdsAll = true;
    notifyAll();
  }

  /** Whether anything was ever noted. */
  synchronized boolean hasBegun() {
    return begun;
  }

  /** Begins the next transaction as soon as the one under way has ended. */
  synchronized void hurry() {
    if (!noted.isEmpty()) {
      asked = true;
      notifyAll();
    }
  }

  /**
   * Waits until all that was noted is in the file.
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

  /** Waits, however it is interrupted: what was noted is not left behind. */
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
    } catch (Throwable e) { // an error too has to reach whoever notes
      fail(e);
    }
  }

  /**
   * Waits for the next transaction.
   *
   * @param into is given what belongs to it; nothing when all is written and nothing more will come
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
   * Writes all that was noted, and ends.
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
