package org.spinbench.drivers.transport.record;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.spinbench.drivers.text.UserFile;

/**
 * A transcript that is played back: what {@link ReplayingTransports} and {@link ReplayingClock}
 * take their answers from.
 *
 * <p>Each resource, the clock, and the marks of the run are followed in their own order; the order
 * between resources is not compared, so that several threads may replay what several threads
 * recorded. A last line that a crash cut off is left out. The first divergence is the end: from
 * then on nothing answers, whatever is asked.
 *
 * <p>The text is read twice, once to check it and to count, and once while it is played back. No
 * more of it is held than what other resources have still to say of the time up to the event that
 * was asked for last.
 */
public final class Replay implements AutoCloseable {
  private static final int LISTED_AT_MOST = 5;

  private final String name;
  private final Supplier<InputStream> source;
  private final Map<String, ReplayTrack> tracks = new LinkedHashMap<>();
  private boolean marked;
  private Manner manner;
  private Optional<String> damage = Optional.empty();
  private long stopLine = Long.MAX_VALUE;
  private TranscriptLines playing;
  private Divergence divergence;
  private volatile long skipTo;
  private String skipToMark;
  private long lineRead;

  private Replay(String name, Supplier<InputStream> source) {
    this.name = name;
    this.source = source;
  }

  /**
   * Reads a transcript.
   *
   * @throws IllegalArgumentException if the file cannot be read, is no transcript, or a damaged
   *     one; the message names the place
   */
  public static Replay read(Path file) {
    return of(file.toString(), () -> UserFile.open(file, "a transcript")).requireSound();
  }

  /**
   * A transcript. Where it is damaged is said by {@link #damage}.
   *
   * @param name what messages call it
   * @param source gives its text, each time from the beginning
   * @throws IllegalArgumentException if it is no transcript
   */
  public static Replay of(String name, Supplier<InputStream> source) {
    Replay replay = new Replay(name, source);
    replay.count();
    return replay;
  }

  private void count() {
    try (TranscriptLines lines = lines()) {
      marked = lines.isChecked();
      manner = lines.manner();
      for (TranscriptEvent event = lines.next(); event != null; event = lines.next()) {
        if (isStop(event)) {
          stopLine = event.line();
        } else {
          track(event.name()).count();
        }
      }
      damage = lines.damage();
    }
  }

  private TranscriptLines lines() {
    return new TranscriptLines(name, source.get());
  }

  private static boolean isStop(TranscriptEvent event) {
    return event.isOfRun() && event.kind().equals(Transcript.STOP);
  }

  /** The first place that is not what was written; empty if all is sound. */
  public Optional<String> damage() {
    return damage;
  }

  /**
   * Refuses a damaged transcript.
   *
   * @throws IllegalArgumentException naming the place
   */
  public Replay requireSound() {
    damage.ifPresent(
        place -> {
          throw new IllegalArgumentException(place);
        });
    return this;
  }

  /** Where a replay first left its recording. */
  private record Divergence(String message, boolean atEnd) {}

  /** The first divergence of any track, as its exception says it; empty while there is none. */
  public synchronized Optional<String> divergence() {
    return Optional.ofNullable(divergence).map(Divergence::message);
  }

  /**
   * Whether the replay came as far as the recording goes: it asked for more than is recorded after
   * everything was played back, or for another message than the one recorded after the user stopped
   * the run.
   */
  public synchronized boolean reachedEnd() {
    return divergence != null && divergence.atEnd;
  }

  /** How the program treated the bench when this was recorded; a replay has to do the same. */
  public Manner manner() {
    return manner;
  }

  /** Whether the run was stopped by its user. */
  public boolean isStopped() {
    return stopLine < Long.MAX_VALUE;
  }

  /** How many events are recorded: messages, what links and clock were asked for, and failures. */
  public synchronized long events() {
    return tracks.values().stream().mapToLong(ReplayTrack::recorded).sum();
  }

  /** Shows everything recorded, in its order. */
  public void eachEvent(Consumer<TranscriptEvent> told) {
    try (TranscriptLines lines = lines()) {
      for (TranscriptEvent event = lines.next(); event != null; event = lines.next()) {
        if (!isStop(event)) {
          told.accept(event);
        }
      }
    }
  }

  /** How many events have been played back. */
  public synchronized long played() {
    return tracks.values().stream().mapToLong(ReplayTrack::played).sum();
  }

  private long left() {
    return events() - played();
  }

  /**
   * Checks that everything recorded has been played back.
   *
   * @throws ReplayDivergedException if something recorded was never asked for, or the replay has
   *     already diverged
   */
  public synchronized void verifyFinished() {
    requireNone();
    if (left() == 0) {
      return;
    }
    StringBuilder message = new StringBuilder();
    message.append(left()).append(" recorded events of ").append(name);
    message.append(" were not played back:");
    for (TranscriptEvent event : firstLeft()) {
      message.append(" line ").append(event.line()).append(": ").append(event).append(';');
    }
    throw new ReplayDivergedException(message.append(" the replay ended early").toString());
  }

