package org.spinbench.drivers.transport.record;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.spinbench.drivers.text.PrintableBytes;

/**
 * Bytes in a transcript: {@link PrintableBytes}, but a long message of which much is binary, such
 * as a trace, as {@code \=} and all its bytes in base 64 (RFC 4648, section 4), which takes half of
 * the room.
 */
final class TranscriptText {
  private static final String IN_BASE_64 = "\\=";

  /** A long message is binary if more than one byte in this many does not print. */
  private static final int BINARY = 8;

  private static final int LONG = 32;

  private TranscriptText() {}

  /** The most characters that this many bytes can become. */
  static int longest(int length) {
    return PrintableBytes.longest(length) + IN_BASE_64.length();
  }

  /**
   * Writes bytes as text.
   *
   * @param out has room for {@link #longest}
   * @param at where in {@code out} the text begins
   * @return where it ends
   */
  static int escape(byte[] bytes, byte[] out, int at) {
    int strange = 0;
    for (byte b : bytes) {
      strange += b < ' ' || b == 0x7F ? 1 : 0;
    }
    boolean binary = bytes.length >= LONG && strange * BINARY > bytes.length;
    return binary ? inBase64(bytes, out, at) : PrintableBytes.write(bytes, out, at);
  }

  private static int inBase64(byte[] bytes, byte[] out, int at) {
    out[at] = '\\';
    out[at + 1] = '=';
    byte[] text = Base64.getEncoder().encode(bytes);
    System.arraycopy(text, 0, out, at + 2, text.length);
    return at + 2 + text.length;
  }

  /** Bytes as they stand in a transcript. */
  static String escape(byte[] bytes) {
    byte[] out = new byte[longest(bytes.length)];
    return new String(out, 0, escape(bytes, out, 0), StandardCharsets.US_ASCII);
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
    if (escaped.startsWith(IN_BASE_64)) {
      return Base64.getDecoder().decode(escaped.substring(IN_BASE_64.length()));
    }
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
    if (digit >= '0' && digit <= '9') {
      return digit - '0';
    }
    if (digit >= 'A' && digit <= 'F') {
      return digit - 'A' + 10;
    }
    throw new IllegalArgumentException("an escape that is not \\xNN");
  }
}
