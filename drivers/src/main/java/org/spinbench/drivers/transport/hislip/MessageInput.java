package org.spinbench.drivers.transport.hislip;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads HiSLIP messages from one channel, a header and then as much of its payload as is wanted. A
 * read that ends with an exception (such as a timeout) loses nothing: the next one continues where
 * it stopped. No length that a header claims makes it allocate anything.
 */
public final class MessageInput {
  private static final int BUFFER_SIZE = 1 << 14;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_SIZE];
  private int start;
  private int end;
  private long left;

  /** Reads from a stream that nobody else reads. */
  public MessageInput(InputStream in) {
    this.in = in;
  }

  /**
   * The header of the next message; what is left of the payload before it is passed over.
   *
   * @return null at the end of the stream
   * @throws MalformedHeaderException if something else than a header comes
   * @throws EOFException if the stream ends inside a message
   */
  public Header header() throws IOException {
    skipPayload();
    while (end - start < Header.SIZE) {
      if (!fill()) {
        if (end > start) {
          throw new EOFException("the stream ended inside a header");
        }
        return null;
      }
    }
    Header header = Header.decode(buffer, start);
    start += Header.SIZE;
    left = header.length();
    return header;
  }

  /**
   * The header of the next message if it has arrived and the payload before it has been read; null
   * if not. This does not wait, and {@link #header} gives the same header again.
   */
  public Header peek() throws IOException {
    if (left != 0) {
      return null;
    }
    if (end - start < Header.SIZE && end - start + in.available() >= Header.SIZE) {
      fill();
    }
    return end - start < Header.SIZE ? null : Header.decode(buffer, start);
  }

  /** Bytes of payload that have not been read, an unsigned number. */
  public long left() {
    return left;
  }

  /**
   * Reads some of the payload, waiting for at least one byte.
   *
   * @param most how many bytes there is room for
   * @return how many were read; 0 if all of the payload has been
   */
  public int read(byte[] target, int from, int most) throws IOException {
    int wanted = clamp(most);
    if (wanted == 0) {
      return 0;
    }
    int count;
    if (end > start) {
      count = Math.min(wanted, end - start);
      System.arraycopy(buffer, start, target, from, count);
      start += count;
    } else {
      count = in.read(target, from, wanted);
      requirePayload(count);
    }
    left -= count;
    return count;
  }

  /** Reads the rest of the payload, or its first bytes if it is longer than that. */
  public byte[] payload(int most) throws IOException {
    byte[] bytes = new byte[clamp(most)];
    for (int at = 0; at < bytes.length; ) {
      at += read(bytes, at, bytes.length - at);
    }
    return bytes;
  }

  private void skipPayload() throws IOException {
    while (left != 0) {
      skipSome();
    }
  }

  private void skipSome() throws IOException {
    if (end == start) {
      requirePayload(fill() ? end : -1);
    }
    int count = clamp(end - start);
    start += count;
    left -= count;
  }

  private int clamp(int most) {
    return Long.compareUnsigned(left, most) < 0 ? (int) left : most;
  }

  private static void requirePayload(int count) throws EOFException {
    if (count < 0) {
      throw new EOFException("the stream ended inside a payload");
    }
  }

  /** Receives the available bytes, waiting for at least one; false at the end of the stream. */
  private boolean fill() throws IOException {
    System.arraycopy(buffer, start, buffer, 0, end - start);
    end -= start;
    start = 0;
    int count = in.read(buffer, end, buffer.length - end);
    end += Math.max(count, 0);
    return count >= 0;
  }
}
