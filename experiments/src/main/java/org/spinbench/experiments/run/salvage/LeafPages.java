package org.spinbench.experiments.run.salvage;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.experiments.run.store.RunException;

/**
 * The rows on the leaf pages of an SQLite file, even if other parts of the file are damaged or
 * missing. SQLite itself finds a row through the pages above it, and gives up at the first damaged
 * one. The format is that of "Database File Format" (sqlite.org/fileformat2.html).
 */
final class LeafPages implements AutoCloseable {
  private static final int HEADER = 100;
  private static final int TABLE_LEAF = 0x0D;
  private static final int USUAL_SIZE = 4096;
  private static final int FIRST_TEXT = 13;
  private static final int FIRST_BLOB = 12;

  private final Path path;
  private final FileChannel file;
  private final int size;
  private final int pages;

  /** Opens a file. */
  LeafPages(Path path) {
    this.path = path;
    try {
      file = FileChannel.open(path, StandardOpenOption.READ);
      size = pageSize();
      pages = (int) (file.size() / size);
    } catch (IOException e) {
      throw new RunException("cannot read " + path + ": " + UserFile.reason(e), e);
    }
  }

  /** Receives rows. */
  interface Visitor {
    /**
     * One row.
     *
     * @param rowid its key
     * @param values each is null, a Long, a Double, a String or a byte array
     */
    void row(long rowid, Object[] values);
  }

  /** An inconsistent page or row. */
  private static final class TornException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private int pageSize() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    file.read(header, 0);
    int written = Short.toUnsignedInt(header.getShort(16));
    boolean possible = written >= 512 && Integer.bitCount(written) == 1;
    return possible ? written : written == 1 ? 1 << 16 : USUAL_SIZE;
  }

  /** How much of the file is missing; empty if it is complete. */
  Optional<String> cutOff() {
    if (!UserFile.isSqlite(page(1).array())) {
      return Optional.empty(); // the stored number of pages is invalid
    }
    int counted = page(1).getInt(28);
    return pages < counted
        ? Optional.of(
            path
                + " is cut off: it was "
                + counted
                + " pages of "
                + size
                + " bytes, and is "
                + pages)
        : Optional.empty();
  }

  /** Visits every readable row, page by page, without free pages. */
  void visit(Visitor visitor) {
    BitSet free = free();
    for (int number = 1; number <= pages; number++) {
      ByteBuffer page = page(number);
      int start = number == 1 ? HEADER : 0;
      if (!free.get(number) && page.get(start) == TABLE_LEAF) {
        int cells = Math.min(Short.toUnsignedInt(page.getShort(start + 3)), size / 4);
        for (int cell = 0; cell < cells; cell++) {
          visit(page, start + 8 + 2 * cell, visitor);
        }
      }
    }
  }

  private void visit(ByteBuffer page, int pointer, Visitor visitor) {
    try {
      row(page, Short.toUnsignedInt(page.getShort(pointer)), visitor);
    } catch (TornException
        | BufferUnderflowException
        | IndexOutOfBoundsException
        | IllegalArgumentException torn) {
      // This row is lost; its neighbours may not be.
      return;
    }
  }

  /** Pages in the list of free ones, as far as it is readable. */
  private BitSet free() {
    BitSet free = new BitSet();
    ByteBuffer first = page(1);
    int trunk = first.getInt(32);
    while (trunk > 1 && trunk <= pages && !free.get(trunk)) {
      free.set(trunk);
      ByteBuffer page = page(trunk);
      int leaves = Math.max(0, Math.min(page.getInt(4), size / 4 - 2));
      for (int leaf = 0; leaf < leaves; leaf++) {
        int number = page.getInt(8 + 4 * leaf);
        if (number > 1 && number <= pages) {
          free.set(number);
        }
      }
      trunk = page.getInt(0);
    }
    return free;
  }

  private ByteBuffer page(int number) {
    ByteBuffer page = ByteBuffer.allocate(size);
    try {
      long at = (long) (number - 1) * size;
      while (page.hasRemaining() && file.read(page, at + page.position()) > 0) {
        // A read may return less than a page.
        continue;
      }
    } catch (IOException e) {
      throw new RunException("cannot read " + path + ": " + UserFile.reason(e), e);
    }
    return page.clear();
  }

  private void row(ByteBuffer page, int at, Visitor visitor) {
    page.position(at);
    long length = varint(page);
    long rowid = varint(page);
    if (length < 2 || length > (long) pages * size) {
      throw new TornException();
    }
    visitor.row(rowid, values(ByteBuffer.wrap(payload(page, (int) length))));
  }

  /** A row's bytes: those on the page, and those on its overflow pages. */
  private byte[] payload(ByteBuffer page, int length) {
    byte[] payload = new byte[length];
    int most = size - 35;
    int least = (size - 12) * 32 / 255 - 23;
    int fitting = least + (length - least) % (size - 4);
    int local = length <= most ? length : fitting <= most ? fitting : least;
    take(page, payload, 0, local);
    int next = length > local ? page.getInt() : 0;
    for (int end = local; end < length; ) {
      if (next < 2 || next > pages) {
        throw new TornException();
      }
      ByteBuffer overflow = page(next);
      next = overflow.getInt();
      int part = Math.min(length - end, size - 4);
      take(overflow, payload, end, part);
      end += part;
    }
    return payload;
  }

  private static void take(ByteBuffer from, byte[] to, int at, int length) {
    if (length > from.remaining()) {
      throw new TornException();
    }
    from.get(to, at, length);
  }

  private static Object[] values(ByteBuffer row) {
    int header = (int) varint(row);
    if (header < 1 || header > row.limit()) {
      throw new TornException();
    }
    ByteBuffer types = row.duplicate().limit(header);
    Object[] values = new Object[header - row.position()];
    row.position(header);
    int columns = 0;
    while (types.hasRemaining()) {
      values[columns++] = value(varint(types), row);
    }
    if (row.hasRemaining()) {
      throw new TornException();
    }
    return Arrays.copyOf(values, columns);
  }

  private static Object value(long type, ByteBuffer row) {
    if (type >= FIRST_BLOB) {
      long length = (type - FIRST_BLOB) / 2;
      if (length > row.remaining()) {
        throw new TornException();
      }
      byte[] bytes = new byte[(int) length];
      take(row, bytes, 0, bytes.length);
      return (type - FIRST_TEXT) % 2 == 0 ? text(bytes) : bytes;
    }
    return switch ((int) type) {
      case 0 -> null;
      case 1, 2, 3, 4 -> integer(row, (int) type);
      case 5 -> integer(row, 6);
      case 6 -> integer(row, 8);
      case 7 -> Double.longBitsToDouble(integer(row, 8));
      case 8 -> 0L;
      case 9 -> 1L;
      default -> throw new TornException();
    };
  }

  private static Long integer(ByteBuffer row, int bytes) {
    if (bytes > row.remaining()) {
      throw new TornException();
    }
    long value = row.get();
    for (int i = 1; i < bytes; i++) {
      value = value << 8 | row.get() & 0xFF;
    }
    return value;
  }

  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new TornException();
    }
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int i = 0; i < 9; i++) {
      if (!in.hasRemaining()) {
        throw new TornException();
      }
      byte b = in.get();
      if (i == 8) {
        return value << 8 | b & 0xFF;
      }
      value = value << 7 | b & 0x7F;
      if (b >= 0) {
        return value;
      }
    }
    throw new TornException();
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new RunException("cannot close " + path + ": " + UserFile.reason(e), e);
    }
  }
}
