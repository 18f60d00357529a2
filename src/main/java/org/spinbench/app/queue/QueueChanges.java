package org.spinbench.app.queue;

import org.spinbench.app.queue.QueueEntry.Execution;
import org.spinbench.app.queue.QueueEntry.State;

/** What a user may do with an entry. */
public final class QueueChanges {
  private QueueChanges() {}

  /**
   * An entry that is kept from being executed.
   *
   * @throws IllegalArgumentException if it is not waiting
   */
  public static QueueEntry held(QueueEntry entry) {
    if (entry.state() != State.WAITING) {
      throw new IllegalArgumentException(
          entry.text() + " is " + entry.stateText() + "; only a waiting entry can be held");
    }
    return entry.in(State.HELD, entry.last());
  }

  /**
   * An entry that waits for its turn again.
   *
   * @param restart whether it begins a new run instead of resuming its old one
   * @throws IllegalArgumentException if it waits already, is running, or is done
   */
  public static QueueEntry released(QueueEntry entry, boolean restart) {
    boolean running = entry.state() == State.RUNNING && entry.last().isAlive();
    if (running || entry.state() == State.WAITING || entry.state() == State.DONE) {
      throw new IllegalArgumentException(
          entry.text() + " is " + entry.stateText() + ", so there is nothing to release");
    }
    if (entry.state() == State.RUNNING) {
      throw new IllegalArgumentException(
          entry.text()
              + " was interrupted, and its queue too; 'spinbench queue run' finds its run first");
    }
    Execution last =
        restart ? Execution.NONE : new Execution(null, null, null, null, entry.last().run(), "");
    return entry.in(State.WAITING, last);
  }
}
