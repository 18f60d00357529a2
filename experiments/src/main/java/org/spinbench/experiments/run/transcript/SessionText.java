package org.spinbench.experiments.run.transcript;

import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.spinbench.experiments.run.store.RunException;

/**
 * The text of a session, block by block, each checked when it is reached. Of a damaged block it
 * gives the readable beginning, and then reading fails.
 */
final class SessionText extends InputStream {
  private final int session;
  private final IntFunction<Optional<TranscriptBlock>> following;
  private final CRC32 checksum = new CRC32();
  private byte[] text = {};
  private int at;
  private int number;
  private long line = 1;
  private Optional<RunException> damage = Optional.empty();

  /**
   * A text from its beginning.
   *
   * @param session its number
   * @param following gives the block with the lowest number above a given one
   */
  SessionText(int session, IntFunction<Optional<TranscriptBlock>> following) {
    this.session = session;
    this.following = following;
  }

  /** Number of undamaged blocks read. */
  int blocks() {
    return number;
  }

  /** Number of lines in the undamaged blocks so far. */
  long lines() {
    return line - 1;
  }

  @Override
  public int read() {
    throw new UnsupportedOperationException("text is read many bytes at a time");
  }

  /**
   * Reads at most to the end of a block.
   *
   * @throws RunException naming the place, if a block is damaged or missing
   */
  @Override
  public int read(byte[] into, int from, int length) {
    while (at == text.length) {
      damage.ifPresent(
          e -> {
            throw e;
          });
      Optional<TranscriptBlock> block = following.apply(number);
      if (block.isEmpty()) {
        return -1;
      }
      at = 0;
      text = text(block.get());
    }
    int some = Math.min(length, text.length - at);
    System.arraycopy(text, at, into, from, some);
    at += some;
    return some;
  }

  private byte[] text(TranscriptBlock block) {
    if (block.number() != number + 1 || block.line() != line) {
      throw new RunException(
          "block "
              + (number + 1)
              + " of session "
              + session
              + ", from line "
              + line
              + ", is missing: after it comes "
              + block.place());
    }
    TranscriptBlock.Unpacked unpacked = block.unpack();
    byte[] bytes = unpacked.text();
    checksum.update(bytes);
    boolean same = checksum.getValue() == block.checksum() && bytes.length == block.bytes();
    if (!unpacked.whole()
        || !same
        || TranscriptBlock.count(bytes, 0, bytes.length) != block.lines()) {
      damage =
          Optional.of(
              new RunException(
                  block.place() + ", is not what was written: its checksum does not agree"));
    } else {
      number++;
      line += block.lines();
    }
    return bytes;
  }

  /** Reads to the end or to the first damage. */
  void exhaust() {
    byte[] some = new byte[1 << 14];
    while (read(some, 0, some.length) >= 0) {
      // The message does not matter.
    }
  }

  /**
   * The first lines of a damaged block, as a block.
   *
   * @param whole number of lines in the blocks before it
   * @param more number of its readable lines
   */
  TranscriptBlock blockOf(long whole, int more) {
    CRC32 sum = new CRC32();
    long blocks = 0;
    long passed = 0;
    while (true) {
      Optional<TranscriptBlock> next = following.apply((int) blocks);
      byte[] bytes = next.orElseThrow().unpack().text();
      if (passed == whole) {
        byte[] own = Arrays.copyOf(bytes, endOfLine(bytes, more));
        sum.update(own);
        return new TranscriptBlock(
            session,
            (int) blocks + 1,
            whole + 1,
            more,
            own.length,
            sum.getValue(),
            TranscriptBlock.pack(own, own.length, Deflater.BEST_SPEED));
      }
      sum.update(bytes);
      passed += next.get().lines();
      blocks++;
    }
  }

  /** Length of the first lines of a text, with their ends. */
  static int endOfLine(byte[] bytes, int line) {
    int end = 0;
    for (int passed = 0; passed < line; end++) {
      passed += bytes[end] == '\n' ? 1 : 0;
    }
    return end;
  }
}