  /** The first events that have not been played back, in the order of the recording. */
  private List<TranscriptEvent> firstLeft() {
    List<TranscriptEvent> left = new ArrayList<>();
    tracks.values().forEach(track -> left.addAll(track.ahead()));
    left.sort(Comparator.comparingLong(TranscriptEvent::line));
    while (left.size() < LISTED_AT_MOST && left.size() < left()) {
      left.add(readOn());
    }
    return left.subList(0, Math.min(left.size(), LISTED_AT_MOST));
  }

  /** The marks of the run in their order, such as {@code in evaluation 12}. */
  public List<String> marks() {
    List<String> marks = new ArrayList<>();
    eachEvent(
        event -> {
          if (event.isOfRun()) {
            marks.add(event.toString());
          }
        });
    return marks;
  }

  /** The first mark of the run; empty if it came to none, or was recorded by version 1. */
  public Optional<String> firstMark() {
    try (TranscriptLines lines = lines()) {
      TranscriptEvent event = lines.next();
      while (event != null && (!event.isOfRun() || isStop(event))) {
        event = lines.next();
      }
      return Optional.ofNullable(event).map(TranscriptEvent::toString);
    }
  }

  /**
   * Skips everything before a mark: nothing is compared until the run reaches the mark. Whatever is
   * asked until then, the next recorded answer of the kind is given, so that the experiment gets to
   * the place even if it goes another way.
   *
   * @param mark one of {@link #marks}
   * @return how many events come up to the mark, with it
   */
  public long skipTo(String mark) {
    long before = 0;
    try (TranscriptLines lines = lines()) {
      for (TranscriptEvent event = lines.next(); event != null; event = lines.next()) {
        before += isStop(event) ? 0 : 1;
        if (event.isOfRun() && event.toString().equals(mark)) {
          skipTo = event.line();
          skipToMark = mark;
          return before;
        }
      }
    }
    throw new IllegalArgumentException("there is no mark " + mark);
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
  public synchronized void mark(String event, String what) {
    if (!isSkipping()) {
      if (marked) {
        track(Transcript.RUN).expect(event, what);
      }
    } else if (TranscriptEvent.shown(event, what).equals(skipToMark)) {
      resume();
    }
  }

  /** Goes on behind the mark, and compares from there on. */
  private void resume() {
    tracks.values().forEach(track -> track.dropUpTo(skipTo));
    while (lineRead < skipTo) {
      track(readOn().name()).dropUpTo(skipTo);
    }
    skipTo = 0;
  }

  /** Whether an event is skipped over, as it comes before the mark. */
  boolean isBeforeMark(TranscriptEvent event) {
    return event.line() < skipTo;
  }

  /** Whether an event came after the run's user had stopped it. */
  boolean isAfterStop(TranscriptEvent event) {
    return event.line() > stopLine;
  }

  /** What messages call the transcript. */
  String name() {
    return name;
  }

  boolean hasDiverged() {
    return divergence != null;
  }

  /** Throws the first divergence again, if there is one. */
  void requireNone() {
    if (divergence != null) {
      throw new ReplayDivergedException(divergence.message);
    }
  }

  /** Ends the replay, and returns its first divergence. */
  ReplayDivergedException diverge(String message) {
    if (divergence == null) {
      divergence = new Divergence(message, nothingIsLeftBeforeTheStop());
      close();
    }
    return new ReplayDivergedException(divergence.message);
  }

  private boolean nothingIsLeftBeforeTheStop() {
    if (left() == 0) {
      return true;
    }
    return isStopped() && isAfterStop(firstLeft().get(0));
  }

  /** Reads the next event and adds it to its track. */
  TranscriptEvent readOn() {
    if (playing == null) {
      playing = lines();
    }
    TranscriptEvent event = playing.next();
    while (event != null && isStop(event)) {
      event = playing.next();
    }
    if (event == null) {
      throw new IllegalStateException(name + " has become shorter while it was played back");
    }
    lineRead = event.line();
    track(event.name()).add(event);
    return event;
  }

  /** Whether anything of this name is recorded. */
  synchronized boolean holds(String track) {
    return tracks.containsKey(track);
  }

  synchronized ReplayTrack track(String track) {
    return tracks.computeIfAbsent(track, key -> new ReplayTrack(this, key));
  }

  /** Reads no more; later requests have no answer. A second call does nothing. */
  @Override
  public synchronized void close() {
    if (playing != null) {
      playing.close();
    }
  }
}
