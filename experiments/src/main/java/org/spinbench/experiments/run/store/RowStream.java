package org.spinbench.experiments.run.store;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * The rows of a table, one after another. Only some are in memory at a time, because a long run has
 * millions.
 */
public final class RowStream<T> {
  /** Number of rows that are read together. */
  public static final int TOGETHER = 1000;

  private final long last;
  private final Source<T> source;
  private final Queue<T> read = new ArrayDeque<>();
  private long passed;

  /** Reads rows from the file. */
  public interface Source<T> {
    /** The rows with numbers greater than {@code after} and at most {@code until}, in order. */
    List<T> between(long after, long until);
  }

  /**
   * All rows up to a number.
   *
   * @param last number of the last row; earlier ones may be missing
   */
  public RowStream(long last, Source<T> source) {
    this.last = last;
    this.source = source;
  }

  /** The next row, without advancing; null after the last. */
  public T peek() {
    while (read.isEmpty() && passed < last) {
      long until = Math.min(last, passed + TOGETHER);
      read.addAll(source.between(passed, until));
      passed = until;
    }
    return read.peek();
  }

  /** The next row; null after the last. */
  public T poll() {
    peek();
    return read.poll();
  }
}
