package org.spinbench.drivers.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * The record of a session with a bench, as it is being written: a text, one event a line, in a file
 * of its own or wherever a stream leads to.
 *
 * <pre>
 * spinbench transcript 2, begun 2026-11-25T08:00:00Z, check 91C4
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
 * and no {@code run}.) The events of a link are
 *
 * <ul>
 *   <li>{@code open}, and behind it {@code unmarked} for a link that does not tell answers apart;
 *       {@code close};
 *   <li>{@code >} and the message sent; {@code <} and the message received;
 *   <li>{@code clear}, {@code trigger} and {@code lock}, each {@code done} or {@code unavailable};
 *       {@code unlock};
 *   <li>{@code poll} and the status byte in decimal, or {@code unavailable};
 *   <li>{@code srq} and what came of the wait, as in {@link Transport.ServiceRequest};
 *   <li>and each of them but {@code unmarked} and {@code close} with {@code !} when it failed,
 *       followed by the kind of failure and its message.
 * </ul>
 *
 * <p>Events of the clock are {@code nanos}, {@code now} and {@code sleep}. Those of the run are
 * {@code in} and {@code after}, with what the experiment does from here on or has done, such as
 * {@code in evaluation 12}, and {@code stop} when a user stops it. A replay has diverged as soon as
 * a link or the clock is asked for another event than the next, or is sent another message, or
 * sleeps for another time; how long a caller is ready to wait for an answer, a service request or a
 * lock is not compared. Every line is handed to the stream as it is written; those of a file reach
 * the operating system at once, so that a crash of the program loses none but the one it is
 * writing. A transcript may be used by several threads.
 *
 * <p>When it can no longer be written, the exchange that notices ends with an exception, and the
 * ones after it are not recorded: the outputs must still be brought to rest.
 */
public final class Transcript implements AutoCloseable {
  static final String HEADER = "spinbench transcript 2, begun ";
  static final String HEADER_1 = "spinbench transcript 1, begun ";
  static final String CHECK = ", check ";
  static final String CLOCK = "clock";
  static final String RUN = "run";
  static final String STOP = "stop";

  /** Length of the check digits and the space behind them. */
  static final int CHECK_LENGTH = 5;

  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  private static final int KEPT_SIZE = 1 << 20;

  private String name;
  private OutputStream out;
  private ByteArrayOutputStream memory;
  private final Clock clock;
  private final long begin;
  private boolean failed;
  private final CRC32 check = new CRC32();
  private byte[] line = new byte[1 << 10];
  private int end;

  private Transcript(String name, OutputStream out, Clock clock) {
    this.name = name;
    this.out = out;
    this.clock = clock;
    this.begin = clock.nanos();
    String header = HEADER + clock.now();
    check.update((header + "\n").getBytes(StandardCharsets.US_ASCII));
    append(header + CHECK + digits(check) + "\n");
    hand();
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
      return new Transcript(file.toString(), out, clock);
    } catch (FileAlreadyExistsException exists) {
      throw new UncheckedIOException(
          "the transcript " + file + " exists already and is not overwritten; choose another name",
          exists);
    } catch (IOException failure) {
      throw new UncheckedIOException("the transcript " + file + " cannot be created", failure);
    }
  }

  /**
   * Begins a transcript that is held in memory until it is known where it belongs.
   *
   * @param clock the bench's clock itself, not one that records into this transcript
   */
  public static Transcript held(Clock clock) {
    ByteArrayOutputStream memory = new ByteArrayOutputStream();
    Transcript transcript = new Transcript("in memory", memory, clock);
    transcript.memory = memory;
    return transcript;
  }

  /**
   * Moves a transcript that is held in memory: what was written so far, and all that follows.
   *
   * @param name what error messages call the place
   * @param place is closed with the transcript
   * @throws UncheckedIOException if the place takes nothing
   * @throws IllegalStateException if the transcript is not in memory
   */
  public synchronized void moveTo(String name, OutputStream place) {
    if (memory == null) {
      throw new IllegalStateException("the transcript " + this.name + " has its place already");
    }
    this.name = name;
    out = place;
    try {
      memory.writeTo(place);
    } catch (IOException failure) {
      throw cannotContinue(failure);
    } finally {
      memory = null;
    }
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
    beginLine(name, event);
    writeLine();
  }

  synchronized void record(String name, String event, byte[] bytes) {
    beginLine(name, event);
    reserve(TranscriptText.longest(bytes.length) + 1);
    line[end++] = ' ';
    end = TranscriptText.escape(bytes, line, end);
    writeLine();
  }

  void record(String name, String event, String text) {
    record(name, event, text.getBytes(StandardCharsets.UTF_8));
  }

  private void beginLine(String name, String event) {
    long nanos = clock.nanos() - begin;
    end = CHECK_LENGTH;
    append(Long.toString(nanos / 1_000_000_000));
    line[end++] = '.';
    int rest = (int) (nanos % 1_000_000_000);
    for (int digit = 8; digit >= 0; digit--) {
      line[end + digit] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    end += 9;
    line[end++] = ' ';
    append(name);
    line[end++] = ' ';
    append(event);
  }

  private void append(String ascii) {
    reserve(ascii.length());
    for (int i = 0; i < ascii.length(); i++) {
      line[end++] = (byte) ascii.charAt(i);
    }
  }

  /** Makes room for so many more bytes, and a few. */
  private void reserve(int length) {
    int needed = end + length + 16;
    if (needed > line.length) {
      line = Arrays.copyOf(line, Math.max(needed, 2 * line.length));
    }
  }

  private void writeLine() {
    line[end++] = '\n';
    check.update(line, CHECK_LENGTH, end - CHECK_LENGTH);
    digits(check, line);
    line[CHECK_LENGTH - 1] = ' ';
    hand();
  }

  /** Check digits: the lower half of the checksum of all lines so far. */
  static String digits(CRC32 check) {
    byte[] digits = new byte[CHECK_LENGTH - 1];
    digits(check, digits);
    return new String(digits, StandardCharsets.US_ASCII);
  }

  private static void digits(CRC32 check, byte[] out) {
    int rest = (int) check.getValue();
    for (int i = CHECK_LENGTH - 2; i >= 0; i--) {
      out[i] = HEX[rest & 0xF];
      rest >>= 4;
    }
  }

  /** Hands the line over. */
  private void hand() {
    try {
      if (!failed) {
        out.write(line, 0, end);
      }
    } catch (IOException failure) {
      throw cannotContinue(failure);
    } finally {
      end = 0;
      if (line.length > KEPT_SIZE) {
        line = new byte[1 << 10];
      }
    }
  }

  private UncheckedIOException cannotContinue(IOException failure) {
    failed = true;
    return new UncheckedIOException(
        "the transcript " + name + " cannot be continued; check the space on its disk", failure);
  }

  @Override
  public synchronized void close() {
    try {
      out.close();
    } catch (IOException failure) {
      throw new UncheckedIOException("the transcript " + name + " cannot be closed", failure);
    }
  }
}
