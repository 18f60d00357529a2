package org.spinbench.experiments.export;

/** Datatype messages of HDF5 (File Format Specification 3.0, section IV.A.2.d). */
final class Hdf5Types {
  /** Bytes of a reference to a text or to a list of references in a data set. */
  static final int VARIABLE_LENGTH = 16;

  private static final byte[] REFERENCE = new LittleEndian().u8(0x17, 0, 0, 0).u32(8).toBytes();

  private Hdf5Types() {}

  /** IEEE 754 binary64. */
  static byte[] float64() {
    return new LittleEndian()
        .u8(0x11, 0x20, 63, 0)
        .u32(8)
        .u16(0)
        .u16(64)
        .u8(52, 11, 0, 52)
        .u32(1023)
        .toBytes();
  }

  /** Two's complement. */
  static byte[] integer(int bytes) {
    return new LittleEndian().u8(0x10, 0x08, 0, 0).u32(bytes).u16(0).u16(8 * bytes).toBytes();
  }

  /** Text of any length, in UTF-8. */
  static byte[] text() {
    byte[] character = new LittleEndian().u8(0x10, 0, 0, 0).u32(1).u16(0).u16(8).toBytes();
    return new LittleEndian().u8(0x19, 0x01, 0x01, 0).u32(VARIABLE_LENGTH).put(character).toBytes();
  }

  /** ASCII text of a fixed length, including its terminator. */
  static byte[] text(int bytes) {
    return new LittleEndian().u8(0x13, 0, 0, 0).u32(bytes).toBytes();
  }

  /** Text in UTF-8 with zeros behind it up to a fixed length. */
  static byte[] padded(int bytes) {
    return new LittleEndian().u8(0x13, 0x11, 0, 0).u32(bytes).toBytes();
  }

  /** Lists of references to objects. */
  static byte[] references() {
    return new LittleEndian().u8(0x19, 0, 0, 0).u32(VARIABLE_LENGTH).put(REFERENCE).toBytes();
  }

  /** A reference to a variable, with the number of one of its dimensions. */
  static byte[] useOfScale() {
    return new LittleEndian()
        .u8(0x36, 2, 0, 0)
        .u32(12)
        .ascii("dataset\0")
        .u8(0)
        .put(REFERENCE)
        .ascii("dimension\0")
        .u8(8)
        .put(integer(4))
        .toBytes();
  }
}
