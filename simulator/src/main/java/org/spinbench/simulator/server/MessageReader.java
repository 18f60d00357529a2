package org.spinbench.simulator.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.spinbench.simulator.scpi.FrontPanel;

/**
 * Cuts a stream of bytes into program messages. A message ends with a line feed, before which a
 * carriage return is dropped, or with a carriage return, after which a line feed is dropped. Every
 * byte of a definite-length block is data. A stream has no END, so an indefinite-length block ends
 * with the terminator of its message.
 *
 * <p>Of a message that is too long, the reader keeps one byte more than the limit, so that the
 * instrument notices. It reads and drops the rest of a block, so that no payload is taken for
 * commands. A block with an absurd length ends at the next terminator.
 */
final class MessageReader {
  private static final int KEPT = FrontPanel.LONGEST_MESSAGE + 1;
  private static final int MOST_DROPPED = 64 * FrontPanel.LONGEST_MESSAGE;
  private static final int BUFFER = 8192;

  /** Longest array that is reused for the next message. */
  private static final int LARGEST_REUSED = 1 << 16;

  private final InputStream stream;
  private final int terminator;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;
  private byte[] message = new byte[BUFFER];
  private int kept;

  /** Length of the message up to the end of its last block; terminators before that are data. */
  private int data;

  private boolean tooLong;

  /** A reader of messages that end with a line feed. */
  MessageReader(InputStream stream) {
    this(stream, '\n');
  }

  /** A reader of messages that end with a line feed or with a carriage return. */
  MessageReader(InputStream stream, int terminator) {
    this.stream = stream;
    this.terminator = terminator;
  }

  /** The next message without its terminator; null at the end of the stream. */
  byte[] next() throws IOException {
    kept = 0;
    data = 0;
    tooLong = false;
    int quote = -1;
    int c = read();
    while (c == '\n' && terminator == '\r') {
      c = read();
    }
    while (c >= 0) {
      if (c == terminator) {
        return withoutReturn();
      }
      keep(c);
      if (quote >= 0) {
        quote = c == quote ? -1 : quote;
        c = read();
      } else if (c == '#') {
        c = block();
      } else {
        quote = c == '"' || c == '\'' ? c : -1;
        c = read();
      }
    }
    return null;
  }

  /** Reads the block that may follow a hash, and returns the first byte after it. */
  private int block() throws IOException {
    int c = read();
    if (c == '0') {
      return line(c);
    }
    int digits = c - '0';
    if (digits < 1 || digits > 9) {
      return c;
    }
    keep(c);
    int length = 0;
    for (int i = 0; i < digits; i++) {
      c = read();
      if (c < '0' || c > '9') {
        return c;
      }
      keep(c);
      length = length * 10 + c - '0';
    }
    if (length > MOST_DROPPED) {
      tooLong = true;
      return line(' ');
    }
    payload(length);
    data = kept;
    return read();
  }

  /** Keeps the bytes before the terminator, and returns the terminator. */
  private int line(int first) throws IOException {
    int c = first;
    while (c >= 0 && c != terminator) {
      keep(c);
      c = read();
    }
    return c;
  }

  /**
   * Looks whether the stream ends before a next message, which takes at most a millisecond. Nobody
   * else reads meanwhile.
   *
   * @param socket the socket of the stream
   */
  boolean endsNow(Socket socket) {
    if (position == limit) {
      position = 0;
      limit = 0;
    }
    if (limit == buffer.length) {
      return false;
    }
    try {
      socket.setSoTimeout(1);
      try {
        int count = stream.read(buffer, limit, buffer.length - limit);
        limit += Math.max(0, count);
        return count < 0;
      } finally {
        socket.setSoTimeout(0);
      }
    } catch (SocketTimeoutException nothing) {
      return false;
    } catch (IOException lost) {
      return true;
    }
  }

  private void payload(int length) throws IOException {
    int left = length;
    while (left > 0 && available()) {
      int part = Math.min(left, limit - position);
      int wanted = Math.min(part, KEPT - kept);
      makeRoom(wanted);
      System.arraycopy(buffer, position, message, kept, wanted);
      kept += wanted;
      position += part;
      left -= part;
    }
  }

  private void keep(int c) {
    if (kept < KEPT) {
      makeRoom(1);
      message[kept++] = (byte) c;
    }
  }

  private void makeRoom(int count) {
    if (kept + count > message.length) {
      message = Arrays.copyOf(message, Math.min(KEPT, Math.max(2 * kept, kept + count)));
    }
  }

  private int read() throws IOException {
    return available() ? buffer[position++] & 0xFF : -1;
  }

  private boolean available() throws IOException {
    if (position == limit) {
      position = 0;
      limit = Math.max(0, stream.read(buffer));
    }
    return position < limit;
  }

  private byte[] withoutReturn() {
    if (tooLong) {
      return new byte[KEPT];
    }
    boolean carriage = kept > data && message[kept - 1] == '\r';
    byte[] whole = Arrays.copyOf(message, carriage ? kept - 1 : kept);
    if (message.length > LARGEST_REUSED) {
      message = new byte[BUFFER];
    }
    return whole;
  }
}
