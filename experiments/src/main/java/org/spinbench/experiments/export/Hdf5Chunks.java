package org.spinbench.experiments.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/**
 * A large variable in chunks along its first dimension, each shuffled and deflated (File Format
 * Specification 3.0: layout message of version 3, section IV.A.2.i; filter pipeline message of
 * version 2, IV.A.2.l; B-tree of version 1 for chunks, III.A.1). All chunks have an entry in one
 * leaf of the tree, which has room for {@value #MOST}.
 */
final class Hdf5Chunks {
  /** Values of a variable that is worth it. */
  static final int WORTH = 4096;

  /** Twice the default K of the B-tree of chunks, which a file without a message about it has. */
  private static final int MOST = 64;

  /** Values of a chunk; more if the variable has more than {@value #MOST} such chunks. */
  private static final int VALUES = 1 << 16;

  /** Longest text that is stored in the length of the longest one, bytes. */
  private static final int LONGEST_TEXT = 64;

  private static final int LEVEL = 4;
  private static final int SHUFFLE = 2;
  private static final int DEFLATE = 1;
  private static final int INDEX = 24;

  private final List<byte[]> chunks = new ArrayList<>();
  private final Map<String, byte[]> known = new HashMap<>();
  private final int[] shape;
  private final int width;
  private final int rows;
  private final int rowBytes;

  /**
   * Packs the values.
   *
   * @param shape sizes of the dimensions
   */
  Hdf5Chunks(Values values, int[] shape) {
    this.shape = shape.clone();
    width = width(values);
    int inRow = values.count() / shape[0];
    rows = Math.min(shape[0], Math.max((shape[0] + MOST - 1) / MOST, Math.max(1, VALUES / inRow)));
    rowBytes = inRow * width;
    byte[] chunk = new byte[rows * rowBytes];
    Deflater deflater = new Deflater(LEVEL);
    try {
      for (int first = 0; first < shape[0]; first += rows) {
        int count = Math.min(rows, shape[0] - first) * inRow;
        chunks.add(deflated(deflater, shuffled(values, first * inRow, count, chunk)));
      }
    } finally {
      deflater.end();
    }
  }

  /**
   * Whether a variable is packed: if it is large, and its texts are short. Programs read texts of a
   * fixed length when they need them; xarray reads others as soon as it opens the file.
   */
  static boolean suit(Values values) {
    return values.count() >= WORTH
        && (!(values instanceof Values.Texts) || width(values) <= LONGEST_TEXT);
  }

  /** Bytes of a value; of a text, those of the longest one. */
  private static int width(Values values) {
    if (values instanceof Values.Integers integers) {
      return integers.bytes();
    }
    return values instanceof Values.Texts texts
        ? Stream.of(texts.values()).distinct().mapToInt(one -> utf8(one).length).max().orElse(1)
        : Double.BYTES;
  }

  private static byte[] utf8(String text) {
    return text.isEmpty() ? new byte[1] : text.getBytes(StandardCharsets.UTF_8);
  }

  /** The datatype message of a value. */
  byte[] type(Values values) {
    if (values instanceof Values.Integers) {
      return Hdf5Types.integer(width);
    }
    return values instanceof Values.Texts ? Hdf5Types.padded(width) : Hdf5Types.float64();
  }

  /** First the lowest bytes of all values, then the next; zeros behind the end of the variable. */
  private byte[] shuffled(Values values, int from, int count, byte[] chunk) {
    int stride = chunk.length / width;
    Arrays.fill(chunk, (byte) 0);
    for (int i = 0; i < count; i++) {
      if (values instanceof Values.Texts texts) {
        byte[] text = known.computeIfAbsent(texts.values()[from + i], Hdf5Chunks::utf8);
        for (int b = 0; b < text.length; b++) {
          chunk[b * stride + i] = text[b];
        }
      } else {
        long bits = bits(values, from + i);
        for (int b = 0; b < width; b++) {
          chunk[b * stride + i] = (byte) (bits >>> 8 * b);
        }
      }
    }
    return chunk;
  }

  private static long bits(Values values, int index) {
    return values instanceof Values.Numbers numbers
        ? Double.doubleToRawLongBits(numbers.values()[index])
        : ((Values.Integers) values).values()[index];
  }

  private static byte[] deflated(Deflater deflater, byte[] bytes) {
    deflater.reset();
    deflater.setInput(bytes);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + 64);
    byte[] part = new byte[1 << 16];
    while (!deflater.finished()) {
      out.write(part, 0, deflater.deflate(part));
    }
    return out.toByteArray();
  }

  /** Bytes of the tree and the chunks. */
  long size() {
    return INDEX
        + (long) MOST * Long.BYTES
        + (long) (MOST + 1) * keySize()
        + chunks.stream().mapToLong(chunk -> chunk.length).sum();
  }

  private int keySize() {
    return 8 + Long.BYTES * (shape.length + 1);
  }

  /** The layout message, for a tree at an address. */
  LittleEndian layout(long address) {
    LittleEndian layout = new LittleEndian().u8(3, 2, shape.length + 1).u64(address).u32(rows);
    for (int k = 1; k < shape.length; k++) {
      layout.u32(shape[k]);
    }
    return layout.u32(width);
  }

  /** The filter pipeline message. */
  LittleEndian filters() {
    LittleEndian filters = new LittleEndian().u8(2, width > 1 ? 2 : 1);
    if (width > 1) {
      filters.u16(SHUFFLE).u16(1).u16(1).u32(width);
    }
    return filters.u16(DEFLATE).u16(1).u16(1).u32(LEVEL);
  }

  /** Writes the tree, which is at an address, and the chunks behind it. */
  void write(OutputStream out, long address) throws IOException {
    LittleEndian tree = new LittleEndian().ascii("TREE").u8(1, 0).u16(chunks.size());
    tree.u64(-1).u64(-1);
    long at = address + INDEX + (long) MOST * Long.BYTES + (long) (MOST + 1) * keySize();
    for (int k = 0; k < chunks.size(); k++) {
      key(tree, chunks.get(k).length, k).u64(at);
      at += chunks.get(k).length;
    }
    key(tree, 0, chunks.size());
    int unused = MOST - chunks.size();
    tree.put(new byte[unused * (Long.BYTES + keySize())]);
    out.write(tree.toBytes());
    for (byte[] chunk : chunks) {
      out.write(chunk);
    }
  }

  /** The size of a chunk, no filter left out, and the place of its first value. */
  private LittleEndian key(LittleEndian tree, int size, int chunk) {
    tree.u32(size).u32(0).u64((long) chunk * rows);
    for (int k = 1; k <= shape.length; k++) {
      tree.u64(0);
    }
    return tree;
  }
}
