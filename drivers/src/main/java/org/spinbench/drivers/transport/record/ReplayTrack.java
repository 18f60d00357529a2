package org.spinbench.drivers.transport.record;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;

/**
 * The events of one resource in a {@link Replay}, in order: what is asked must be what comes next,
 * until the replay diverges. Guarded by the monitor of its replay.
 */
final class ReplayTrack {
  private final Replay replay;
  private final String name;
  private final Deque<TranscriptEvent> ahead = new ArrayDeque<>();
  private TranscriptEvent last;
  private long recorded;
  private long played;

  /** Nothing is recorded yet. */
  ReplayTrack(Replay replay, String name) {
    this.replay = replay;
    this.name = name;
  }

  /** Counts an event that is recorded. */
  void count() {
    recorded++;
  }

  /** Adds an event that was read and is still to be played back. */
  void add(TranscriptEvent event) {
    ahead.add(event);
  }

  /** Events that were read and are still to be played back, in order. */
  Collection<TranscriptEvent> ahead() {
    return ahead;
  }

  long recorded() {
    return recorded;
  }

  long played() {
    return played;
  }

  /** Takes the next event if it is this one with this text. */
  void expect(String kind, String text) {
    synchronized (replay) {
      if (replay.isSkipping()) {
        skipTo(kind);
        return;
      }
      TranscriptEvent event = peek();
      if (event == null || !event.is(kind, text)) {
        throw diverge(kind.equals(">") ? "sent" : "happened", TranscriptEvent.shown(kind, text));
      }
      take();
    }
  }

  /** Takes the next event if it is a message with these bytes. */
  void expectSent(byte[] message) {
    synchronized (replay) {
      if (replay.isSkipping()) {
        skipTo(">");
        return;
      }
      TranscriptEvent event = peek();
      if (event == null || !event.kind().equals(">") || !isOf(message, event.text())) {
        throw diverge("sent", TranscriptEvent.shown(">", TranscriptText.escape(message)));
      }
      take();
    }
  }

  private static boolean isOf(byte[] message, String text) {
    try {
      return Arrays.equals(TranscriptText.unescape(text), message);
    } catch (IllegalArgumentException illegible) {
      return false;
    }
  }

  /** Takes the next event if it is of this kind, and returns its text. */
  String take(String kind) {
    synchronized (replay) {
      if (replay.isSkipping()) {
        return skipTo(kind).text();
      }
      TranscriptEvent event = peek();
      if (event == null || !event.kind().equals(kind) || isOfTheEnd(event)) {
        throw diverge("asked for", kind);
      }
      return take().text();
    }
  }

  /** Whoever stopped the run brought it to rest by the same clock: that is no look of the run. */
  private boolean isOfTheEnd(TranscriptEvent event) {
    return name.equals(Transcript.CLOCK) && replay.isAfterStop(event);
  }

  /** Takes the next event if it is of this kind; says whether it was. */
  boolean takeIfNext(String kind) {
    synchronized (replay) {
      TranscriptEvent event = peek();
      boolean isNext = event != null && event.kind().equals(kind);
      if (isNext) {
        take();
      }
      return isNext;
    }
  }

  /** Throws the recorded failure if the next event is one of this kind. */
  void failIf(String kind) {
    synchronized (replay) {
      TranscriptEvent event = peek();
      if (event != null && event.kind().equals(kind)) {
        throw FailureText.of(TranscriptText.unescapeText(take().text()));
      }
    }
  }

  /** Takes the event if it is next; a link may be closed at any time without an exception. */
  void close() {
    synchronized (replay) {
      if (replay.hasDiverged()) {
        return;
      }
      TranscriptEvent event = peek();
      if (event != null && event.kind().equals("close")) {
        take();
      } else {
        diverge("happened", "close");
      }
    }
  }

  /** While nothing is compared, takes the next event of a kind. */
  private TranscriptEvent skipTo(String kind) {
    replay.requireNone();
    TranscriptEvent first = peekOrNull();
    for (TranscriptEvent event = first;
        event != null && replay.isBeforeMark(event);
        event = peekOrNull()) {
      take();
      if (event.kind().equals(kind)) {
        return event;
      }
    }
    throw replay.diverge(message(first, "happened", kind));
  }

  /** Takes the available events up to a line of the transcript. */
  void dropUpTo(long line) {
    while (!ahead.isEmpty() && ahead.peek().line() <= line) {
      take();
    }
  }

  private TranscriptEvent take() {
    played++;
    last = ahead.remove();
    return last;
  }

  private TranscriptEvent peek() {
    replay.requireNone();
    return peekOrNull();
  }

  /** The next event; null if there is none. */
  private TranscriptEvent peekOrNull() {
    while (ahead.isEmpty() && played < recorded) {
      replay.readOn();
    }
    return ahead.peek();
  }

  private ReplayDivergedException diverge(String verb, String now) {
    return replay.diverge(message(peekOrNull(), verb, now));
  }

  private String message(TranscriptEvent event, String verb, String now) {
    String start = "the replay of " + replay.name() + " diverges";
    if (event == null) {
      String after = last == null ? "" : " after " + last.place();
      return start + after + ": nothing more is recorded of " + name + ", " + verb + ": " + now;
    }
    return start + " at " + event.place() + ": recorded: " + event + ", " + verb + ": " + now;
  }
}
