package org.spinbench.simulator.scpi;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * The error queue of SCPI-99 volume 2 section 21.8: first in, first out. When the queue is full,
 * -350 (or the maker's own code) replaces the newest entry. Further errors are dropped until one
 * has been read.
 */
final class ErrorQueue {
  private static final int LONGEST_DETAIL = 120;

  private record Entry(InstrumentError error, String text) {}

  private final int depth;
  private final Wording wording;
  private final InstrumentError overflow;
  private final Deque<Entry> entries = new ArrayDeque<>();

  /**
   * @param overflow the entry that replaces errors for which there is no room
   */
  ErrorQueue(int depth, Wording wording, InstrumentError overflow) {
    this.depth = depth;
    this.overflow = overflow;
    this.wording = wording;
  }

  /**
   * Adds an error with a detail, which may be empty.
   *
   * @return false if the queue was full
   */
  boolean add(InstrumentError error, String detail) {
    boolean full = entries.size() == depth;
    if (full) {
      entries.removeLast();
    }
    entries.add(full ? entry(overflow, "") : entry(error, detail));
    return !full;
  }

  /**
   * Removes the oldest entry and formats it; an empty queue gives the maker's text for no error.
   */
  String next() {
    Entry entry = entries.poll();
    return entry == null ? wording.none() : entry.text;
  }

  /** Removes the oldest error; empty if there is none. */
  Optional<InstrumentError> take() {
    return Optional.ofNullable(entries.poll()).map(Entry::error);
  }

  /** Removes all entries and gives them comma separated. */
  String all() {
    String text = String.join(",", entries());
    entries.clear();
    return text.isEmpty() ? wording.none() : text;
  }

  /** Removes the oldest entry and gives its number; 0 if there is none. */
  String nextCode() {
    Entry entry = entries.poll();
    return entry == null ? "0" : Integer.toString(entry.error.code());
  }

  /** Removes all entries and gives their numbers, comma separated; 0 if there is none. */
  String allCodes() {
    StringJoiner codes = new StringJoiner(",");
    codes.setEmptyValue("0");
    entries.forEach(entry -> codes.add(Integer.toString(entry.error.code())));
    entries.clear();
    return codes.toString();
  }

  int size() {
    return entries.size();
  }

  void clear() {
    entries.clear();
  }

  List<String> entries() {
    return entries.stream().map(Entry::text).toList();
  }

  private Entry entry(InstrumentError error, String detail) {
    String sign = wording.plus() && error.code() > 0 ? "+" : "";
    String text = sign + error.code() + wording.separator() + '"' + error.text();
    String after = detail.isEmpty() || !wording.detail() ? "" : ';' + printable(detail);
    return new Entry(error, text + after + '"');
  }

  /** As much of a text as fits into an entry, with doubled quotes. */
  private static String printable(String detail) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < detail.length() && text.length() < LONGEST_DETAIL - 1; i++) {
      char c = detail.charAt(i);
      text.append(c < ' ' || c > '~' ? '.' : c);
      if (c == '"') {
        text.append('"');
      }
    }
    return text.toString();
  }
}
