package org.spinbench.experiments.export;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes in the order of HDF5: least significant first. */
final class LittleEndian {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  int size() {
    return bytes.size();
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  LittleEndian put(byte[] more) {
    bytes.writeBytes(more);
    return this;
  }

  /** Single bytes. */
  LittleEndian u8(int... values) {
    for (int value : values) {
      bytes.write(value);
    }
    return this;
  }

  LittleEndian u16(int value) {
    return number(value, 2);
  }

  LittleEndian u32(int value) {
    return number(value, 4);
  }

  LittleEndian u64(long value) {
    return number(value, 8);
  }

  LittleEndian f64(double value) {
    return u64(Double.doubleToRawLongBits(value));
  }

  /** The lowest bytes of a number. */
  LittleEndian number(long value, int count) {
    for (int i = 0; i < count; i++) {
      bytes.write((int) (value >>> 8 * i));
    }
    return this;
  }

  /** ASCII text without a terminator. */
  LittleEndian ascii(String text) {
    return put(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Zeros up to a multiple of 8. */
  LittleEndian align() {
    while (size() % 8 != 0) {
      bytes.write(0);
    }
    return this;
  }
}
