package org.spinbench.drivers.transport.record;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Reads a transcript line by line and checks it. It holds one line at a time, so that a transcript
 * may be longer than memory. It notes the first damaged line and continues up to a line that cannot
 * be read. It omits a last line that a crash cut off.
 */
public final class TranscriptLines implements AutoCloseable {
  private static final int WINDOW = 1 << 16;

  private final String name;
  private final InputStream in;
  private final CRC32 check = new CRC32();
  private final Map<String, Count> counts = new HashMap<>();
  private byte[] window = new byte[WINDOW];
  private int at;
  private int end;
  private final boolean checked;
  private final Manner manner;
  private boolean legible = true;
  private long number;
  private long sound;
  private String damage;
  private String mark = "";
  private final RoutineLines routine = new RoutineLines();
  private final Deque<TranscriptEvent> restored = new ArrayDeque<>();

  /** How many events of a name have been counted; the name stands in memory once. */
  private static final class Count {
    private final String name;
    private long events;

    Count(String name) {
      this.name = name;
    }
  }

  /**
   * Begins to read.
   *
   * @param name what messages call the transcript
   * @param in its text, from the first line on; closed with this
   * @throws IllegalArgumentException if it is no transcript
   * @throws UncheckedIOException if it cannot be read
   */
  public TranscriptLines(String name, InputStream in) {
    this.name = name;
    this.in = in;
    Optional<Manner> stated =
        Arrays.stream(Manner.values()).filter(one -> begins(one.header())).findFirst();
    checked = stated.isPresent();
    manner = stated.orElse(Manner.SETTERS_WAIT);
    if (!checked && !begins(TranscriptFormat.HEADER_1)) {
      throw new IllegalArgumentException(
          name
              + " is not a transcript: its first line does not begin with \""
              + Manner.PRESENT.header()
              + "\"");
    }
    int newline = newline();
    if (newline >= 0) {
      header(newline);
    }
  }

  /** Whether it is of a version with check digits and marks. */
  boolean isChecked() {
    return checked;
  }

  /** How the program treated the bench when this was recorded. */
  public Manner manner() {
    return manner;
  }

  /**
   * The first place that is not what was written, among the lines so far; empty if all is sound.
   */
  public Optional<String> damage() {
    return Optional.ofNullable(damage);
  }

  /** Number of undamaged lines before the first damaged one. */
  public long sound() {
    return sound;
  }

  private boolean begins(String text) {
    while (end < text.length()) {
      if (!fill()) {
        return false;
      }
    }
    return text(0, text.length()).equals(text);
  }

  private void header(int newline) {
    number = 1;
    String line = text(at, newline);
    int digits = line.indexOf(TranscriptFormat.CHECK);
    if (checked) {
      check.update(window, at, digits < 0 ? line.length() : digits);
      check.update('\n');
      String own = line.substring(0, Math.max(digits, 0)) + TranscriptFormat.CHECK;
      if (!line.equals(own + TranscriptFormat.digits(check))) {
        damaged("line 1 was changed after it was written, by its check digits: " + line);
      }
    }
    sound += damage == null ? 1 : 0;
    at = newline + 1;
  }

  /**
   * The next event, or null at the end, which is where a line cannot be read.
   *
   * @throws UncheckedIOException if the text cannot be read
   */
  public TranscriptEvent next() {
    while (restored.isEmpty()) {
      TranscriptEvent event = nextLine();
      if (event == null || !isInShort(event.name(), event.kind())) {
        return event;
      }
      restore(event);
    }
    return restored.poll();
  }

  private static boolean isInShort(String name, String kind) {
    return name.equals(Transcript.RUN)
        && (kind.equals(RoutineLines.PATTERN) || kind.equals(RoutineLines.ROUTINE));
  }

