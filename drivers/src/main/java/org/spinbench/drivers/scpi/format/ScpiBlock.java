package org.spinbench.drivers.scpi.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Definite-length arbitrary blocks of IEEE 488.2 (section 8.7.9) and the numbers in them. */
public final class ScpiBlock {
  private ScpiBlock() {}

  /**
   * The payload of a response message that is, from an index on, exactly one block {@code
   * #<digits><length><payload>}.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static ByteBuffer payload(byte[] reply, int from) {
    int digits = reply.length >= from + 2 && reply[from] == '#' ? reply[from + 1] - '0' : 0;
    int payload = from + 2 + digits;
    if (digits < 1 || digits > 9 || reply.length < payload) {
      throw new IllegalArgumentException("a block begins with #, a digit 1 to 9, and its length");
    }
    long length = 0;
    for (int i = from + 2; i < payload; i++) {
      if (reply[i] < '0' || reply[i] > '9') {
        throw new IllegalArgumentException("the length of the block is not a number");
      }
      length = 10 * length + reply[i] - '0';
    }
    int received = reply.length - payload;
    if (length != received) {
      throw new IllegalArgumentException(
          "the block announces " + length + " bytes and holds " + received);
    }
    return ByteBuffer.wrap(reply, payload, received).slice();
  }

  /** Numbers of {@code FORMat REAL,64}: IEEE 754 doubles, 8 bytes each. */
  public static double[] real64(ByteBuffer payload, ByteOrder order) {
    double[] values = new double[count(payload, Double.BYTES)];
    payload.duplicate().order(order).asDoubleBuffer().get(values);
    return values;
  }

  /** Numbers of {@code FORMat REAL,32}: IEEE 754 singles, 4 bytes each. */
  public static double[] real32(ByteBuffer payload, ByteOrder order) {
    double[] values = new double[count(payload, Float.BYTES)];
    ByteBuffer buffer = payload.duplicate().order(order);
    for (int i = 0; i < values.length; i++) {
      values[i] = buffer.getFloat();
    }
    return values;
  }

  /** Numbers of {@code FORMat INT,32}: signed integers, 4 bytes each. */
  public static double[] int32(ByteBuffer payload, ByteOrder order) {
    double[] values = new double[count(payload, Integer.BYTES)];
    ByteBuffer buffer = payload.duplicate().order(order);
    for (int i = 0; i < values.length; i++) {
      values[i] = buffer.getInt();
    }
    return values;
  }

  private static int count(ByteBuffer payload, int width) {
    if (payload.remaining() % width != 0) {
      throw new IllegalArgumentException(
          "a block of "
              + payload.remaining()
              + " bytes does not hold numbers of "
              + width
              + " bytes");
    }
    return payload.remaining() / width;
  }
}
