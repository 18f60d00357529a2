package org.spinbench.drivers.transport.record;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Transport;

/**
 * The record of a session with a bench while it is written: a text with one event a line, in a file
 * or in another place.
 *
 * <pre>
 * spinbench transcript 12, begun 2026-11-25T08:00:00Z, check 91C4
 * 5E0C 0.000120000 INPROC::rf_1::INSTR open
 * 81A2 0.000150000 INPROC::rf_1::INSTR &gt; *IDN?
 * 0B77 0.000160000 INPROC::rf_1::INSTR &lt; Rohde&amp;Schwarz,SGS100A,...
 * F310 0.000200000 clock nanos 200000
 * 2D49 5.000200000 INPROC::rf_1::INSTR &lt;! timeout INPROC::rf_1::INSTR has nothing to say
 * </pre>
 *
 * <p>A line holds four check digits, the time in seconds since the beginning, the resource name (or
 * {@code clock} or {@code run}), the event, and its text. The check digits are the lower half, in
 * hexadecimal, of the CRC-32 of all lines so far, each without its check digits and the space
 * behind them: a line that has changed, is missing or has moved is the first whose digits do not
 * agree. Bytes that do not print are written {@code \xNN}, and a message that is mostly binary as
 * {@code \=} and all its bytes in base 64. (Version 1, still read, has no check digits, no base 64
 * and no {@code run}. Versions 2 to 4 are as this one, but of programs that waited and asked in
 * another {@link Manner}.) The events of a link are
 *
 * <ul>
 *   <li>{@code open}, and behind it {@code unmarked} for a link that does not distinguish answers;
 *       {@code close};
 *   <li>{@code >} and the message sent; {@code <} and the message received;
 *   <li>{@code clear}, {@code trigger} and {@code lock}, each {@code done} or {@code unavailable};
 *       {@code unlock};
 *   <li>{@code poll} and the status byte in decimal, or {@code unavailable};
 *   <li>{@code srq} and the outcome of the wait, as in {@link Transport.ServiceRequest};
 *   <li>and each of them but {@code unmarked} and {@code close} with {@code !} when it failed,
 *       followed by the kind of failure and its message.
 * </ul>
 *
 * <p>Events of the clock are {@code nanos}, {@code now} and {@code sleep}; looks of the session
 * with an instrument have a name of their own, such as {@code clock@bias_1}. Those of the run are
 * {@code in} and {@code after}, with what the experiment does from here on or has done, such as
 * {@code in evaluation 12}, and {@code stop} when a user stops it; {@code pattern} and {@code
 * routine} stand for lines of routine work in short, as {@link RoutineLines} writes them. A replay
 * has diverged as soon as a link or the clock is asked for another event than the next, or is sent
 * another message, or sleeps for another time; how long a caller is ready to wait for an answer, a
 * service request or a lock is not compared. Every line is handed to its place as it is recorded;
 * those of a file reach the operating system at once, so that a crash of the program loses none but
 * the one it is writing. A transcript may be used by several threads.
 *
 * <p>When it can no longer be written, the exchange that notices ends with an exception, and the
 * ones after it are not recorded: the outputs must still be brought to rest.
 */
public final class Transcript implements AutoCloseable {
  static final String CLOCK = "clock";
  static final String RUN = "run";

  /** Between the clock and who looks at it. */
  private static final String AT = "@";

  static final String STOP = "stop";

  /** Approximate memory of a line without its text, bytes. */
  private static final int LINE_SIZE = 80;

  private final Clock clock;
  private final long begin;
  private final TranscriptFormat format = new TranscriptFormat();
  private final RoutineLines routine = new RoutineLines();
  private String name;
  private Place place;
  private List<Lines> held;
  private boolean failed;

  /** Where a transcript goes to. */
  public interface Place {
    /**
     * Accepts the next events, to be written at once or later.
     *
     * @throws IOException if nothing more can be written there
     */
    void take(Lines lines) throws IOException;

    /** Ends it. */
    default void close() throws IOException {
      // A place that is part of something larger ends with that.
    }
  }

  /**
   * Some lines of a transcript that are not text yet. Whoever takes them has them written in the
   * order in which they came, each once, by one thread at a time; it need not be the one that the
   * event happened on.
   */
  public interface Lines {
    /** Writes them as text, whole lines at once. */
    void writeTo(OutputStream out) throws IOException;

    /**
     * Whether they are what passes all the time while everything is well: messages, looks at the
     * clock, and what the experiment is about to do or has done.
     */
    default boolean isRoutine() {
      return false;
    }

    /** Their approximate size in memory, bytes. */
    default int size() {
      return LINE_SIZE;
    }
  }

  /** The name of the clock as one user of it looks at it. */
  static String clockOf(String user) {
    return CLOCK + AT + user;
  }

  /** Whether a name is that of the clock, whichever user reads it. */
  static boolean isClock(String name) {
    return name.equals(CLOCK) || name.startsWith(CLOCK + AT);
  }

  private Transcript(String name, Clock clock) {
    this.name = name;
    this.clock = clock;
    this.begin = clock.nanos();
  }

