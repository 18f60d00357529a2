package org.spinbench.drivers.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A transcript that is played back: what {@link ReplayingTransports} and {@link ReplayingClock}
 * take their answers from.
 *
 * <p>Each resource, the clock, and the marks of the run are followed in their own order; the order
 * between resources is not compared, so that several threads may replay what several threads
 * recorded. A last line that a crash cut off is left out. The first divergence is the end: from
 * then on nothing answers, whatever is asked.
 */
public final class Replay {
  private static final int LISTED_AT_MOST = 5;

  private final String name;
  private final Map<String, Track> tracks = new LinkedHashMap<>();
  private boolean marked;
  private String damage;
  private long soundLines;
  private int stopLine = Integer.MAX_VALUE;

  private Divergence divergence;
  private volatile int skipTo;

  private Replay(String name) {
    this.name = name;
  }

  /**
   * Reads a transcript.
   *
   * @throws UncheckedIOException if it cannot be read
   * @throws IllegalArgumentException if the file is no transcript, or a damaged one; the message
   *     names the place
   */
  public static Replay read(Path file) {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException failure) {
      throw new UncheckedIOException("the transcript " + file + " cannot be read", failure);
    }
    return of(file.toString(), text).requireSound();
  }

  /**
   * A transcript's text. Where it is damaged is said by {@link #damage}.
   *
   * @param name what messages call it
   * @throws IllegalArgumentException if it is no transcript
   */
  public static Replay of(String name, String text) {
    boolean checked = text.startsWith(Transcript.HEADER);
    if (!checked && !text.startsWith(Transcript.HEADER_1)) {
      throw new IllegalArgumentException(
          name
              + " is not a transcript: its first line does not begin with \""
              + Transcript.HEADER
              + "\"");
    }
    Replay replay = new Replay(name);
    replay.marked = checked;
    new Lines(replay, checked).read(text);
    return replay;
  }

  /** Reads lines, as long as they can be read. */
  private static final class Lines {
    private final Replay replay;
    private final boolean checked;
    private final CRC32 check = new CRC32();
    private String mark = "";

    Lines(Replay replay, boolean checked) {
      this.replay = replay;
      this.checked = checked;
    }

    void read(String text) {
      int number = 0;
      int from = 0;
      boolean legible = true;
      for (int end = text.indexOf('\n'); legible && end >= 0; end = text.indexOf('\n', from)) {
        String line = text.substring(from, end);
        legible = ++number == 1 ? header(line) : line(number, line);
        from = end + 1;
        replay.soundLines += replay.damage == null ? 1 : 0;
      }
    }

    private boolean header(String line) {
      int end = line.indexOf(Transcript.CHECK);
      update(end < 0 ? line : line.substring(0, end));
      if (checked
          && !line.equals(line.substring(0, Math.max(end, 0)) + Transcript.CHECK + digits())) {
        damaged("line 1 is not what was written there, its check digits say: " + line);
      }
      return true;
    }

    private void update(String line) {
      if (checked) {
        check.update(line.getBytes(StandardCharsets.ISO_8859_1));
        check.update('\n');
      }
    }

    private boolean line(int number, String line) {
      int start = checked ? Math.min(line.length(), Transcript.CHECK_LENGTH) : 0;
      String content = line.substring(start);
      update(content);
      String[] columns = content.split(" ", 4);
      if (columns.length < 3) {
        damaged(
            "line "
                + number
                + (mark.isEmpty() ? "" : " (" + mark + ")")
                + " does not hold time, name and event: "
                + line);
        return false;
      }
      String text = columns.length == 4 ? columns[3] : "";
      Entry entry = entry(number, columns, text);
      if (checked && replay.damage == null && !line.startsWith(digits() + " ")) {
        damaged(entry.place() + " is not what was written there, its check digits say: " + entry);
      }
      return true;
    }

    private String digits() {
      return Transcript.digits(check);
    }

    private void damaged(String what) {
      if (replay.damage == null) {
        replay.damage = replay.name + " is damaged: " + what;
      }
    }

    private Entry entry(int number, String[] columns, String text) {
      Track track = replay.track(columns[1]);
      Entry entry = new Entry(track, number, track.nextNumber(columns[2]), columns, text, mark);
      if (!track.name.equals(Transcript.RUN)) {
        track.entries.add(entry);
      } else if (columns[2].equals(Transcript.STOP)) {
        replay.stopLine = number;
      } else {
        track.entries.add(entry);
        mark = entry.toString();
      }
      return entry;
    }
  }

  /** The first place that is not what was written; empty if all is sound. */
  public Optional<String> damage() {
    return Optional.ofNullable(damage);
  }

  /** How many lines stand before the first that is not what was written. */
  public long soundLines() {
    return soundLines;
  }

  /**
   * Refuses a damaged transcript.
   *
   * @throws IllegalArgumentException naming the place
   */
  public Replay requireSound() {
    if (damage != null) {
      throw new IllegalArgumentException(damage);
    }
    return this;
  }

  /** Where a replay first left its recording. */
  private record Divergence(String message, boolean atEnd) {}

  /** The first divergence of any track, as its exception says it; empty while there is none. */
  public synchronized Optional<String> divergence() {
    return Optional.ofNullable(divergence).map(Divergence::message);
  }

  /**
   * Whether the replay came as far as the recording goes: it asked for more than is recorded, of
   * which everything has been played back, or for something else than what came after the run's
   * user stopped it.
   */
  public synchronized boolean reachedEnd() {
    return divergence != null && divergence.atEnd;
  }

  /** Whether the run was stopped by its user. */
  public boolean isStopped() {
    return stopLine < Integer.MAX_VALUE;
  }

  /** How many events are recorded: messages, what links and clock were asked for, and failures. */
  public int events() {
    return allTracks().stream().mapToInt(track -> track.entries.size()).sum();
  }

  /**
   * One recorded event.
   *
   * @param seconds since the beginning of the recording
   * @param name of the resource, or {@code clock} or {@code run}
   * @param kind of the event, as {@link Transcript} names it
   * @param text of the event, escaped
   */
  public record Event(double seconds, String name, String kind, String text) {}

  /** Everything recorded, in its order. */
  public List<Event> timeline() {
    return allTracks().stream()
        .flatMap(track -> track.entries.stream())
        .sorted(Comparator.comparingInt(Entry::line))
        .map(e -> new Event(Double.parseDouble(e.time()), e.track().name, e.event(), e.text()))
        .toList();
  }

  /** How many links are open at the end of the recording. */
  public int linksLeftOpen() {
    return allTracks().stream().mapToInt(Track::opens).sum();
  }

  /** How many events have been played back. */
  public int played() {
    return allTracks().stream().mapToInt(track -> track.next).sum();
  }

  /** Whether everything recorded has been played back. */
  public boolean isFinished() {
    return divergence().isEmpty() && left().isEmpty();
  }

  /**
   * Checks that everything recorded has been played back.
   *
   * @throws ReplayDivergedException if something recorded was never asked for, or the replay has
   *     already diverged
   */
  public void verifyFinished() {
    requireNone();
    List<Entry> left = left();
    if (left.isEmpty()) {
      return;
    }
    StringBuilder message = new StringBuilder();
    message.append(left.size()).append(" recorded events of ").append(name);
    message.append(" were not played back:");
    for (Entry entry : left.subList(0, Math.min(left.size(), LISTED_AT_MOST))) {
      message.append(" line ").append(entry.line).append(": ").append(entry).append(';');
    }
    throw new ReplayDivergedException(message.append(" the replay ended early").toString());
  }

  /** The marks of the run in their order, such as {@code in evaluation 12}. */
  public List<String> marks() {
    return track(Transcript.RUN).entries.stream().map(Entry::toString).toList();
  }

  /**
   * Has what comes before a mark skipped over: nothing is compared until the run comes to the mark.
   * Whatever is asked until then, the next recorded answer of the kind is given, so that the
   * experiment gets to the place even if it goes another way.
   *
   * @param mark one of {@link #marks}
   */
  public void skipTo(String mark) {
    skipTo =
        track(Transcript.RUN).entries.stream()
            .filter(entry -> entry.toString().equals(mark))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("there is no mark " + mark))
            .line;
  }

  /** How many events come before the place that is skipped to. */
  public int eventsBefore() {
    return allTracks().stream()
        .mapToInt(
            track -> (int) track.entries.stream().filter(entry -> entry.line <= skipTo).count())
        .sum();
  }

  /** Whether nothing is compared yet. */
  public boolean isSkipping() {
    return skipTo > 0;
  }

  /**
   * Takes a mark of the run, which must be the recorded one. A recording of version 1 has none.
   *
   * @param event {@code in} or {@code after}
   * @param what such as {@code evaluation 12}
   */
  public void mark(String event, String what) {
    Track run = track(Transcript.RUN);
    if (isSkipping()) {
      run.entries.stream()
          .filter(entry -> entry.line == skipTo && entry.toString().equals(shown(event, what)))
          .findFirst()
          .ifPresent(this::resume);
    } else if (marked) {
      run.expect(event, what);
    }
  }

  /** Goes on behind a mark, and compares from there on. */
  private void resume(Entry mark) {
    allTracks().forEach(track -> track.goBehind(mark.line));
    skipTo = 0;
  }

  private synchronized void requireNone() {
    if (divergence != null) {
      throw new ReplayDivergedException(divergence.message);
    }
  }

  private synchronized ReplayDivergedException diverge(String message) {
    if (divergence == null) {
      boolean atEnd = left().stream().allMatch(entry -> entry.line > stopLine);
      divergence = new Divergence(message, atEnd);
    }
    return new ReplayDivergedException(divergence.message);
  }

  /** What has not been played back, in the order of the recording. */
  private List<Entry> left() {
    List<Entry> left = new ArrayList<>();
    for (Track track : allTracks()) {
      left.addAll(track.left());
    }
    left.sort(Comparator.comparingInt(Entry::line));
    return left;
  }

  private synchronized List<Track> allTracks() {
    return List.copyOf(tracks.values());
  }

  synchronized Track track(String name) {
    return tracks.computeIfAbsent(name, Track::new);
  }

  /** One recorded event and its time, s; its text is still escaped. */
  private record Entry(
      Track track, int line, int number, String time, String event, String text, String mark) {
    Entry(Track track, int line, int number, String[] columns, String text, String mark) {
      this(track, line, number, columns[0], columns[2], text, mark);
    }

    /** "message 12 of INPROC::rf_1::INSTR (line 40, after 0.1 s, in evaluation 3)". */
    String place() {
      return track.place(event, number)
          + " (line "
          + line
          + ", after "
          + time
          + " s"
          + (mark.isEmpty() ? "" : ", " + mark)
          + ")";
    }

    @Override
    public String toString() {
      return shown(event, text);
    }
  }

  private static String shown(String event, String text) {
    return text.isEmpty() ? event : event + " " + text;
  }

  /** The events of one resource, in order. */
  final class Track {
    private final String name;
    private final List<Entry> entries = new ArrayList<>();
    private int messages;
    private volatile int next;

    private Track(String name) {
      this.name = name;
    }

    private int opens() {
      return entries.stream()
          .mapToInt(
              entry ->
                  switch (entry.event) {
                    case "open" -> 1;
                    case "open!", "close" -> -1;
                    default -> 0;
                  })
          .sum();
    }

    private boolean isLink() {
      return !name.equals(Transcript.CLOCK) && !name.equals(Transcript.RUN);
    }

    private static boolean isMessage(String event) {
      return event.equals(">") || event.equals("<");
    }

    /** Number of a further event: of the message, or of the message that it comes after. */
    private int nextNumber(String event) {
      messages += !isLink() || isMessage(event) ? 1 : 0;
      return messages;
    }

    private String place(String event, int number) {
      if (!isLink()) {
        return (name.equals(Transcript.CLOCK) ? "look " : "mark ") + number + " of the " + name;
      }
      return isMessage(event)
          ? "message " + number + " of " + name
          : name + ", after its message " + number;
    }

    private synchronized void goBehind(int line) {
      while (next < entries.size() && entries.get(next).line <= line) {
        next++;
      }
    }

    /** Takes the next event if it is this one with this text. */
    synchronized void expect(String event, String text) {
      if (skipped(event)) {
        return;
      }
      Entry entry = peek();
      if (entry == null || !entry.event.equals(event) || !entry.text.equals(text)) {
        throw diverge(event.equals(">") ? "sent" : "happened", shown(event, text));
      }
      next++;
    }

    /** Takes the next event if it is a message with these bytes. */
    synchronized void expectSent(byte[] message) {
      if (skipped(">")) {
        return;
      }
      Entry entry = peek();
      if (entry == null || !entry.event.equals(">") || !isOf(message, entry.text)) {
        throw diverge("sent", shown(">", TranscriptText.escape(message)));
      }
      next++;
    }

    private static boolean isOf(byte[] message, String text) {
      try {
        return Arrays.equals(TranscriptText.unescape(text), message);
      } catch (IllegalArgumentException illegible) {
        return false;
      }
    }

    /** Takes the next event if it is of this kind, and returns its text. */
    synchronized String take(String event) {
      if (skipped(event)) {
        return entries.get(next - 1).text;
      }
      Entry entry = peek();
      if (entry == null || !entry.event.equals(event)) {
        throw diverge("asked for", event);
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
      Entry entry = next();
      if (divergence().isEmpty() && entry != null && entry.event.equals("close")) {
        next++;
      } else {
        diverge("happened", "close");
      }
    }

    /** While nothing is compared, takes the next event of a kind; says whether there is one. */
    private boolean skipped(String event) {
      if (!isSkipping()) {
        return false;
      }
      requireNone();
      for (int i = next; i < entries.size() && entries.get(i).line < skipTo; i++) {
        if (entries.get(i).event.equals(event)) {
          next = i + 1;
          return true;
        }
      }
      throw diverge("happened", event);
    }

    private Entry peek() {
      requireNone();
      return next();
    }

    private Entry next() {
      return next < entries.size() ? entries.get(next) : null;
    }

    private ReplayDivergedException diverge(String verb, String now) {
      Entry entry = next();
      return Replay.this.diverge(message(entry, verb, now));
    }

    private String message(Entry entry, String verb, String now) {
      String start = "the replay of " + Replay.this.name + " diverges";
      if (entry == null) {
        String last = entries.isEmpty() ? "" : " after " + entries.get(next - 1).place();
        return start + last + ": nothing more is recorded of " + name + ", " + verb + ": " + now;
      }
      return start + " at " + entry.place() + ": recorded: " + entry + ", " + verb + ": " + now;
    }

    private List<Entry> left() {
      return List.copyOf(entries.subList(next, entries.size()));
    }
  }
}
