package org.spinbench.drivers.transport.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.spinbench.drivers.text.Durations;
import org.spinbench.drivers.text.PrintableBytes;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Deadline;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.ResponseFramer;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.ResourceName;

/**
 * The transport over a raw TCP connection (port 5025 on most instruments): a line feed ends each
 * message, one write sends it, and nothing waits for Nagle's algorithm. A raw connection has no
 * device clear.
 *
 * <p>A connection that the instrument has closed, and bytes that nobody asked for, are noticed
 * before the next message is written, if they have come by then. What comes later is noticed by the
 * next read, as far as it is no complete answer: a message that was written in the moment before
 * the connection was closed is lost. A message that follows an answer within 10 µs is written
 * without that look, which takes a twentieth of an exchange over loopback: in so short a time
 * hardly more can come than between any question and its answer, where no look helps.
 */
public final class TcpSocket implements Transport {
  /** How long a block may wait for its line feed; some instruments send none. */
  private static final Duration TERMINATOR = Duration.ofMillis(50);

  /** The same for an instrument that sent none after its last block. */
  private static final Duration UNLIKELY_TERMINATOR = Duration.ofMillis(2);

  /** After an answer nothing is looked for as long as this. */
  private static final long FRESH_NANOS = 10_000;

  private static final int SHOWN_AT_MOST = 60;

  private final ResourceName.TcpipSocket name;
  private final Clock clock;
  private final TcpStream stream;
  private final ResponseFramer framer;
  private final Incoming in = new Incoming();
  private byte[] line = {};
  private Deadline exchange;
  private boolean asked;
  private long answered;
  private boolean blocksEndUnterminated;

  private TcpSocket(ResourceName.TcpipSocket name, Clock clock, TcpStream stream, int limit) {
    this.name = name;
    this.clock = clock;
    this.stream = stream;
    this.framer = new ResponseFramer(limit);
    this.answered = clock.nanos() - FRESH_NANOS;
    this.exchange = Deadline.in(Duration.ZERO, clock);
  }

  /**
   * Connects.
   *
   * @param connectTimeout for the connection alone
   * @param limit longest response message in bytes
   */
  public static TcpSocket connect(
      ResourceName.TcpipSocket name, Duration connectTimeout, Clock clock, int limit) {
    TcpStream stream = TcpStream.connect(name, name.host(), name.port(), connectTimeout, clock);
    return new TcpSocket(name, clock, stream, limit);
  }

  @Override
  public Duration write(byte[] message, Duration timeout) {
    requireOpen();
    int length = message.length + 1;
    if (length > line.length) {
      line = new byte[length];
    }
    System.arraycopy(message, 0, line, 0, message.length);
    line[message.length] = '\n';
    Deadline deadline = Deadline.in(timeout, clock);
    exchange = deadline;
    boolean fresh = clock.nanos() - answered < FRESH_NANOS && framer.unread() == 0;
    try {
      if (!fresh) {
        requireNothingUnread();
      }
      asked = true;
      int sent = stream.write(line, 0, length, deadline);
      if (sent < length) {
        throw deadline.over(
            name,
            name
                + " took "
                + sent
                + " of "
                + length
                + " bytes within "
                + Durations.limit(timeout)
                + "; it has stopped reading, switch it off and on if that persists");
      }
    } catch (IOException failure) {
      throw TransportException.lost(name, failure);
    }
    return deadline.left();
  }

  /** An answer that nobody asked for would be taken for the answer to the next question. */
  private void requireNothingUnread() throws IOException {
    while (framer.unread() < SHOWN_AT_MOST && fillWithWhatIsThere() > 0) {
      // Takes in, piece by piece, what the message shows.
    }
    if (framer.unread() == 0) {
      return;
    }
    String unasked = show(framer.peek(SHOWN_AT_MOST));
    if (!asked) {
      throw new TransportException(
          name
              + " speaks before it is asked, so no instrument listens for SCPI on this port: "
              + unasked
              + "; check host and port (5025 on most instruments, not the telnet port)");
    }
    throw new TransportException(name + " sent something unasked: " + unasked);
  }

  @Override
  public byte[] read(Duration timeout) {
    requireOpen();
    Deadline deadline = exchange.again(timeout);
    byte[] message = framer.next();
    while (message == null) {
      boolean more = receive(deadline);
      if (more) {
        message = framer.next();
      } else if (framer.atBlockEnd()) {
        blocksEndUnterminated = true;
        message = framer.takeBlock();
      }
      if (message == null && deadline.isOver()) {
        throw deadline.over(
            name,
            name + " sent no complete answer within " + Durations.limit(timeout) + received());
      }
    }
    answered = clock.nanos();
    return message;
  }

  private String received() {
    return framer.unread() == 0
        ? " (nothing at all)"
        : " (" + framer.unread() + " bytes: " + show(framer.peek(SHOWN_AT_MOST)) + " ...)";
  }

  /** Receives the available bytes; false when the time for it has run out. */
  private boolean receive(Deadline deadline) {
    boolean terminatorDue = framer.atBlockEnd();
    Deadline until = deadline;
    if (terminatorDue) {
      until = deadline.within(blocksEndUnterminated ? UNLIKELY_TERMINATOR : TERMINATOR);
    }
    try {
      boolean more = fill(until) > 0;
      blocksEndUnterminated &= !(terminatorDue && more);
      return more;
    } catch (IOException failure) {
      throw TransportException.lost(name, failure);
    }
  }

  private int fillWithWhatIsThere() throws IOException {
    in.deadline = null;
    return fill();
  }

  private int fill(Deadline deadline) throws IOException {
    in.deadline = deadline;
    return fill();
  }

  private int fill() throws IOException {
    int count = framer.fill(in);
    if (count < 0) {
      throw new EndOfStreamException(name + " closed the connection" + received());
    }
    return count;
  }

  /** The stream as the framer fills itself from it; it reads nothing when the time has run out. */
  private final class Incoming extends InputStream {
    /** Null where nothing is waited for. */
    private Deadline deadline;

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      return deadline == null
          ? stream.read(bytes, from, count)
          : stream.read(bytes, from, count, deadline);
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("bytes are read in pieces");
    }
  }

  private void requireOpen() {
    if (!stream.isOpen()) {
      throw new TransportException("the link to " + name + " is closed");
    }
  }

  @Override
  public boolean clear() {
    requireOpen();
    return false;
  }

  @Override
  public void close() {
    stream.close();
  }

  private static String show(byte[] bytes) {
    return "\"" + PrintableBytes.of(bytes) + "\"";
  }
}
