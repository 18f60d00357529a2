package org.spinbench.drivers.transport.rpc;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes values as External Data Representation (XDR, RFC 4506): everything is a multiple of four
 * bytes, big-endian. The bytes can be taken as a datagram or sent as one record of a stream (RFC
 * 5531 section 11: a mark of four bytes whose top bit says that this is the last fragment, and
 * whose other bits are the fragment's length).
 */
public final class XdrWriter {
  private static final int MARK_SIZE = 4;
  private static final int INITIAL_SIZE = 128;
  private static final int LAST_FRAGMENT = 1 << 31;

  private byte[] bytes = new byte[INITIAL_SIZE];
  private int end = MARK_SIZE;

  /** A signed or unsigned number of 32 bits, or a value of an enumeration. */
  public XdrWriter int32(int value) {
    makeRoom(4);
    put(end, value);
    end += 4;
    return this;
  }

  /** A number 0 for false, 1 for true. */
  public XdrWriter bool(boolean value) {
    return int32(value ? 1 : 0);
  }

  /** Bytes of variable length: their count, then the bytes, padded with zeros. */
  public XdrWriter opaque(byte[] data) {
    return opaque(data, 0, data.length);
  }

  /** Part of an array as bytes of variable length. */
  public XdrWriter opaque(byte[] data, int from, int length) {
    int32(length);
    int padded = (length + 3) & ~3;
    makeRoom(padded);
    System.arraycopy(data, from, bytes, end, length);
    Arrays.fill(bytes, end + length, end + padded, (byte) 0);
    end += padded;
    return this;
  }

  /** A string of ASCII characters. */
  public XdrWriter string(String text) {
    return opaque(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** The written data, without a record mark. */
  public byte[] toByteArray() {
    return Arrays.copyOfRange(bytes, MARK_SIZE, end);
  }

  /** Sends the written data as a record of one fragment, in one write. */
  public void sendRecord(OutputStream out) throws IOException {
    put(0, LAST_FRAGMENT | (end - MARK_SIZE));
    out.write(bytes, 0, end);
  }

  private void put(int at, int value) {
    bytes[at] = (byte) (value >> 24);
    bytes[at + 1] = (byte) (value >> 16);
    bytes[at + 2] = (byte) (value >> 8);
    bytes[at + 3] = (byte) value;
  }

  private void makeRoom(int count) {
    if (bytes.length - end < count) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, end + count));
    }
  }
}
