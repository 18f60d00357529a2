package org.spinbench.experiments.run;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Some lines of a run's transcript, packed as one row of its file.
 *
 * @param session which opening of the bench, from 1; a resumed run has more than one
 * @param number of the block within the session, from 1
 * @param line number of its first line within the session, from 1
 * @param lines how many lines it holds
 * @param bytes length of its text
 * @param checksum CRC-32 of the session's text up to the end of this block, so that a block that is
 *     missing or has moved is noticed as one that has changed
 * @param packed its text, compressed (RFC 1950)
 */
record TranscriptBlock(
    int session, int number, long line, int lines, int bytes, long checksum, byte[] packed) {

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

  /** How many of its lines are messages, as far as it can be read. */
  int messages() {
    Unpacker unpacker = new Unpacker();
    unpacker.unpack(this);
    byte[] all = unpacker.text();
    int messages = 0;
    int spaces = 0;
    for (int i = 0; i + 1 < all.length; i++) {
      // Check digits, time and name stand before the event.
      boolean event = all[i] == ' ' && ++spaces == 3;
      messages += event && (all[i + 1] == '>' || all[i + 1] == '<') ? 1 : 0;
      spaces = all[i] == '\n' ? 0 : spaces;
    }
    return messages;
  }

  /** The same block with its text, compressed. */
  TranscriptBlock with(byte[] packed) {
    return new TranscriptBlock(session, number, line, lines, bytes, checksum, packed);
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

  /** Text that grows. */
  private static final class Text extends ByteArrayOutputStream {
    byte[] toByteArray(int from) {
      return Arrays.copyOfRange(buf, from, count);
    }
  }

  /** Unpacks the blocks of a session in their order, and checks that they are all and the same. */
  static final class Unpacker {
    private final CRC32 checksum = new CRC32();
    private final Text text = new Text();
    private int number;
    private long line = 1;

    /**
     * Adds the next block.
     *
     * @throws RunException naming the place, if it is damaged, or if one before it is missing
     */
    void add(TranscriptBlock block) {
      if (block.number != number + 1 || block.line != line) {
        throw new RunException(
            "block "
                + (number + 1)
                + " of session "
                + block.session
                + ", from line "
                + line
                + ", is missing: after it comes "
                + block.place());
      }
      int before = text.size();
      boolean whole = unpack(block);
      byte[] bytes = text.toByteArray(before);
      checksum.update(bytes);
      boolean same = checksum.getValue() == block.checksum && bytes.length == block.bytes;
      if (!whole || !same || count(bytes, 0, bytes.length) != block.lines) {
        throw new RunException(
            block.place() + ", is not what was written: its checksum does not agree");
      }
      number++;
      line += block.lines;
    }

    /** The first lines of a block that is damaged, as a block that is not. */
    TranscriptBlock blockOfLines(int session, int lines) {
      byte[] all = text.toByteArray();
      int from = 0;
      for (long skipped = 0; skipped < line - 1; from++) {
        skipped += all[from] == '\n' ? 1 : 0;
      }
      int to = from;
      for (int taken = 0; taken < lines; to++) {
        taken += all[to] == '\n' ? 1 : 0;
      }
      CRC32 sum = new CRC32();
      sum.update(all, 0, to);
      byte[] own = Arrays.copyOfRange(all, from, to);
      byte[] packed = pack(own, own.length, Deflater.BEST_SPEED);
      return new TranscriptBlock(
          session, number + 1, line, lines, own.length, sum.getValue(), packed);
    }

    /** How many lines all whole blocks so far hold. */
    long lines() {
      return line - 1;
    }

    /** The text of all blocks so far, and what can be read of a damaged one. */
    byte[] text() {
      return text.toByteArray();
    }

    /** Adds what can be read of a block; says whether that is all of it. */
    private boolean unpack(TranscriptBlock block) {
      Inflater inflater = new Inflater();
      try {
        inflater.setInput(block.packed);
        byte[] buffer = new byte[1 << 14];
        int read = 0;
        int length = inflater.inflate(buffer);
        while (length > 0 && read < block.bytes) {
          text.write(buffer, 0, length);
          read += length;
          length = inflater.inflate(buffer);
        }
        return inflater.finished() && inflater.getRemaining() == 0;
      } catch (DataFormatException e) {
        return false;
      } finally {
        inflater.end();
      }
    }
  }

  /** Lines that end between two places of a text. */
  static int count(byte[] text, int from, int to) {
    int lines = 0;
    for (int i = from; i < to; i++) {
      lines += text[i] == '\n' ? 1 : 0;
    }
    return lines;
  }
}
