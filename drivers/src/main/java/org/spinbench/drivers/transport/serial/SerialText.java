package org.spinbench.drivers.transport.serial;

import java.util.Locale;

/** How messages about serial lines show settings, and which bytes are no text. */
final class SerialText {
  private SerialText() {}

  static String terminator(String terminator) {
    return switch (terminator) {
      case "\n" -> "LF";
      case "\r" -> "CR";
      case "\r\n" -> "CR LF";
      default -> "nothing";
    };
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Whether a byte is neither printable ASCII nor a blank, tabulator or line end. */
  static boolean isBinary(byte[] bytes) {
    return count(bytes) > 0;
  }

  /** Whether so few bytes are text that the line settings must be wrong. */
  static boolean isNoise(byte[] bytes) {
    return 4 * count(bytes) > bytes.length;
  }

  private static int count(byte[] bytes) {
    int strange = 0;
    for (byte b : bytes) {
      boolean text = b >= ' ' && b < 0x7F || b == '\t' || b == '\r' || b == '\n';
      strange += text ? 0 : 1;
    }
    return strange;
  }
}
