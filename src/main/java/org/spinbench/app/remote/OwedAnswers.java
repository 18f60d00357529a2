package org.spinbench.app.remote;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The answers that the last asking client has not read yet. Some are still in the instrument; the
 * others were read for the client, so that the judge could ask a question of its own. It belongs to
 * who has taken the conversation; any thread may ask whether {@link #areOwed answers are owed}.
 */
final class OwedAnswers {
  private final Deque<byte[]> kept = new ConcurrentLinkedDeque<>();
  private volatile int unread;
  private boolean late;

  /** Whether the client has given up the read in progress. */
  private boolean givenUp;

  private boolean keptLate;

  /** Notes a message, which asks if it has a question mark. */
  void sent(byte[] message) {
    for (byte b : message) {
      if (b == '?') {
        unread++;
        return;
      }
    }
  }

  /** The client reads; unless that is {@link #read complete}, the answer is late. */
  void reading() {
    late = true;
    givenUp = true;
  }

  /** An answer was read from the instrument. */
  void read() {
    unread = Math.max(0, unread - 1);
    late = unread > 0;
    givenUp = false;
  }

  /** Keeps an answer that was read for the client. */
  void keep(byte[] answer) {
    keptLate |= givenUp;
    read();
    kept.add(answer);
  }

  /** Whether the next read of the client gets a kept answer. */
  boolean isKept() {
    return !kept.isEmpty();
  }

  /** The next kept answer. */
  byte[] take() {
    byte[] answer = kept.remove();
    keptLate &= isKept();
    return answer;
  }

  /** Whether the instrument may still send an answer. */
  boolean arePending() {
    return unread > 0 || late;
  }

  /** Whether the client can still read an answer. */
  boolean areOwed() {
    return unread > 0 || isKept();
  }

  /** Whether the instrument's next answer may belong to an earlier message than the last. */
  boolean areLate() {
    return late;
  }

  /**
   * The client sends a message: it no longer waits for a kept answer that came after it gave up.
   */
  void spokenAgain() {
    if (keptLate) {
      discardKept();
    }
  }

  /** Discards what was read for the client. */
  void discardKept() {
    kept.clear();
    keptLate = false;
  }

  /** The instrument sends no earlier answer any more. */
  void inStep() {
    unread = 0;
    late = false;
    givenUp = false;
  }
}
