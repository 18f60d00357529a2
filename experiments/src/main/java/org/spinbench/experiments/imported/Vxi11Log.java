package org.spinbench.experiments.imported;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The messages in pyvisa-py's log of a VXI-11 link, which has each sent and received record of its
 * remote procedure calls (RFC 5531; TCP/IP Instrument Protocol, VXI-11, revision 1.0, section B.6:
 * {@code create_link} is procedure 10, {@code device_write} 11, {@code device_read} 12). The
 * resource that was being opened when a link was made names the instrument of the connection.
 */
final class Vxi11Log {
  private static final Pattern OPENING = Pattern.compile("(\\S+) - opening \\.\\.\\.");
  private static final Pattern SENT =
      Pattern.compile("Sending record through (<socket.*?>): (b['\"].*['\"])");
  private static final Pattern RECEIVED =
      Pattern.compile("Received record through (<socket.*?>): bytearray\\((b['\"].*['\"])\\)");

  private static final int DEVICE_CORE = 0x0607AF;
  private static final int CREATE_LINK = 10;
  private static final int DEVICE_WRITE = 11;
  private static final int DEVICE_READ = 12;

  /** Flag of a write, and reason for the end of a read: end of the message. */
  private static final int END_OF_WRITE = 8;

  private static final int END_OF_READ = 4;

  private final Map<String, Connection> connections = new HashMap<>();
  private String opening = "";

  /** One connection, with the incomplete message in either direction. */
  private static final class Connection {
    private String resource = "";
    private int call;
    private int procedure;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  }

  /**
   * A complete message.
   *
   * @param resource name of the instrument
   * @param sent whether it was sent to it
   * @param text without the line end
   */
  record Message(String resource, boolean sent, String text) {}

  /**
   * Reads a line.
   *
   * @return the message that it completes, if any
   * @throws IllegalArgumentException if the line has no record of such a link
   */
  Optional<Message> line(String text) {
    Matcher opened = OPENING.matcher(text);
    if (opened.matches()) {
      opening = opened.group(1);
      return Optional.empty();
    }
    Matcher sent = SENT.matcher(text);
    if (sent.matches()) {
      return read(sent, Vxi11Log::sent);
    }
    Matcher received = RECEIVED.matcher(text);
    return received.matches() ? read(received, Vxi11Log::received) : Optional.empty();
  }

  private interface Reader {
    Optional<Message> read(Vxi11Log log, Connection connection, ByteBuffer record);
  }

  private Optional<Message> read(Matcher line, Reader reader) {
    Connection connection = connections.computeIfAbsent(line.group(1), c -> new Connection());
    try {
      return reader.read(this, connection, ByteBuffer.wrap(PythonBytes.of(line.group(2))));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a record of a remote procedure call is cut off", e);
    }
  }

  private Optional<Message> sent(Connection connection, ByteBuffer record) {
    int call = record.getInt();
    record.getInt(); // message type: call
    record.getInt(); // RPC version 2
    int program = record.getInt();
    record.getInt(); // version of the program
    int procedure = record.getInt();
    if (program != DEVICE_CORE) {
      return Optional.empty();
    }
    connection.call = call;
    connection.procedure = procedure;
    opaque(record, true); // credentials
    opaque(record, true); // verifier
    if (procedure == CREATE_LINK) {
      connection.resource = opening;
    }
    if (procedure != DEVICE_WRITE) {
      return Optional.empty();
    }
    record.getInt(); // link
    record.getInt(); // timeout of input and output
    record.getInt(); // timeout of the lock
    boolean ends = (record.getInt() & END_OF_WRITE) != 0;
    connection.sent.writeBytes(opaque(record, false));
    return ends
        ? Optional.of(message(connection.resource, true, connection.sent))
        : Optional.empty();
  }

  private Optional<Message> received(Connection connection, ByteBuffer record) {
    boolean answers = record.getInt() == connection.call && connection.procedure == DEVICE_READ;
    if (!answers) {
      return Optional.empty();
    }
    record.getInt(); // message type: reply
    boolean accepted = record.getInt() == 0;
    opaque(record, true); // verifier
    boolean done = accepted && record.getInt() == 0 && record.getInt() == 0;
    if (!done) {
      return Optional.empty();
    }
    boolean ends = (record.getInt() & END_OF_READ) != 0;
    connection.received.writeBytes(opaque(record, false));
    return ends
        ? Optional.of(message(connection.resource, false, connection.received))
        : Optional.empty();
  }

  /** Bytes with their length, padded to a multiple of four; some follow a kind. */
  private static byte[] opaque(ByteBuffer record, boolean ofAKind) {
    if (ofAKind) {
      record.getInt();
    }
    int length = record.getInt();
    if (length < 0 || length > record.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    record.get(bytes);
    int filling = Math.min(-length & 3, record.remaining());
    record.position(record.position() + filling);
    return bytes;
  }

  private static Message message(String resource, boolean sent, ByteArrayOutputStream bytes) {
    String text = bytes.toString(StandardCharsets.ISO_8859_1).strip();
    bytes.reset();
    return new Message(resource, sent, text);
  }
}
