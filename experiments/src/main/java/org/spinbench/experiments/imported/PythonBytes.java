package org.spinbench.experiments.imported;

import java.io.ByteArrayOutputStream;
import java.util.Map;

/** Parses a bytes literal of Python: {@code b'\x00SOUR:POW -1\r\n'}. */
final class PythonBytes {
  private static final Map<Character, Integer> ESCAPES =
      Map.of('n', (int) '\n', 'r', (int) '\r', 't', (int) '\t', '\\', (int) '\\', '\'', (int) '\'');

  private PythonBytes() {}

  /**
   * Parses a literal.
   *
   * @throws IllegalArgumentException if it is not one
   */
  static byte[] of(String literal) {
    int last = literal.length() - 1;
    char quote = last < 2 ? 0 : literal.charAt(1);
    boolean quoted = literal.startsWith("b") && (quote == '\'' || quote == '"');
    if (!quoted || literal.charAt(last) != quote) {
      throw refused(literal);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(last);
    for (int i = 2; i < last; i++) {
      char c = literal.charAt(i);
      if (c == quote || c > '~') {
        throw refused(literal);
      }
      if (c != '\\') {
        bytes.write(c);
      } else if (literal.startsWith("x", i + 1) && i + 3 < last) {
        bytes.write(hex(literal, i + 2) << 4 | hex(literal, i + 3));
        i += 3;
      } else {
        Integer escaped = i + 1 < last ? ESCAPES.get(literal.charAt(i + 1)) : null;
        if (escaped == null) {
          throw refused(literal);
        }
        bytes.write(escaped);
        i++;
      }
    }
    return bytes.toByteArray();
  }

  private static int hex(String literal, int at) {
    int digit = Character.digit(literal.charAt(at), 16);
    if (digit < 0) {
      throw refused(literal);
    }
    return digit;
  }

  private static IllegalArgumentException refused(String literal) {
    String shown = literal.length() > 40 ? literal.substring(0, 40) + "..." : literal;
    return new IllegalArgumentException(shown + " is not a bytes literal of Python");
  }
}
