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

/**
 * The record of a session with a bench, as it is being written: a text, one event a line, in a file
 * of its own or wherever a stream leads to.
 *
 * <pre>
 * spinbench transcript 1, begun 2026-11-25T08:00:00Z
 * 0.000120000 INPROC::rf_1::INSTR open
 * 0.000150000 INPROC::rf_1::INSTR &gt; *IDN?
 * 0.000160000 INPROC::rf_1::INSTR &lt; Rohde&amp;Schwarz,SGS100A,...
 * 0.000200000 clock nanos 200000
 * 5.000200000 INPROC::rf_1::INSTR &lt;! timeout INPROC::rf_1::INSTR has nothing to say
 * </pre>
 *
 * <p>A line holds the time in seconds since the beginning, the resource name (or {@code clock}),
 * the event, and its text. Bytes that do not print are written {@code \xNN}. The events of a link
 * are
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
 * <p>Events of the clock are {@code nanos}, {@code now} and {@code sleep}. A replay has diverged as
 * soon as a link or the clock is asked for another event than the next, or is sent another message,
 * or sleeps for another time; how long a caller is ready to wait for an answer, a service request
 * or a lock is not compared. Every line is handed to the stream as it is written; those of a file
 * reach the operating system at once, so that a crash of the program loses none but the one it is
 * writing. A transcript may be used by several threads.
 *
 * <p>When it can no longer be written, the exchange that notices ends with an exception, and the
 * ones after it are not recorded: the outputs must still be brought to rest.
 */
public final class Transcript implements AutoCloseable {
  static final String HEADER = "spinbench transcript 1, begun ";
  static final String CLOCK = "clock";
  private static final int KEPT_SIZE = 1 << 20;

  private String name;
  private OutputStream out;
  private ByteArrayOutputStream memory;
  private final Clock clock;
  private final long begin;
  private boolean failed;
  private StringBuilder line = new StringBuilder();

  private Transcript(String name, OutputStream out, Clock clock) {
    this.name = name;
    this.out = out;
    this.clock = clock;
    this.begin = clock.nanos();
    line.append(HEADER).append(clock.now());
    writeLine();
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

  synchronized void record(String name, String event) {
    beginLine(name, event);
    writeLine();
  }

  synchronized void record(String name, String event, byte[] bytes) {
    beginLine(name, event);
    TranscriptText.escape(bytes, line.append(' '));
    writeLine();
  }

  synchronized void record(String name, String event, String text) {
    beginLine(name, event);
    TranscriptText.escape(text, line.append(' '));
    writeLine();
  }

  private void beginLine(String name, String event) {
    long nanos = clock.nanos() - begin;
    line.append(nanos / 1_000_000_000).append('.');
    for (long digit = 100_000_000; digit > 0; digit /= 10) {
      line.append((char) ('0' + nanos / digit % 10));
    }
    line.append(' ').append(name).append(' ').append(event);
  }

  private void writeLine() {
    line.append('\n');
    try {
      if (!failed) {
        out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException failure) {
      throw cannotContinue(failure);
    } finally {
      line.setLength(0);
      if (line.capacity() > KEPT_SIZE) {
        line = new StringBuilder();
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