  private void restore(TranscriptEvent inShort) {
    try {
      String text = TranscriptText.unescapeText(inShort.text());
      if (inShort.kind().equals(RoutineLines.PATTERN)) {
        routine.learn(text);
        return;
      }
      for (String line : routine.restore(text)) {
        String[] words = line.split(" ", 4);
        restored.add(event(words[0], words[1], words[2], words.length < 4 ? "" : words[3]));
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      damaged("line " + number + " holds no messages in short: " + e.getMessage());
      legible = false;
    }
  }

  private TranscriptEvent nextLine() {
    int newline = legible ? newline() : -1;
    if (newline < 0) {
      return null;
    }
    number++;
    int from = checked ? Math.min(newline, at + TranscriptFormat.CHECK_LENGTH) : at;
    if (checked) {
      check.update(window, from, newline + 1 - from);
    }
    TranscriptEvent event = event(from, newline);
    sound += damage == null ? 1 : 0;
    at = newline + 1;
    return event;
  }

  private TranscriptEvent event(int from, int newline) {
    int afterTime = space(from, newline);
    int afterName = afterTime < 0 ? -1 : space(afterTime + 1, newline);
    if (afterName < 0) {
      String doing = mark.isEmpty() ? "" : " (" + mark + ")";
      damaged(
          "line " + number + doing + " does not hold time, name and event: " + text(at, newline));
      legible = false;
      return null;
    }
    int space = space(afterName + 1, newline);
    int afterKind = space < 0 ? newline : space;
    String text = space < 0 ? "" : text(space + 1, newline);
    String resource = text(afterTime + 1, afterName);
    TranscriptEvent event =
        event(text(from, afterTime), resource, text(afterName + 1, afterKind), text);
    if (checked && damage == null && !hasItsDigits(newline)) {
      damaged(event.place() + " was changed after it was written, by its check digits: " + event);
    }
    return event;
  }

  private TranscriptEvent event(String time, String resource, String kind, String text) {
    boolean inShort = isInShort(resource, kind);
    Count count = counts.computeIfAbsent(resource, Count::new);
    count.events += !inShort && TranscriptEvent.isCounted(count.name, kind) ? 1 : 0;
    TranscriptEvent event =
        new TranscriptEvent(number, count.events, time, count.name, kind, text, mark);
    if (event.isOfRun() && !inShort && !kind.equals(Transcript.STOP)) {
      mark = event.toString();
    }
    return event;
  }

  private boolean hasItsDigits(int newline) {
    int length = TranscriptFormat.CHECK_LENGTH;
    return newline - at >= length
        && text(at, at + length).equals(TranscriptFormat.digits(check) + " ");
  }

  private void damaged(String what) {
    if (damage == null) {
      damage = name + " is damaged: " + what;
    }
  }

  private int space(int from, int to) {
    for (int i = from; i < to; i++) {
      if (window[i] == ' ') {
        return i;
      }
    }
    return -1;
  }

  /** Where the line at hand ends; -1 if it does not. */
  private int newline() {
    int looked = at;
    while (true) {
      for (int i = looked; i < end; i++) {
        if (window[i] == '\n') {
          return i;
        }
      }
      looked = end - at;
      if (!fill()) {
        return -1;
      }
      looked += at;
    }
  }

  /** Reads on behind what is not used yet; says whether there was more. */
  private boolean fill() {
    if (at > 0) {
      System.arraycopy(window, at, window, 0, end - at);
      end -= at;
      at = 0;
    }
    if (end == window.length) {
      window = Arrays.copyOf(window, 2 * window.length);
    }
    try {
      int more = in.read(window, end, window.length - end);
      end += Math.max(0, more);
      return more > 0;
    } catch (IOException failure) {
      throw new UncheckedIOException("the transcript " + name + " cannot be read", failure);
    }
  }

  private String text(int from, int to) {
    return new String(window, from, to - from, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException failure) {
      throw new UncheckedIOException("the transcript " + name + " cannot be closed", failure);
    }
  }
}
