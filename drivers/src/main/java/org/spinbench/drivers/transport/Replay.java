package org.spinbench.drivers.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A transcript that is played back: what {@link ReplayingTransports} and {@link ReplayingClock}
 * take their answers from.
 *
 * <p>Each resource, and the clock, is followed in its own order; the order between resources is not
 * compared, so that several threads may replay what several threads recorded. A last line that a
 * crash cut off is left out.
 */
public final class Replay {
  private static final int LISTED_AT_MOST = 5;

  private final String name;
  private final Map<String, Track> tracks = new LinkedHashMap<>();

  private String divergence;

  private Replay(String name) {
    this.name = name;
  }

  /**
   * Reads a transcript.
   *
   * @throws UncheckedIOException if it cannot be read
   * @throws IllegalArgumentException if the file is no transcript of this version; the message
   *     names the line
   */
  public static Replay read(Path file) {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException failure) {
      throw new UncheckedIOException("the transcript " + file + " cannot be read", failure);
    }
    return of(file.toString(), text);
  }

  /**
   * A transcript's text.
   *
   * @param name what messages call it
   * @throws IllegalArgumentException if it is no transcript of this version; the message names the
   *     line
   */
  public static Replay of(String name, String text) {
    if (!text.startsWith(Transcript.HEADER)) {
      throw new IllegalArgumentException(
          name
              + " is not a transcript: its first line does not begin with \""
              + Transcript.HEADER
              + "\"");
    }
    Replay replay = new Replay(name);
    int number = 1;
    int from = text.indexOf('\n') + 1;
    for (int end = text.indexOf('\n', from); from > 0 && end >= 0; end = text.indexOf('\n', from)) {
      replay.add(++number, text.substring(from, end));
      from = end + 1;
    }
    return replay;
  }

  private void add(int number, String line) {
    String[] columns = line.split(" ", 4);
    if (columns.length < 3) {
      throw new IllegalArgumentException(
          name + " line " + number + " does not hold time, name and event: " + line);
    }
    String text = columns.length == 4 ? columns[3] : "";
    track(columns[1]).entries.add(new Entry(number, columns[0], columns[2], text));
  }

  /** The first divergence of any track, as its exception says it; empty while there is none. */
  public synchronized Optional<String> divergence() {
    return Optional.ofNullable(divergence);
  }

  private synchronized void diverged(String message) {
    if (divergence == null) {
      divergence = message;
    }
  }

  /** How many events are recorded: messages, what links and clock were asked for, and failures. */
  public int events() {
    return allTracks().stream().mapToInt(track -> track.entries.size()).sum();
  }

  /** Whether everything recorded has been played back. */
  public boolean isFinished() {
    return divergence().isEmpty() && allTracks().stream().allMatch(track -> track.left().isEmpty());
  }

  /**
   * Checks that everything recorded has been played back.
   *
   * @throws ReplayDivergedException if something recorded was never asked for, or the replay has
   *     already diverged
   */
  public void verifyFinished() {
    List<Entry> left = new ArrayList<>();
    for (Track track : allTracks()) {
      left.addAll(track.left());
    }
    if (left.isEmpty()) {
      return;
    }
    left.sort(Comparator.comparingInt(Entry::line));
    StringBuilder message = new StringBuilder();
    message.append(left.size()).append(" recorded events of ").append(name);
    message.append(" were not played back:");
    for (Entry entry : left.subList(0, Math.min(left.size(), LISTED_AT_MOST))) {
      message.append(" line ").append(entry.line).append(": ").append(entry).append(';');
    }
    throw new ReplayDivergedException(message.append(" the replay ended early").toString());
  }

  private synchronized List<Track> allTracks() {
    return List.copyOf(tracks.values());
  }

  synchronized Track track(String name) {
    return tracks.computeIfAbsent(name, Track::new);
  }

  /** One recorded event and its time, s; its text is still escaped. */
  record Entry(int line, String time, String event, String text) {
    Entry(String event, String text) {
      this(0, "", event, text);
    }

    @Override
    public String toString() {
      return text.isEmpty() ? event : event + " " + text;
    }
  }

  /** The events of one resource, in order. After a divergence it only repeats that. */
  final class Track {
    private final String name;
    private final List<Entry> entries = new ArrayList<>();
    private int next;
    private String divergence;

    private Track(String name) {
      this.name = name;
    }

    /** Takes the next event if it is this one with this text, as it stands in the transcript. */
    synchronized void expect(String event, String text) {
      Entry entry = peek();
      if (entry == null || !entry.event.equals(event) || !entry.text.equals(text)) {
        diverge(event.equals(">") ? "sent" : "happened", new Entry(event, text));
      }
      next++;
    }

    /** Takes the next event if it is of this kind, and returns its text. */
    synchronized String take(String event) {
      Entry entry = peek();
      if (entry == null || !entry.event.equals(event)) {
        diverge("asked for", new Entry(event, ""));
      }
      next++;
      return entry.text;
    }

    /** Takes the next event if it is of this kind; says whether it was. */
    synchronized boolean takeIfNext(String event) {
      Entry entry = peek();
      boolean isNext = entry != null && entry.event.equals(event);
      next += isNext ? 1 : 0;
      return isNext;
    }

    /** Throws the recorded failure if the next event is one of this kind. */
    synchronized void failIf(String event) {
      Entry entry = peek();
      if (entry != null && entry.event.equals(event)) {
        next++;
        throw Fault.of(TranscriptText.unescapeText(entry.text));
      }
    }

    /** Takes the event if it is next; a link may be closed at any time without an exception. */
    synchronized void close() {
      Entry entry = next < entries.size() ? entries.get(next) : null;
      if (divergence == null && entry != null && entry.event.equals("close")) {
        next++;
      } else if (divergence == null) {
        divergence = message("happened", new Entry("close", ""));
        diverged(divergence);
      }
    }

    private Entry peek() {
      if (divergence != null) {
        throw new ReplayDivergedException(divergence);
      }
      return next < entries.size() ? entries.get(next) : null;
    }

    private void diverge(String verb, Entry now) {
      divergence = message(verb, now);
      diverged(divergence);
      throw new ReplayDivergedException(divergence);
    }

    private String message(String verb, Entry now) {
      if (next == entries.size()) {
        String last = entries.isEmpty() ? "" : " after line " + entries.get(next - 1).line;
        return "the replay of "
            + Replay.this.name
            + " diverges: nothing more is recorded of "
            + name
            + last
            + ", "
            + verb
            + ": "
            + now;
      }
      Entry entry = entries.get(next);
      return "the replay of "
          + Replay.this.name
          + " diverges at line "
          + entry.line
          + " ("
          + name
          + ", after "
          + entry.time
          + " s): recorded: "
          + entry
          + ", "
          + verb
          + ": "
          + now;
    }

    private synchronized List<Entry> left() {
      if (divergence != null) {
        throw new ReplayDivergedException(divergence);
      }
      return List.copyOf(entries.subList(next, entries.size()));
    }
  }
}
