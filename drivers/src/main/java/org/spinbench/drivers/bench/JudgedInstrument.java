package org.spinbench.drivers.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Consumer;

/**
 * What is known of the messages of other programs to one instrument, and what its answer will say.
 */
final class JudgedInstrument {
  private final List<Runnable> unconfirmed = new ArrayList<>();
  private final Map<Object, String> selections = new WeakHashMap<>();
  private Consumer<String> reader = text -> {};

  /** Whether it was told to measure or to go through levels, and has answered nothing since. */
  private volatile boolean atWork;

  /** Whether the last question was another one than whether a command was accepted. */
  private boolean measures;

  /** Another message begins: the answer to what was asked before tells nothing any more. */
  void begin() {
    reader = text -> {};
  }

  /** A question is sent: whether it is another one than whether a command was accepted. */
  void ask(boolean forMore) {
    measures = forMore;
  }

  /** The answer to the message that is sent is to be read by this. */
  void expect(Consumer<String> newReader) {
    reader = newReader;
  }

  /**
   * Takes an answer. What it cannot be read for stays unknown, and is asked for when it matters.
   */
  void answered(String text) {
    atWork &= !measures;
    Consumer<String> last = reader;
    reader = more -> {};
    try {
      last.accept(text);
    } catch (RuntimeException unclear) {
      // It stays unknown.
    }
  }

  /** Notes whether a message has it measure, or go through levels. */
  void work(boolean begins) {
    atWork |= begins;
  }

  boolean isAtWork() {
    return atWork;
  }

  /** What a client has selected last; empty for nothing. */
  String selection(Object client) {
    return selections.getOrDefault(client, "");
  }

  void select(Object client, String selection) {
    selections.put(client, selection);
  }

  /** Keeps what is to be done when the instrument has confirmed a change. */
  void confirmLater(Runnable learn) {
    unconfirmed.add(learn);
  }

  /** The instrument has said whether it has accepted the changes that were sent. */
  void confirm(boolean accepted) {
    List<Runnable> sent = List.copyOf(unconfirmed);
    unconfirmed.clear();
    if (accepted) {
      sent.forEach(Runnable::run);
    }
  }
}
