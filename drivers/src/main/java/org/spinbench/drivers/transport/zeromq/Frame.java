package org.spinbench.drivers.transport.zeromq;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The layout that requests and replies share: {@code 'S' 'B'}, version, code, then two 64-bit
 * numbers in big-endian order, then the body up to the end of the frame.
 */
final class Frame {
  static final int VERSION = 1;

  private static final int HEADER = 20;
  private static final int CODE = 3;

  private Frame() {}

  static byte[] encode(int code, long id, long number, byte[] body) {
    return ByteBuffer.allocate(HEADER + body.length)
        .put((byte) 'S')
        .put((byte) 'B')
        .put((byte) VERSION)
        .put((byte) code)
        .putLong(id)
        .putLong(number)
        .put(body)
        .array();
  }

  /** The code, when the frame has a header and the code is below a limit. */
  static int code(byte[] frame, int limit) throws MalformedFrameException {
    if (frame.length < HEADER || frame[0] != 'S' || frame[1] != 'B') {
      throw new MalformedFrameException("the frame is not of a bench server or its client");
    }
    if (frame[2] != VERSION) {
      throw new MalformedFrameException(
          "the other end speaks version "
              + (frame[2] & 0xFF)
              + " of the protocol, this program version "
              + VERSION
              + "; use the same release of spinbench at both ends");
    }
    int code = frame[CODE] & 0xFF;
    if (code >= limit) {
      throw new MalformedFrameException("the frame has the unknown code " + code);
    }
    return code;
  }

  static long id(byte[] frame) {
    return ByteBuffer.wrap(frame).getLong(CODE + 1);
  }

  static long number(byte[] frame) {
    return ByteBuffer.wrap(frame).getLong(CODE + 1 + Long.BYTES);
  }

  static byte[] body(byte[] frame) {
    return Arrays.copyOfRange(frame, HEADER, frame.length);
  }
}
