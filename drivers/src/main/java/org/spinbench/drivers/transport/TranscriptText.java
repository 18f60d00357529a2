package org.spinbench.drivers.transport;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes as printable ASCII: controls and bytes from 0x7F up as {@code \xNN}, backslash doubled. */
final class TranscriptText {
  private static final String HEX = "0123456789ABCDEF";

  private TranscriptText() {}

  static void escape(byte[] bytes, StringBuilder out) {
    for (byte b : bytes) {
      if (b == '\\') {
        out.append("\\\\");
      } else if (b >= ' ' && b < 0x7F) {
        out.append((char) b);
      } else {
        out.append("\\x").append(HEX.charAt(b >> 4 & 0xF)).append(HEX.charAt(b & 0xF));
      }
    }
  }

  static void escape(String text, StringBuilder out) {
    escape(text.getBytes(StandardCharsets.UTF_8), out);
  }

  static String unescapeText(String escaped) {
    return new String(unescape(escaped), StandardCharsets.UTF_8);
  }

  /**
   * Reads back what {@link #escape} wrote.
   *
   * @throws IllegalArgumentException if a backslash is not followed by what it must be
   */
  static byte[] unescape(String escaped) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length());
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c != '\\') {
        bytes.write(c);
      } else if (escaped.startsWith("\\", i + 1)) {
        bytes.write('\\');
        i++;
      } else if (escaped.startsWith("x", i + 1) && i + 3 < escaped.length()) {
        bytes.write(hex(escaped.charAt(i + 2)) << 4 | hex(escaped.charAt(i + 3)));
        i += 3;
      } else {
        throw new IllegalArgumentException("a backslash that begins no escape");
      }
    }
    return bytes.toByteArray();
  }

  private static int hex(char digit) {
    int value = HEX.indexOf(digit);
    if (value < 0) {
      throw new IllegalArgumentException("an escape that is not \\xNN");
    }
    return value;
  }
}
