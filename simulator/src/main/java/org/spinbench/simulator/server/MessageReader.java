package org.spinbench.simulator.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.spinbench.simulator.scpi.FrontPanel;

/**
 * Cuts a stream of bytes into program messages. A message ends with a line feed, before which a
 * carriage return is dropped, or with a carriage return, after which a line feed is dropped; inside
 * a definite-length block both are data. Of a message that is too long one byte more than the limit
 * is kept, so that the instrument sees that it is.
 */
final class MessageReader {
  private static final int KEPT = FrontPanel.LONGEST_MESSAGE + 1;

  private final InputStream stream;
  private final int terminator;
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();

  /** Whether the last byte kept is the last of a block, and so no part of the terminator. */
  private boolean blockEnds;

  /** A reader of messages that end with a line feed. */
  MessageReader(InputStream stream) {
    this(stream, '\n');
  }

  /** A reader of messages that end with a line feed or with a carriage return. */
  MessageReader(InputStream stream, int terminator) {
    this.stream = new BufferedInputStream(stream);
    this.terminator = terminator;
  }

  /** The next message without its terminator; null at the end of the stream. */
  byte[] next() throws IOException {
    message.reset();
    blockEnds = false;
    int quote = -1;
    int c = stream.read();
    while (c == '\n' && terminator == '\r') {
      c = stream.read();
    }
    while (c >= 0) {
      if (c == terminator) {
        return withoutReturn();
      }
      keep(c);
      blockEnds = false;
      if (quote >= 0) {
        quote = c == quote ? -1 : quote;
        c = stream.read();
      } else if (c == '#') {
        c = block();
      } else {
        quote = c == '"' || c == '\'' ? c : -1;
        c = stream.read();
      }
    }
    return null;
  }

  /** Reads the block that may follow a hash, and gives the first byte after it. */
  private int block() throws IOException {
    int c = stream.read();
    int digits = c - '0';
    if (digits < 1 || digits > 9) {
      return c;
    }
    keep(c);
    long length = 0;
    for (int i = 0; i < digits; i++) {
      c = stream.read();
      if (c < '0' || c > '9') {
        return c;
      }
      keep(c);
      length = length * 10 + c - '0';
    }
    if (length > FrontPanel.LONGEST_MESSAGE) {
      overrun();
      return stream.read();
    }
    for (long i = 0; i < length; i++) {
      c = stream.read();
      if (c < 0) {
        return c;
      }
      keep(c);
    }
    blockEnds = length > 0;
    return stream.read();
  }

  private void keep(int c) {
    if (message.size() < KEPT) {
      message.write(c);
    }
  }

  /** A block that could not be held is refused at once; what follows is passed over to the end. */
  private void overrun() {
    while (message.size() < KEPT) {
      message.write(' ');
    }
  }

  private byte[] withoutReturn() {
    byte[] bytes = message.toByteArray();
    boolean carriage = !blockEnds && bytes.length > 0 && bytes[bytes.length - 1] == '\r';
    return carriage ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
  }
}
