package org.spinbench.drivers.transport.serial;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.spinbench.drivers.text.Durations;
import org.spinbench.drivers.text.PrintableBytes;
import org.spinbench.drivers.transport.ByteLink;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Deadline;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.ResponseFramer;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.resource.SerialSettings;

/**
 * The transport over a serial port: a terminator ends each message, its own in each direction;
 * blocks are read by their length. A serial line has no device clear: closing and opening it again
 * discards what is under way.
 */
public final class Serial implements Transport {
  /** How long a block may wait for its terminator; some instruments send none. */
  private static final Duration TERMINATOR_WAIT = Duration.ofMillis(100);

  private static final int SHOWN_AT_MOST = 60;

  private final ResourceName.Serial name;
  private final SerialSettings settings;
  private final Clock clock;
  private final ByteLink link;
  private final ResponseFramer framer;
  private final byte[] writeTerminator;
  private Deadline exchange;
  private volatile boolean closed;

  /**
   * A conversation over an open port.
   *
   * @param limit longest response message in bytes
   */
  Serial(ResourceName.Serial name, SerialSettings settings, Clock clock, ByteLink link, int limit) {
    this.name = name;
    this.settings = settings;
    this.clock = clock;
    this.link = link;
    exchange = Deadline.in(Duration.ZERO, clock);
    String terminator = settings.readTerminator();
    framer = new ResponseFramer(limit, terminator.charAt(terminator.length() - 1));
    writeTerminator = settings.writeTerminator().getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Opens the port.
   *
   * @throws TransportException if it cannot be opened as the settings say
   */
  public static Serial open(
      ResourceName.Serial name, SerialSettings settings, Clock clock, int limit) {
    return new Serial(name, settings, clock, SerialPortLink.open(name, settings, clock), limit);
  }

  @Override
  public Duration write(byte[] message, Duration timeout) {
    requireOpen();
    requireSendable(message, "what is to be sent");
    Deadline deadline = Deadline.in(timeout, clock);
    exchange = deadline;
    requireNothingUnread();
    byte[] line = new byte[message.length + writeTerminator.length];
    System.arraycopy(message, 0, line, 0, message.length);
    System.arraycopy(writeTerminator, 0, line, message.length, writeTerminator.length);
    link.write(line, deadline);
    return deadline.left();
  }

  /** An answer that nobody asked for would be taken for the answer to the next question. */
  private void requireNothingUnread() {
    Deadline now = Deadline.in(Duration.ZERO, clock);
    byte[] bytes = link.read(now);
    while (bytes.length > 0 && framer.unread() < SHOWN_AT_MOST) {
      framer.add(bytes, bytes.length);
      bytes = link.read(now);
    }
    if (framer.unread() > 0) {
      throw new TransportException(
          name
              + " sent something unasked: "
              + show()
              + "; check read_terminator, and that the instrument does not send continuously");
    }
  }

  @Override
  public byte[] read(Duration timeout) {
    requireOpen();
    Deadline deadline = exchange.again(timeout);
    byte[] message = framer.next();
    while (message == null) {
      byte[] bytes = receive(framer.atBlockEnd() ? deadline.within(TERMINATOR_WAIT) : deadline);
      if (bytes.length > 0) {
        framer.add(bytes, bytes.length);
        message = framer.next();
      } else if (framer.atBlockEnd()) {
        message = framer.takeBlock();
      }
      if (message == null && deadline.isOver()) {
        throw deadline.over(name, late(timeout));
      }
    }
    requireSendable(message, "the answer");
    return message;
  }

  private byte[] receive(Deadline until) {
    try {
      return link.read(until);
    } catch (EndOfStreamException end) {
      String after = framer.unread() == 0 ? "" : ", after it had sent " + show();
      throw new EndOfStreamException(end.getMessage() + after, end);
    }
  }

  private String late(Duration timeout) {
    String seconds = Durations.limit(timeout);
    if (framer.unread() == 0) {
      return name
          + " sent nothing within "
          + seconds
          + "; check power and cable, that baud rate, parity and flow control are those set at"
          + " the instrument ("
          + line()
          + "), and that it takes "
          + SerialText.terminator(settings.writeTerminator())
          + " for the end of a message (write_terminator)";
    }
    return name + " sent no complete answer within " + seconds + ": " + show() + "; " + advice();
  }

  /** What most likely is wrong, judged by the bytes that came. */
  private String advice() {
    byte[] bytes = framer.peek(Integer.MAX_VALUE - 8);
    byte last = bytes[bytes.length - 1];
    String expected = SerialText.terminator(settings.readTerminator());
    if (!settings.carriesBinary() && bytes[0] == '#') {
      return "a block of binary data needs 8 data bits and no XON/XOFF (" + line() + ")";
    }
    boolean lineEnd = last == '\r' || last == '\n';
    if (lineEnd && !settings.readTerminator().endsWith(String.valueOf((char) last))) {
      return "it ends with "
          + SerialText.terminator(String.valueOf((char) last))
          + " where "
          + expected
          + " is expected; set read_terminator to what the instrument sends";
    }
    if (SerialText.isNoise(bytes)) {
      return "these bytes are not text; check baud rate, data bits and parity (" + line() + ")";
    }
    return expected
        + " has not come yet where an answer may end (read_terminator); or the answer is longer than"
        + " the time allows at "
        + settings.baud()
        + " baud";
  }

  private String line() {
    return settings.baud()
        + " baud, "
        + settings.dataBits()
        + " data bits, parity "
        + SerialText.word(settings.parity())
        + ", "
        + settings.stopBits()
        + " stop bits, flow control "
        + SerialText.word(settings.flowControl());
  }

  private String show() {
    return PrintableBytes.withHex(framer.peek(SHOWN_AT_MOST), framer.unread());
  }

  private void requireSendable(byte[] message, String what) {
    if (!settings.carriesBinary() && SerialText.isBinary(message)) {
      throw new TransportException(
          name
              + ": "
              + what
              + " is binary, and this line would change it ("
              + line()
              + "); use an ASCII format, or 8 data bits and rts_cts or none at both ends");
    }
  }

  @Override
  public boolean clear() {
    requireOpen();
    return false;
  }

  private void requireOpen() {
    if (closed) {
      throw new TransportException("the link to " + name + " is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    link.close();
  }
}
