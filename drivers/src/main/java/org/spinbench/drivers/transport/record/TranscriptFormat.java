package org.spinbench.drivers.transport.record;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Writes the lines of one transcript, each with check digits that depend on all before it.
 *
 * <p>One thread at a time is let in.
 */
final class TranscriptFormat {
  static final String HEADER_1 = "spinbench transcript 1, begun ";
  static final String CHECK = ", check ";

  /** Length of the check digits and the space behind them. */
  static final int CHECK_LENGTH = 5;

  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  private static final int KEPT_SIZE = 1 << 20;

  private final CRC32 check = new CRC32();
  private byte[] line = new byte[1 << 10];
  private int end;

  /**
   * Writes the first line.
   *
   * @param begins what it begins with
   */
  void header(String begins, Instant begun, OutputStream out) throws IOException {
    String header = begins + begun;
    check.update((header + "\n").getBytes(StandardCharsets.US_ASCII));
    append(header + CHECK + digits(check) + "\n");
    hand(out);
  }

  /**
   * Writes a line.
   *
   * @param nanos time since the beginning, ns
   * @param name of the resource, {@code clock} or {@code run}
   * @param text of the event, as it was sent or received; null if it has none
   */
  void line(long nanos, String name, String event, byte[] text, OutputStream out)
      throws IOException {
    compose(nanos, name, event, text);
    line[end++] = '\n';
    check.update(line, CHECK_LENGTH, end - CHECK_LENGTH);
    digits(check, line);
    line[CHECK_LENGTH - 1] = ' ';
    hand(out);
  }

  /** The same line without check digits; it does not count as written. */
  String plain(long nanos, String name, String event, byte[] text) {
    compose(nanos, name, event, text);
    String plain = new String(line, CHECK_LENGTH, end - CHECK_LENGTH, StandardCharsets.US_ASCII);
    end = 0;
    return plain;
  }

  /** Puts a line without check digits and line feed into the buffer. */
  private void compose(long nanos, String name, String event, byte[] text) {
    end = CHECK_LENGTH;
    append(Long.toString(nanos / 1_000_000_000));
    line[end++] = '.';
    int rest = (int) (nanos % 1_000_000_000);
    for (int digit = 8; digit >= 0; digit--) {
      line[end + digit] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    end += 9;
    line[end++] = ' ';
    append(name);
    line[end++] = ' ';
    append(event);
    if (text != null) {
      reserve(TranscriptText.longest(text.length) + 1);
      line[end++] = ' ';
      end = TranscriptText.escape(text, line, end);
    }
  }

  private void append(String ascii) {
    reserve(ascii.length());
    for (int i = 0; i < ascii.length(); i++) {
      line[end++] = (byte) ascii.charAt(i);
    }
  }

  /** Makes room for this many more bytes, and a few. */
  private void reserve(int length) {
    int needed = end + length + 16;
    if (needed > line.length) {
      line = Arrays.copyOf(line, Math.max(needed, 2 * line.length));
    }
  }

  private void hand(OutputStream out) throws IOException {
    try {
      out.write(line, 0, end);
    } finally {
      end = 0;
      if (line.length > KEPT_SIZE) {
        line = new byte[1 << 10];
      }
    }
  }

  /** Check digits: the lower half of the checksum of all lines so far. */
  static String digits(CRC32 check) {
    byte[] digits = new byte[CHECK_LENGTH - 1];
    digits(check, digits);
    return new String(digits, StandardCharsets.US_ASCII);
  }

  private static void digits(CRC32 check, byte[] out) {
    int rest = (int) check.getValue();
    for (int i = CHECK_LENGTH - 2; i >= 0; i--) {
      out[i] = HEX[rest & 0xF];
      rest >>= 4;
    }
  }
}