  /**
   * Begins a transcript in a new file.
   *
   * @param clock the bench's clock itself, not one that records into this transcript
   * @throws UncheckedIOException if the file exists or cannot be written
   */
  public static Transcript create(Path file, Clock clock) {
    try {
      OutputStream out =
          Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Transcript transcript = held(clock);
      transcript.moveTo(file.toString(), new Stream(out));
      return transcript;
    } catch (FileAlreadyExistsException exists) {
      throw new UncheckedIOException(
          "the transcript " + file + " exists already and is not overwritten; choose another name",
          exists);
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "the transcript " + file + " cannot be created: " + UserFile.reason(failure), failure);
    }
  }

  /** Lines reach it as they come. */
  private record Stream(OutputStream out) implements Place {
    @Override
    public void take(Lines lines) throws IOException {
      lines.writeTo(out);
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  /**
   * Begins a transcript that is held in memory until it is known where it belongs.
   *
   * @param clock the bench's clock itself, not one that records into this transcript
   */
  public static Transcript held(Clock clock) {
    return held(clock, Manner.PRESENT);
  }

  /**
   * The same of a bench that is treated as earlier versions did.
   *
   * @param manner how it is treated
   */
  public static Transcript held(Clock clock, Manner manner) {
    Transcript transcript = new Transcript("in memory", clock);
    transcript.held = new ArrayList<>();
    transcript.place = transcript.held::add;
    Instant now = clock.now();
    transcript.hand(out -> transcript.format.header(manner.header(), now, out));
    return transcript;
  }

  /**
   * Moves a transcript that is held in memory: what was recorded so far, and all that follows.
   *
   * @param name what error messages call the place
   * @param place is closed with the transcript
   * @throws UncheckedIOException if the place takes nothing
   * @throws IllegalStateException if the transcript is not in memory
   */
  public synchronized void moveTo(String name, Place place) {
    if (held == null) {
      throw new IllegalStateException("the transcript " + this.name + " has its place already");
    }
    List<Lines> before = held;
    held = null;
    this.name = name;
    this.place = place;
    before.forEach(this::hand);
  }

  /**
   * Notes what the experiment is about to do, or has done, so that a place in the transcript is
   * known as a place in the run.
   *
   * @param event {@code in} or {@code after}
   * @param what such as {@code evaluation 12}
   */
  public void mark(String event, String what) {
    record(RUN, event, what);
  }

  /** Notes that the user stops the run now: what follows brings the bench to rest. */
  public void stop() {
    record(RUN, STOP);
  }

  synchronized void record(String name, String event) {
    hand(new Event(clock.nanos() - begin, name, event, null));
  }

  /** Records a message; whose array it is may use it again. */
  synchronized void record(String name, String event, byte[] bytes) {
    hand(new Event(clock.nanos() - begin, name, event, bytes.clone()));
  }

  /**
   * Records an event with a text.
   *
   * @param text never changes; what it is as a string may be asked later, on another thread
   */
  synchronized void record(String name, String event, Object text) {
    hand(new Event(clock.nanos() - begin, name, event, text));
  }

  /** Lines of a transcript in less room, as {@link RoutineLines} shortens them. */
  public static Lines inShort(List<Lines> routine) {
    return new InShort(routine.stream().map(Event.class::cast).toList());
  }

  private record InShort(List<Event> events) implements Lines {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      if (!events.isEmpty()) {
        events.get(0).writeInShort(events, out);
      }
    }

    @Override
    public int size() {
      return events.stream().mapToInt(Event::size).sum();
    }
  }

  private final class Event implements Lines {
    private final long nanos;
    private final String name;
    private final String event;
    private final Object text;

    Event(long nanos, String name, String event, Object text) {
      this.nanos = nanos;
      this.name = name;
      this.event = event;
      this.text = text;
    }

    private byte[] bytes() {
      if (text == null || text instanceof byte[]) {
        return (byte[]) text;
      }
      return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      format.line(nanos, name, event, bytes(), out);
    }

    private void writeInShort(List<Event> all, OutputStream out) throws IOException {
      StringBuilder lines = new StringBuilder();
      for (Event one : all) {
        lines.append(format.plain(one.nanos, one.name, one.event, one.bytes())).append('\n');
      }
      RoutineLines.InShort inShort = routine.shorten(lines.toString());
      if (!inShort.pattern().isEmpty()) {
        writeOfRun(RoutineLines.PATTERN, inShort.pattern(), out);
      }
      writeOfRun(RoutineLines.ROUTINE, inShort.numbers(), out);
    }

    private void writeOfRun(String kind, String said, OutputStream out) throws IOException {
      format.line(nanos, RUN, kind, said.getBytes(StandardCharsets.US_ASCII), out);
    }

    @Override
    public boolean isRoutine() {
      boolean message = event.equals(">") || event.equals("<");
      return text != null && (message || name.equals(RUN) || isClock(name));
    }

    @Override
    public int size() {
      return LINE_SIZE + (text instanceof byte[] bytes ? bytes.length : 0);
    }
  }

  private void hand(Lines lines) {
    try {
      if (!failed) {
        place.take(lines);
      }
    } catch (IOException failure) {
      failed = true;
      throw new UncheckedIOException(
          "the transcript "
              + name
              + " cannot be continued; check the space on its disk: "
              + UserFile.reason(failure),
          failure);
    }
  }

  @Override
  public synchronized void close() {
    try {
      place.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "the transcript " + name + " cannot be closed: " + UserFile.reason(failure), failure);
    }
  }
}
