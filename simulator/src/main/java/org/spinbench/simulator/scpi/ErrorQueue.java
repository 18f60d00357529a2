package org.spinbench.simulator.scpi;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The error queue of SCPI-99 volume 2 section 21.8: first in, first out. When it is full the newest
 * entry is replaced by -350 and further errors are dropped until one has been read.
 */
final class ErrorQueue {
  private static final int LONGEST_DETAIL = 120;

  private final int depth;
  private final Wording wording;
  private final Deque<String> entries = new ArrayDeque<>();

  ErrorQueue(int depth, Wording wording) {
    this.depth = depth;
    this.wording = wording;
  }

  /** Adds an error; the detail, which may be empty, says what was wrong. */
  void add(ScpiError error, String detail) {
    if (entries.size() < depth) {
      entries.add(entry(error, detail));
    } else {
      entries.removeLast();
      entries.add(entry(ScpiError.QUEUE_OVERFLOW, ""));
    }
  }

  /** Takes the oldest entry out, or the maker's words for none. */
  String next() {
    String entry = entries.poll();
    return entry == null ? wording.none() : entry;
  }

  /** Takes every entry out, comma separated. */
  String all() {
    if (entries.isEmpty()) {
      return wording.none();
    }
    String text = String.join(",", entries);
    entries.clear();
    return text;
  }

  int size() {
    return entries.size();
  }

  void clear() {
    entries.clear();
  }

  List<String> entries() {
    return List.copyOf(entries);
  }

  private String entry(ScpiError error, String detail) {
    String text = error.code() + wording.separator() + '"' + error.text();
    return detail.isEmpty() ? text + '"' : text + ';' + printable(detail) + '"';
  }

  private static String printable(String detail) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(detail.length(), LONGEST_DETAIL); i++) {
      char c = detail.charAt(i);
      text.append(c < ' ' || c > '~' ? '.' : c);
      if (c == '"') {
        text.append('"');
      }
    }
    return text.toString();
  }
}
