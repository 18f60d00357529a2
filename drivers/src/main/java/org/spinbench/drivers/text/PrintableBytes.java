package org.spinbench.drivers.text;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Bytes as printable ASCII: every control character and every byte from 0x7F up as {@code \xNN}, a
 * backslash doubled.
 */
public final class PrintableBytes {
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  /** Characters that one byte can become. */
  private static final int WIDEST = 4;

  private PrintableBytes() {}

  /** The most characters that this many bytes can become. */
  public static int longest(int length) {
    return WIDEST * length;
  }

  /**
   * Writes bytes as text.
   *
   * @param out has room for {@link #longest}
   * @param at index in {@code out} at which the text begins
   * @return index behind the text
   */
  public static int write(byte[] bytes, byte[] out, int at) {
    int end = at;
    for (byte b : bytes) {
      if (b == '\\') {
        out[end++] = '\\';
        out[end++] = '\\';
      } else if (b >= ' ' && b != 0x7F) {
        out[end++] = b;
      } else {
        out[end++] = '\\';
        out[end++] = 'x';
        out[end++] = HEX[b >> 4 & 0xF];
        out[end++] = HEX[b & 0xF];
      }
    }
    return end;
  }

  /** Bytes as text. */
  public static String of(byte[] bytes) {
    byte[] out = new byte[longest(bytes.length)];
    return new String(out, 0, write(bytes, out, 0), StandardCharsets.US_ASCII);
  }

  /**
   * Bytes as text and as hexadecimal numbers, so that a reader can distinguish terminators from
   * noise: {@code 3 bytes, "1\x0D\x0A" (hex 31 0D 0A)}.
   *
   * @param bytes the first bytes of what is shown
   * @param count how many bytes there are in all; an ellipsis stands for those that are not given
   */
  public static String withHex(byte[] bytes, int count) {
    String more = count > bytes.length ? " ..." : "";
    String hex = HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes);
    return count + " bytes, \"" + of(bytes) + '"' + more + " (hex " + hex + more + ')';
  }
}
