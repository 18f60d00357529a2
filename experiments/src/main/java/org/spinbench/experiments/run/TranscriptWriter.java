package org.spinbench.experiments.run;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes the lines of a session as blocks. Whoever notes a line pays for a copy of it: a full block
 * is compressed in the background, and goes to its place once it is. What is not compressed when a
 * transaction ends is written as it stands, and replaced later.
 *
 * <p>One thread at a time is let in.
 */
final class TranscriptWriter {
  /** A block is full at this size, bytes of text. */
  static final int FULL = 1 << 16;

  /** Full blocks that may wait to be compressed. */
  private static final int WAITING = 64;

  private final int session;
  private final Consumer<TranscriptBlock> place;
  private final ExecutorService background =
      Executors.newSingleThreadExecutor(TranscriptWriter::thread);
  private final Deque<Full> waiting = new ArrayDeque<>();
  private final CRC32 checksum = new CRC32();
  private byte[] text = new byte[FULL + (FULL >> 2)];
  private int end;
  private int placed;
  private int counted;
  private int lines;
  private int number = 1;
  private long line = 1;

  /** A full block, on its way to being compressed. */
  private final class Full {
    private final byte[] whole = Arrays.copyOf(text, end);
    private final TranscriptBlock block = open();
    private final CompletableFuture<byte[]> packed =
        CompletableFuture.supplyAsync(
            () -> TranscriptBlock.pack(whole, whole.length, Deflater.BEST_SPEED), background);
    private boolean isInPlace = placed > 0;

    /** Puts it into its place as it stands. */
    void putPlain() {
      if (!isInPlace) {
        isInPlace = true;
        place.accept(
            block.with(TranscriptBlock.pack(whole, whole.length, Deflater.NO_COMPRESSION)));
      }
    }

    void putPacked() {
      place.accept(block.with(packed.join()));
    }
  }

  /**
   * A writer of one session.
   *
   * @param session number of the session
   * @param place takes blocks; the last of each number counts
   */
  TranscriptWriter(int session, Consumer<TranscriptBlock> place) {
    this.session = session;
    this.place = place;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "spinbench transcript");
    thread.setDaemon(true);
    return thread;
  }

  /** Adds whole lines. */
  void add(byte[] more, int from, int length) {
    if (length > text.length - end) {
      text = Arrays.copyOf(text, Math.max(end + length, 2 * text.length));
    }
    System.arraycopy(more, from, text, end, length);
    end += length;
    if (end >= FULL) {
      fill();
    }
  }

  private void fill() {
    waiting.add(new Full());
    number++;
    line += lines;
    end = 0;
    placed = 0;
    counted = 0;
    lines = 0;
    putPacked(WAITING);
  }

  /** The block under way, as far as it goes, without its text. */
  private TranscriptBlock open() {
    checksum.update(text, counted, end - counted);
    lines += TranscriptBlock.count(text, counted, end);
    counted = end;
    return new TranscriptBlock(session, number, line, lines, end, checksum.getValue(), new byte[0]);
  }

  /** Puts what is compressed into its place, and waits for it while more than so many wait. */
  private void putPacked(int mayWait) {
    while (!waiting.isEmpty() && (waiting.size() > mayWait || waiting.peek().packed.isDone())) {
      waiting.remove().putPacked();
    }
  }

  /** Puts everything into its place, compressed or not. */
  void flush() {
    putPacked(WAITING);
    waiting.forEach(Full::putPlain);
    put(Deflater.NO_COMPRESSION);
  }

  private void put(int level) {
    if (end > placed) {
      TranscriptBlock block = open();
      place.accept(block.with(TranscriptBlock.pack(text, end, level)));
      placed = end;
    }
  }

  /** Puts everything into its place, compressed. */
  void close() {
    putPacked(0);
    placed = 0;
    put(Deflater.BEST_SPEED);
    background.shutdown();
  }
}
