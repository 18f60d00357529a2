package org.spinbench.experiments.run.transcript;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.spinbench.experiments.run.store.RunException;

/** What a writer of blocks writes, a reader reads, or says where it is damaged. */
final class TranscriptBlocksTest {
  private final TreeMap<Integer, TranscriptBlock> stored = new TreeMap<>();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** Writes lines of random length in random portions, with transactions between them. */
  private void write(RandomGenerator random, int bytes) {
    TranscriptWriter writer = new TranscriptWriter(1, block -> stored.put(block.number(), block));
    while (written.size() < bytes) {
      StringBuilder portion = new StringBuilder();
      for (int lines = 1 + random.nextInt(20); lines > 0; lines--) {
        portion.append("x".repeat(random.nextInt(200))).append(random.nextInt()).append(" Ω\n");
      }
      byte[] text = portion.toString().getBytes(StandardCharsets.UTF_8);
      writer.write(text, 0, text.length);
      written.writeBytes(text);
      if (random.nextInt(10) == 0) {
        writer.flush();
      }
    }
    if (random.nextBoolean()) {
      writer.close();
    } else {
      writer.flush();
    }
  }

  private SessionText text() {
    return new SessionText(
        1, number -> Optional.ofNullable(stored.higherEntry(number)).map(e -> e.getValue()));
  }

  /** Reads as much as can be read; the text before a damage comes first. */
  private byte[] read(SessionText text) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] some = new byte[777];
    for (int n = text.read(some, 0, some.length); n >= 0; n = text.read(some, 0, some.length)) {
      all.write(some, 0, n);
    }
    return all.toByteArray();
  }

  @RepeatedTest(10)
  void whatIsWrittenIsRead(RepetitionInfo trial) {
    write(random(trial.getCurrentRepetition()), 250_000);
    assertTrue(stored.size() >= 3, stored.keySet().toString());
    SessionText text = text();
    assertArrayEquals(written.toByteArray(), read(text));
    assertEquals(stored.size(), text.blocks());
    long lines = written.toString(StandardCharsets.UTF_8).lines().count();
    assertEquals(lines, text.lines());
    assertEquals(lines, stored.values().stream().mapToLong(TranscriptBlock::lines).sum());
  }

  /** Whatever byte of a block changes, its place is named and every block before it is whole. */
  @RepeatedTest(10)
  void aChangedByteIsNoticed(RepetitionInfo trial) {
    RandomGenerator random = random(100 + trial.getCurrentRepetition());
    write(random, 250_000);
    int number = 1 + random.nextInt(stored.size());
    TranscriptBlock block = stored.get(number);
    byte[] changed = block.packed().clone();
    changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
    stored.put(number, with(block, changed));
    SessionText text = text();
    RunException e = assertThrows(RunException.class, () -> read(text));
    assertEquals(
        block.place() + ", is not what was written: its checksum does not agree", e.getMessage());
    assertEquals(number - 1, text.blocks());
    assertEquals(block.line() - 1, text.lines());
  }

  private static TranscriptBlock with(TranscriptBlock block, byte[] packed) {
    return new TranscriptBlock(
        block.session(),
        block.number(),
        block.line(),
        block.lines(),
        block.bytes(),
        block.checksum(),
        packed);
  }

  @Test
  void aMissingBlockIsNamedWithTheOneThatFollows() {
    write(random(7), 250_000);
    TranscriptBlock lost = stored.remove(2);
    TranscriptBlock next = stored.get(3);
    RunException e = assertThrows(RunException.class, () -> read(text()));
    assertEquals(
        "block 2 of session 1, from line "
            + lost.line()
            + ", is missing: after it comes "
            + next.place(),
        e.getMessage());
  }

  /** The checksum runs over all blocks, so each fits only behind those before it. */
  @Test
  void aBlockOfAnotherSessionIsNoticed() {
    write(random(8), 250_000);
    TranscriptBlock own = stored.get(2);
    List<TranscriptBlock> other = new ArrayList<>();
    TranscriptWriter writer = new TranscriptWriter(1, other::add);
    byte[] text = own.unpack().text();
    writer.write(text, 0, text.length);
    writer.close();
    TranscriptBlock same = other.get(0);
    assertArrayEquals(text, same.unpack().text());
    stored.put(
        2,
        new TranscriptBlock(
            1, 2, own.line(), own.lines(), own.bytes(), same.checksum(), same.packed()));
    assertThrows(RunException.class, () -> read(text()));
  }

  /** The first lines of a damaged block can be kept as a block of their own. */
  @Test
  void theSoundLinesOfADamagedBlockAreABlock() {
    write(random(9), 150_000);
    TranscriptBlock last = stored.lastEntry().getValue();
    int keep = last.lines() / 2;
    TranscriptBlock kept = text().blockOf(last.line() - 1, keep);
    stored.put(last.number(), kept);
    byte[] all = read(text());
    assertArrayEquals(Arrays.copyOf(written.toByteArray(), all.length), all);
    assertEquals(keep, kept.lines());
    assertEquals('\n', all[all.length - 1]);
  }

  /** A damaged size is no reason to take all memory. */
  @Test
  void aSizeThatIsNotTrueIsNotBelieved() {
    write(random(10), 1000);
    TranscriptBlock block = stored.get(1);
    stored.put(
        1,
        new TranscriptBlock(
            1, 1, 1, block.lines(), Integer.MAX_VALUE, block.checksum(), block.packed()));
    assertThrows(RunException.class, () -> read(text()));
  }
}
