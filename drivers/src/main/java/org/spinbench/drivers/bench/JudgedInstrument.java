package org.spinbench.drivers.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Consumer;

/** The state of other programs' messages to one instrument, and the meaning of its next answer. */
final class JudgedInstrument {
  private final List<Runnable> unconfirmed = new ArrayList<>();
  private final Map<Object, String> selections = new WeakHashMap<>();
  private Consumer<String> reader = text -> {};

  /** Whether a measurement or a pass was started, without an answer since. */
  private volatile boolean atWork;

  /** Whether the last query was anything but a check for errors. */
  private boolean measures;

  /** Begins another message: the answer to an earlier query has no meaning any more. */
  void begin() {
    reader = text -> {};
  }

  /**
   * Notes a query.
   *
   * @param forMore whether it is anything but a check for errors
   */
  void ask(boolean forMore) {
    measures = forMore;
  }

  /** Sets the reader of the answer to the message. */
  void expect(Consumer<String> newReader) {
    reader = newReader;
  }

  /**
   * Takes an answer. A value that cannot be read from it stays unknown, and is queried when it is
   * needed.
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

  /** Notes whether a message starts a measurement or a pass. */
  void work(boolean begins) {
    atWork |= begins;
  }

  boolean isAtWork() {
    return atWork;
  }

  /** The last selection of a client; empty for none. */
  String selection(Object client) {
    return selections.getOrDefault(client, "");
  }

  void select(Object client, String selection) {
    selections.put(client, selection);
  }

  /** Keeps an action for the moment when the instrument confirms a change. */
  void confirmLater(Runnable learn) {
    unconfirmed.add(learn);
  }

  /** Notes whether the instrument has accepted the changes. */
  void confirm(boolean accepted) {
    List<Runnable> sent = List.copyOf(unconfirmed);
    unconfirmed.clear();
    if (accepted) {
      sent.forEach(Runnable::run);
    }
  }
}
