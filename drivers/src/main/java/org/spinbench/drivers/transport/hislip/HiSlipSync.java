package org.spinbench.drivers.transport.hislip;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.spinbench.drivers.transport.Deadline;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.tcp.TcpStream;

/**
 * The synchronous channel of a HiSLIP client: messages in their order, read by the thread that
 * waits for them. Its deadline is set once for however many messages it takes.
 */
final class HiSlipSync {
  /** Bytes of an error's text that are shown. */
  static final int LONGEST_TEXT = 1 << 10;

  private static final Duration ARRIVAL = Duration.ofMillis(1);

  private final ResourceName name;
  private final TcpStream stream;
  private final MessageInput input;
  private final MessageOutput output;
  private Deadline deadline;

  HiSlipSync(ResourceName name, TcpStream stream) {
    this.name = name;
    this.stream = stream;
    this.input = new MessageInput(stream.input(() -> deadline));
    this.output = new MessageOutput(stream.output(() -> deadline));
  }

  /** Sets the deadline of what follows. */
  void deadline(Deadline next) {
    deadline = next;
  }

  /**
   * The header of the next message.
   *
   * @throws SocketTimeoutException at the deadline
   * @throws EOFException if the other end has closed the channel
   * @throws TransportException if the other end refuses a message or ends the connection
   */
  Header next() throws IOException {
    Header header = nextOfAny();
    if (header.type() == MessageType.ERROR) {
      throw refused(name, header, input.payload(LONGEST_TEXT));
    }
    return header;
  }

  /** As {@link #next}, but skips messages about a refused message. */
  Header nextOfAny() throws IOException {
    Header header = input.header();
    if (header == null) {
      throw new EOFException();
    }
    if (header.type() == MessageType.FATAL_ERROR) {
      throw ended(name, header, input.payload(LONGEST_TEXT));
    }
    return header;
  }

  /** Reads some of the payload of the message whose header came last. */
  int read(byte[] target, int from, int most) throws IOException {
    return input.read(target, from, most);
  }

  /** Bytes of that payload which have not been read. */
  long left() {
    return input.left();
  }

  /** Skips messages until no more arrive. */
  void skipArrived() throws IOException {
    Deadline before = deadline;
    deadline = deadline.within(ARRIVAL);
    try {
      Header header = nextOfAny();
      while (header != null) {
        header = nextOfAny();
      }
    } catch (SocketTimeoutException nothingMore) {
      deadline = before;
    }
  }

  /**
   * Sends a message.
   *
   * @throws SocketTimeoutException if the other end has not taken all of it at the deadline, after
   *     which it cannot be sent anything else
   */
  void send(MessageType type, int control, int parameter, byte[] payload, int from, int count)
      throws IOException {
    output.send(type, control, parameter, payload, from, count);
  }

  void close() {
    stream.close();
  }

  /** What a message of type Error says. */
  static TransportException refused(ResourceName name, Header header, byte[] text) {
    return new TransportException(
        name
            + " refused a message: "
            + ErrorCode.meaning(header.control())
            + " (HiSLIP error "
            + header.control()
            + shown(text));
  }

  /** What a message of type FatalError says. */
  static TransportException ended(ResourceName name, Header header, byte[] text) {
    return new TransportException(
        name
            + " ended the connection: "
            + FatalErrorCode.meaning(header.control())
            + " (HiSLIP fatal error "
            + header.control()
            + shown(text));
  }

  private static String shown(byte[] text) {
    return text.length == 0
        ? ")"
        : ": \"" + new String(text, StandardCharsets.US_ASCII).strip() + "\")";
  }
}
