package org.spinbench.drivers.transport.hislip;

import java.nio.ByteBuffer;

/**
 * The header of a HiSLIP message (IVI-6.1 section 2.4): 16 bytes, most significant first, before
 * the payload.
 *
 * @param code number of the message's type, 0 to 255
 * @param control control code, 0 to 255
 * @param parameter message parameter, 32 bits
 * @param length bytes of payload, an unsigned number of 64 bits
 */
public record Header(int code, int control, int parameter, long length) {
  /** Bytes of a header. */
  public static final int SIZE = 16;

  /** Message id of the first message of a connection, and of the first after device clear. */
  public static final int FIRST_ID = 0xFFFFFF00;

  /** Message id that belongs to no message. */
  public static final int NO_ID = 0xFFFFFFFF;

  /** By how much each message's id is larger than that of the message before it. */
  public static final int ID_STEP = 2;

  private static final short PROLOGUE = 'H' << 8 | 'S';

  /** A header of a known type. */
  public Header(MessageType type, int control, int parameter, long length) {
    this(type.code(), control, parameter, length);
  }

  /** The type of the message. */
  public MessageType type() {
    return MessageType.of(code);
  }

  /**
   * Takes a header apart.
   *
   * @throws MalformedHeaderException if it does not begin with HS
   */
  static Header decode(byte[] bytes, int from) throws MalformedHeaderException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, from, SIZE);
    short prologue = buffer.getShort();
    if (prologue != PROLOGUE) {
      throw new MalformedHeaderException(bytes, from, SIZE);
    }
    return new Header(
        Byte.toUnsignedInt(buffer.get()),
        Byte.toUnsignedInt(buffer.get()),
        buffer.getInt(),
        buffer.getLong());
  }

  /** The header followed by bytes of its payload, and room for some more, in one array. */
  byte[] with(byte[] payload, int from, int count, int room) {
    ByteBuffer buffer = ByteBuffer.allocate(SIZE + count + room);
    buffer.putShort(PROLOGUE).put((byte) code).put((byte) control).putInt(parameter);
    buffer.putLong(length).put(payload, from, count);
    return buffer.array();
  }
}
