package org.spinbench.experiments.export;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of an HDF5 file for data without fixed length (HDF5 File Format Specification 3.0,
 * section III.E): texts, each stored once, and references to objects.
 */
final class GlobalHeap {
  /** Bytes of objects after which a collection is closed; an object may be larger. */
  private static final int FULL = 1 << 16;

  private static final int LEAST = 4096;
  private static final int HEADER = 16;

  private final long begin;
  private final Map<String, byte[]> ofTexts = new HashMap<>();
  private final List<LittleEndian> closed = new ArrayList<>();
  private LittleEndian open = new LittleEndian();
  private int objects;
  private long position;

  /** A heap at an address in the file. */
  GlobalHeap(long begin) {
    this.begin = begin;
    position = begin;
  }

  /** Its address in the file. */
  long begin() {
    return begin;
  }

  /** The reference to a text in a data set or an attribute: length, collection, object. */
  byte[] text(String text) {
    return ofTexts.computeIfAbsent(
        text,
        one -> {
          // An empty text is stored as its terminator, which every reader takes for an empty text.
          byte[] bytes = (one.isEmpty() ? "\0" : one).getBytes(StandardCharsets.UTF_8);
          return add(bytes, bytes.length);
        });
  }

  /** The reference to a list of one object reference. */
  byte[] reference(long address) {
    return add(new LittleEndian().u64(address).toBytes(), 1);
  }

  private byte[] add(byte[] bytes, int length) {
    if (open.size() + HEADER + bytes.length > FULL) {
      close();
    }
    objects++;
    open.u16(objects).u16(1).u32(0).u64(bytes.length).put(bytes).align();
    return new LittleEndian().u32(length).u64(position).u32(objects).toBytes();
  }

  private void close() {
    if (objects == 0) {
      return;
    }
    int used = HEADER + open.size();
    // Remaining space is an object with number 0, and must fit its own header.
    int size = Math.max(LEAST, used + HEADER);
    LittleEndian collection = new LittleEndian();
    collection.ascii("GCOL").u8(1, 0, 0, 0).u64(size).put(open.toBytes());
    collection.u16(0).u16(0).u32(0).u64(size - used).put(new byte[size - used - HEADER]);
    closed.add(collection);
    position += size;
    open = new LittleEndian();
    objects = 0;
  }

  /** The bytes from {@code begin} on. Nothing can be added afterwards. */
  byte[] toBytes() {
    close();
    LittleEndian all = new LittleEndian();
    closed.forEach(collection -> all.put(collection.toBytes()));
    if (all.size() != position - begin) {
      throw new IllegalStateException("the heap has " + all.size() + " bytes");
    }
    return all.toBytes();
  }
}
