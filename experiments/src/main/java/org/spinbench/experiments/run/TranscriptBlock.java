package org.spinbench.experiments.run;

import java.io.ByteArrayOutputStream;
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

  /** Packs the text of a session, block by block. */
  static final class Packer {
    /** A block is complete at this size, bytes of text. */
    static final int FULL = 1 << 17;

    private final int session;
    private final CRC32 checksum = new CRC32();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream(FULL + (FULL >> 2));
    private final byte[] buffer = new byte[FULL >> 3];
    private int number;
    private long line = 1;

    Packer(int session) {
      this.session = session;
    }

    /** Adds whole lines. */
    void add(byte[] lines, int from, int length) {
      text.write(lines, from, length);
    }

    boolean isEmpty() {
      return text.size() == 0;
    }

    boolean isFull() {
      return text.size() >= FULL;
    }

    /** The lines since the last block. */
    TranscriptBlock take() {
      byte[] bytes = text.toByteArray();
      text.reset();
      checksum.update(bytes);
      int lines = count(bytes);
      number++;
      line += lines;
      return new TranscriptBlock(
          session, number, line - lines, lines, bytes.length, checksum.getValue(), pack(bytes));
    }

    private byte[] pack(byte[] bytes) {
      Deflater deflater = new Deflater(Deflater.BEST_SPEED);
      try {
        deflater.setInput(bytes);
        deflater.finish();
        ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length >> 2);
        while (!deflater.finished()) {
          packed.write(buffer, 0, deflater.deflate(buffer));
        }
        return packed.toByteArray();
      } finally {
        deflater.end();
      }
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
      if (checksum.getValue() != block.checksum || count(bytes) != block.lines) {
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

  private static int count(byte[] bytes) {
    int lines = 0;
    for (byte b : bytes) {
      lines += b == '\n' ? 1 : 0;
    }
    return lines;
  }
}
