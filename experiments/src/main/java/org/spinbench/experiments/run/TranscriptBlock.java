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

  /** Unpacks the blocks of a session in their order, and checks that they are all and the same. */
  static final class Unpacker {
    private final CRC32 checksum = new CRC32();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
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
      byte[] bytes = unpack(block);
      checksum.update(bytes);
      if (checksum.getValue() != block.checksum || count(bytes, 0, bytes.length) != block.lines) {
        throw damaged(block);
      }
      text.writeBytes(bytes);
      number++;
      line += block.lines;
    }

    /** How many lines all blocks so far hold. */
    long lines() {
      return line - 1;
    }

    /** The text of all blocks so far. */
    byte[] text() {
      return text.toByteArray();
    }

    private static byte[] unpack(TranscriptBlock block) {
      Inflater inflater = new Inflater();
      try {
        inflater.setInput(block.packed);
        ByteArrayOutputStream text = new ByteArrayOutputStream(1 << 16);
        byte[] buffer = new byte[1 << 14];
        int length = inflater.inflate(buffer);
        while (length > 0 && text.size() < block.bytes) {
          text.write(buffer, 0, length);
          length = inflater.inflate(buffer);
        }
        if (!inflater.finished() || inflater.getRemaining() > 0 || text.size() != block.bytes) {
          throw damaged(block);
        }
        return text.toByteArray();
      } catch (DataFormatException e) {
        RunException damaged = damaged(block);
        damaged.addSuppressed(e);
        throw damaged;
      } finally {
        inflater.end();
      }
    }

    private static RunException damaged(TranscriptBlock block) {
      return new RunException(
          block.place() + ", is not what was written: its checksum does not agree");
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
