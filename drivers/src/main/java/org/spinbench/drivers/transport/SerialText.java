package org.spinbench.drivers.transport;

import java.util.HexFormat;
import java.util.Locale;

/** How messages about serial lines show bytes and settings. */
final class SerialText {
  private SerialText() {}

  /** Bytes as text and as hexadecimal numbers, so that terminators and noise can be told. */
  static String show(byte[] bytes, int of) {
    StringBuilder text = new StringBuilder(of + " bytes, \"");
    text.append(TranscriptText.printable(bytes));
    String more = of > bytes.length ? " ..." : "";
    return text.append('"')
        .append(more)
        .append(" (hex ")
        .append(HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes))
        .append(more)
        .append(')')
        .toString();
  }

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

  /** Whether so many bytes are no text that the line itself must be set wrongly. */
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
