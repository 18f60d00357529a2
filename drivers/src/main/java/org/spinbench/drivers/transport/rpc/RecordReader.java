package org.spinbench.drivers.transport.rpc;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Takes records from a stream, putting together the fragments of each (RFC 5531 section 11).
 *
 * <p>An exception of the stream, such as that of a deadline, loses nothing: the next call continues
 * where the last one was broken off. A record takes about as much memory as has arrived of it.
 */
public final class RecordReader {
  private static final int MARK_SIZE = 4;
  private static final int LENGTH_BITS = 0x7FFF_FFFF;
  private static final int STEP = 1 << 16;
  private static final byte[] NOTHING = {};

  private final InputStream in;
  private final int limit;

  private byte[] bytes = NOTHING;
  private int end;
  private int mark;
  private int markBytes;
  private int fragmentLeft;

  /**
   * A reader of records.
   *
   * @param limit bytes of the longest record that is taken
   */
  public RecordReader(InputStream in, int limit) {
    this.in = new BufferedInputStream(in, STEP);
    this.limit = limit;
  }

  /**
   * The next record without its marks; null at the end of the stream.
   *
   * @throws RpcFormatException if it is longer than the limit
   * @throws EOFException if the stream ends within a record
   */
  public byte[] next() throws IOException {
    while (true) {
      if (markBytes < MARK_SIZE) {
        if (!readMark()) {
          return null;
        }
      } else if (fragmentLeft > 0) {
        readFragment();
      } else {
        markBytes = 0;
        if (mark < 0) {
          return take();
        }
      }
    }
  }

  /** The received part of an incomplete record. */
  public byte[] incomplete() {
    return Arrays.copyOf(bytes, end);
  }

  /** Forgets an incomplete record; what arrives next begins a new one. */
  public void discardIncomplete() {
    take();
    markBytes = 0;
    fragmentLeft = 0;
  }

  /** Reads one byte of a mark; false at the end of the stream. */
  private boolean readMark() throws IOException {
    int b = in.read();
    if (b < 0) {
      if (markBytes > 0 || end > 0) {
        throw new EOFException("the stream ended within a record");
      }
      return false;
    }
    mark = mark << 8 | b;
    markBytes++;
    if (markBytes == MARK_SIZE) {
      fragmentLeft = mark & LENGTH_BITS;
      if ((long) end + fragmentLeft > limit) {
        throw new RpcFormatException(
            "a record of at least "
                + ((long) end + fragmentLeft)
                + " bytes where at most "
                + limit
                + " are allowed");
      }
    }
    return true;
  }

  private void readFragment() throws IOException {
    if (end == bytes.length) {
      int larger = Math.max(2 * bytes.length, STEP);
      bytes = Arrays.copyOf(bytes, (int) Math.min((long) end + fragmentLeft, larger));
    }
    int count = in.read(bytes, end, Math.min(fragmentLeft, bytes.length - end));
    if (count < 0) {
      throw new EOFException("the stream ended within a record");
    }
    end += count;
    fragmentLeft -= count;
  }

  private byte[] take() {
    byte[] record = end == bytes.length ? bytes : Arrays.copyOf(bytes, end);
    bytes = NOTHING;
    end = 0;
    return record;
  }
}
