package org.spinbench.drivers.transport.rpc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads values of External Data Representation (XDR, RFC 4506) from a record or datagram. Nothing
 * is reserved for a length before the bytes are known to be there.
 */
public final class XdrReader {
  private final byte[] bytes;
  private int position;

  /** Reads an array from its beginning. */
  public XdrReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Bytes that have not been read. */
  public int remaining() {
    return bytes.length - position;
  }

  /** A signed number of 32 bits, or the bits of an unsigned one. */
  public int int32() throws RpcFormatException {
    require(4);
    int value =
        (bytes[position] & 0xFF) << 24
            | (bytes[position + 1] & 0xFF) << 16
            | (bytes[position + 2] & 0xFF) << 8
            | bytes[position + 3] & 0xFF;
    position += 4;
    return value;
  }

  /** An unsigned number of 32 bits. */
  public long unsigned32() throws RpcFormatException {
    return Integer.toUnsignedLong(int32());
  }

  /** A truth value. Any number but 0 is true, because some instruments send other than 1. */
  public boolean bool() throws RpcFormatException {
    return int32() != 0;
  }

  /**
   * Bytes of variable length.
   *
   * @param most bytes that the procedure allows
   */
  public byte[] opaque(int most) throws RpcFormatException {
    int length = length(most);
    byte[] data = Arrays.copyOfRange(bytes, position, position + length);
    skip(length);
    return data;
  }

  /** Appends bytes of variable length to others, and gives their count. */
  public int opaque(int most, ByteArrayOutputStream target) throws RpcFormatException {
    int length = length(most);
    target.write(bytes, position, length);
    skip(length);
    return length;
  }

  /** A string, of which every byte is one character. */
  public String string(int most) throws RpcFormatException {
    return new String(opaque(most), StandardCharsets.ISO_8859_1);
  }

  private int length(int most) throws RpcFormatException {
    long length = unsigned32();
    if (length > most) {
      throw new RpcFormatException(length + " bytes where at most " + most + " are allowed");
    }
    require((int) length);
    return (int) length;
  }

  /** Passes over data and padding; some instruments leave out the padding at the very end. */
  private void skip(int length) {
    position = Math.min(position + ((length + 3) & ~3), bytes.length);
  }

  private void require(int count) throws RpcFormatException {
    if (remaining() < count) {
      throw new RpcFormatException(
          "the record ends " + (count - remaining()) + " bytes before its last value does");
    }
  }
}
