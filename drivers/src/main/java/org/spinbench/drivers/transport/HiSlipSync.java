package org.spinbench.drivers.transport;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.spinbench.drivers.transport.hislip.ErrorCode;
import org.spinbench.drivers.transport.hislip.FatalErrorCode;
import org.spinbench.drivers.transport.hislip.Header;
import org.spinbench.drivers.transport.hislip.MessageInput;
import org.spinbench.drivers.transport.hislip.MessageOutput;
import org.spinbench.drivers.transport.hislip.MessageType;

/**
 * The synchronous channel of a HiSLIP client: messages in their order, read by the thread that
 * waits for them. Its deadline is set once for however many messages it takes.
 */
final class HiSlipSync {
  /** Bytes of an error's text that are shown. */
  static final int LONGEST_TEXT = 1 << 10;

  private final ResourceName name;
  private final Clock clock;
  private final Socket socket;
  private final MessageInput input;
  private final MessageOutput output;
  private long deadline;

  HiSlipSync(ResourceName name, Clock clock, Socket socket) throws IOException {
    this.name = name;
    this.clock = clock;
    this.socket = socket;
    this.input = new MessageInput(new DeadlineStream(socket.getInputStream()));
    this.output = new MessageOutput(socket.getOutputStream());
  }

  /** Sets the moment, in nanoseconds of the clock, until which the following reads may wait. */
  void deadline(long nanos) {
    deadline = nanos;
  }

  /**
   * The header of the next message.
   *
   * @throws SocketTimeoutException at the deadline
   * @throws EOFException if the other end has closed the channel
   * @throws TransportException if the other end refuses a message or ends the connection
   */
  Header next() throws IOException {
    Header header = input.header();
    if (header == null) {
      throw new EOFException();
    }
    if (header.type() == MessageType.ERROR) {
      throw refused(name, header, input.payload(LONGEST_TEXT));
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

  /** Passes over what has arrived. */
  void skipArrived() throws IOException {
    input.skipArrived();
  }

  void send(MessageType type, int control, int parameter, byte[] payload, int from, int count)
      throws IOException {
    output.send(type, control, parameter, payload, from, count);
  }

  /** Makes a read that waits see the end of the stream. */
  void stopReading() {
    try {
      socket.shutdownInput();
    } catch (IOException alreadyGone) {
      // A socket that is closed wakes its reader too.
    }
  }

  void close() {
    TcpConnection.closeQuietly(socket);
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

  /** A socket's stream in which a read waits until the deadline and no longer. */
  private final class DeadlineStream extends InputStream {
    private final InputStream in;

    DeadlineStream(InputStream in) {
      this.in = in;
    }

    @Override
    public int read(byte[] target, int from, int most) throws IOException {
      long left = deadline - clock.nanos();
      if (left <= 0 && in.available() == 0) {
        throw new SocketTimeoutException();
      }
      socket.setSoTimeout(
          (int) Math.max(1, Math.min(Integer.MAX_VALUE, (left + 999_999) / 1_000_000)));
      return in.read(target, from, most);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int available() throws IOException {
      return in.available();
    }
  }
}
