package org.spinbench.experiments.run.transcript;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Some lines of a run's transcript, packed as one row of its file.
 *
 * @param session number of the session, from 1; a resumed run has several
 * @param number of the block within the session, from 1
 * @param line number of its first line within the session, from 1
 * @param lines number of its lines
 * @param bytes length of its text
 * @param checksum CRC-32 of the session's text up to the end of this block, so that a missing or
 *     moved block is detected like a changed one
 * @param packed its text, compressed (RFC 1950)
 */
record TranscriptBlock(
    int session, int number, long line, int lines, int bytes, long checksum, byte[] packed) {

  /** Largest credible size of a block; a damaged block may state more, bytes. */
  private static final int MOST = 1 << 20;

  /** "block 3 of session 1, lines 1201 to 1950". */
  String place() {
    return "block "
        + number
        + " of session "
        + session
        + ", lines "
        + line
        + " to "
        + (line + lines - 1);
  }

  /** Number of its lines that are messages, as far as it can be read. */
  int messages() {
    byte[] all = unpack().text;
    int messages = 0;
    int spaces = 0;
    for (int i = 0; i + 1 < all.length; i++) {
      // Check digits, time and name precede the event.
      boolean event = all[i] == ' ' && ++spaces == 3;
      messages += event && (all[i + 1] == '>' || all[i + 1] == '<') ? 1 : 0;
      spaces = all[i] == '\n' ? 0 : spaces;
    }
    return messages;
  }

  /** Compresses the first bytes of a text. */
  static byte[] pack(byte[] text, int length, int level) {
    Deflater deflater = new Deflater(level);
    try {
      deflater.setInput(text, 0, length);
      deflater.finish();
      byte[] packed = new byte[level == Deflater.NO_COMPRESSION ? length + 256 : length / 3 + 256];
      int end = 0;
      while (!deflater.finished()) {
        if (end == packed.length) {
          packed = Arrays.copyOf(packed, 2 * end);
        }
        end += deflater.deflate(packed, end, packed.length - end);
      }
      return Arrays.copyOf(packed, end);
    } finally {
      deflater.end();
    }
  }

  /**
   * The readable content of a block.
   *
   * @param whole whether it is complete
   */
  record Unpacked(byte[] text, boolean whole) {}

  Unpacked unpack() {
    ByteArrayOutputStream text = new ByteArrayOutputStream(Math.max(0, Math.min(bytes, MOST)));
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      byte[] buffer = new byte[1 << 14];
      int length = inflater.inflate(buffer);
      while (length > 0 && text.size() < bytes) {
        text.write(buffer, 0, length);
        length = inflater.inflate(buffer);
      }
      boolean whole = inflater.finished() && inflater.getRemaining() == 0;
      return new Unpacked(text.toByteArray(), whole);
    } catch (DataFormatException e) {
      return new Unpacked(text.toByteArray(), false);
    } finally {
      inflater.end();
    }
  }

  /** Number of line ends between two places of a text. */
  static int count(byte[] text, int from, int to) {
    int lines = 0;
    for (int i = from; i < to; i++) {
      lines += text[i] == '\n' ? 1 : 0;
    }
    return lines;
  }
}
