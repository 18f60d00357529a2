package org.spinbench.experiments.run.transcript;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes the lines of a session as blocks. A full block is compressed. An incomplete one is written
 * as it is at the end of a transaction, and replaced later.
 *
 * <p>Safe for use by several threads, one at a time.
 */
final class TranscriptWriter extends OutputStream {
  /** Size of a full block, bytes of text. */
  static final int FULL = 1 << 16;

  private final int session;
  private final Consumer<TranscriptBlock> place;
  private final CRC32 checksum = new CRC32();
  private byte[] text = new byte[FULL + (FULL >> 2)];
  private int end;
  private int placed;
  private int counted;
  private int lines;
  private int number = 1;
  private long line = 1;

  /**
   * A writer of one session.
   *
   * @param session number of the session
   * @param place receives blocks; the last one with each number counts
   */
  TranscriptWriter(int session, Consumer<TranscriptBlock> place) {
    this.session = session;
    this.place = place;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /** Adds complete lines. */
  @Override
  public void write(byte[] more, int from, int length) {
    if (length > text.length - end) {
      text = Arrays.copyOf(text, Math.max(end + length, 2 * text.length));
    }
    System.arraycopy(more, from, text, end, length);
    end += length;
    if (end >= FULL) {
      put(Deflater.BEST_SPEED);
      number++;
      line += lines;
      end = 0;
      placed = 0;
      counted = 0;
      lines = 0;
    }
  }

  /** Writes everything. */
  @Override
  public void flush() {
    if (end > placed) {
      put(Deflater.NO_COMPRESSION);
    }
  }

  /** Writes everything, compressed. */
  @Override
  public void close() {
    if (end > 0) {
      put(Deflater.BEST_SPEED);
    }
  }

  /** Writes the incomplete block. */
  private void put(int level) {
    checksum.update(text, counted, end - counted);
    lines += TranscriptBlock.count(text, counted, end);
    counted = end;
    placed = end;
    place.accept(
        new TranscriptBlock(
            session,
            number,
            line,
            lines,
            end,
            checksum.getValue(),
            TranscriptBlock.pack(text, end, level)));
  }
}
