package org.spinbench.experiments.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The bytes of a global heap, field by field (HDF5 File Format Specification 3.0, III.E). */
class GlobalHeapTest {
  private static final long BEGIN = 0x1000;

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Follows a reference through the heap to its bytes. */
  private static String text(byte[] heap, byte[] reference) {
    ByteBuffer at = little(reference);
    assertEquals(16, reference.length);
    int length = at.getInt();
    int collection = (int) (at.getLong() - BEGIN);
    int wanted = at.getInt();
    ByteBuffer all = little(heap);
    assertEquals("GCOL", new String(heap, collection, 4, StandardCharsets.US_ASCII));
    assertEquals(1, heap[collection + 4], "version");
    int end = collection + (int) all.getLong(collection + 8);
    int position = collection + 16;
    while (position < end) {
      int number = all.getShort(position);
      int size = (int) all.getLong(position + 8);
      if (number == wanted) {
        assertEquals(length, size);
        return new String(heap, position + 16, size, StandardCharsets.UTF_8);
      }
      position += 16 + (size + 7) / 8 * 8;
    }
    throw new AssertionError("no object " + wanted);
  }

  @Test
  void everyReferenceLeadsToItsText() {
    GlobalHeap heap = new GlobalHeap(BEGIN);
    byte[] volts = heap.text("V");
    byte[] sentence = heap.text("chain voltage, nine letters past eight");
    byte[] unit = heap.text("Ω");
    byte[] bytes = heap.toBytes();
    assertEquals("V", text(bytes, volts));
    assertEquals("chain voltage, nine letters past eight", text(bytes, sentence));
    assertEquals("Ω", text(bytes, unit));
    assertEquals(BEGIN, heap.begin());
  }

  @Test
  void aTextIsStoredOnce() {
    GlobalHeap heap = new GlobalHeap(BEGIN);
    assertArrayEquals(heap.text("same"), heap.text("same"));
    GlobalHeap twice = new GlobalHeap(BEGIN);
    twice.text("same");
    assertArrayEquals(twice.toBytes(), heap.toBytes());
  }

  /** A reader takes the terminator for an empty text. */
  @Test
  void anEmptyTextIsItsTerminator() {
    GlobalHeap heap = new GlobalHeap(BEGIN);
    byte[] reference = heap.text("");
    assertEquals(1, little(reference).getInt());
    assertEquals("\0", text(heap.toBytes(), reference));
  }

  @Test
  void aReferenceToAnObjectIsAListOfOneAddress() {
    GlobalHeap heap = new GlobalHeap(BEGIN);
    byte[] reference = heap.reference(0x123456789AL);
    assertEquals(1, little(reference).getInt(), "one element");
    ByteBuffer bytes = little(heap.toBytes());
    assertEquals(8, bytes.getLong(16 + 8), "size of the object");
    assertEquals(0x123456789AL, bytes.getLong(16 + 16));
  }

  /** A collection has at least 4096 bytes; what is left of it is object 0, with its own header. */
  @Test
  void freeSpaceIsObjectZero() {
    GlobalHeap heap = new GlobalHeap(BEGIN);
    heap.text("eight by");
    byte[] bytes = heap.toBytes();
    assertEquals(4096, bytes.length);
    ByteBuffer all = little(bytes);
    int free = 16 + 16 + 8;
    assertEquals(0, all.getShort(free));
    assertEquals(4096 - free, all.getLong(free + 8), "with its header");
    assertArrayEquals(
        new byte[4096 - free - 16], Arrays.copyOfRange(bytes, free + 16, bytes.length));
  }

  /** Texts of more than 64 KiB together fill several collections, one behind the other. */
  @Test
  void manyTextsFillSeveralCollections() {
    GlobalHeap heap = new GlobalHeap(BEGIN);
    byte[][] references = new byte[300][];
    for (int i = 0; i < references.length; i++) {
      references[i] = heap.text((i + " ").repeat(200));
    }
    byte[] bytes = heap.toBytes();
    long first = little(bytes).getLong(8);
    assertEquals("GCOL", new String(bytes, (int) first, 4, StandardCharsets.US_ASCII));
    for (int i = 0; i < references.length; i++) {
      assertEquals((i + " ").repeat(200), text(bytes, references[i]));
    }
  }

  @Test
  void anEmptyHeapHasNoBytes() {
    assertEquals(0, new GlobalHeap(BEGIN).toBytes().length);
  }
}
