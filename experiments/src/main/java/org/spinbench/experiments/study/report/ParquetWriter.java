package org.spinbench.experiments.study.report;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.spinbench.drivers.text.UserFile;

/**
 * Writes a table as Apache Parquet: flat columns that may be empty, plain values, compressed with
 * gzip, one page for each column of a row group. Format: parquet-format 2.10 (pages about the
 * format and its encodings, parquet.thrift), <a
 * href="https://parquet.apache.org/docs/file-format/">Apache Parquet</a>.
 */
final class ParquetWriter {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  /** Rows of a group; a page of so many texts stays far below 2 GiB. */
  static final int GROUP = 100_000;

  private static final int PLAIN = 0;
  private static final int RLE = 3;
  private static final int GZIP = 2;
  private static final int OPTIONAL = 1;
  private static final int UTF8 = 0;

  private final List<ParquetColumn> columns;
  private final int rows;
  private final List<Consumer<ThriftOutput>> groups = new ArrayList<>();
  private long position;

  private ParquetWriter(List<ParquetColumn> columns) {
    this.columns = columns;
    rows = columns.get(0).values().size();
  }

  /**
   * Writes a file.
   *
   * @param columns at least one, all of the same length, with different names
   * @throws UncheckedIOException if it cannot be written, or exists already
   */
  static void write(Path file, List<ParquetColumn> columns) {
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      new ParquetWriter(columns).write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + UserFile.reason(e), e);
    }
  }

  private void write(OutputStream out) throws IOException {
    emit(out, MAGIC);
    for (int from = 0; from < rows; from += GROUP) {
      group(out, from, Math.min(rows, from + GROUP));
    }
    byte[] footer = ThriftOutput.bytes(this::footer);
    emit(out, footer);
    emit(out, littleEndian(footer.length));
    emit(out, MAGIC);
  }

  private void emit(OutputStream out, byte[] bytes) throws IOException {
    out.write(bytes);
    position += bytes.length;
  }

  private static byte[] littleEndian(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private void group(OutputStream out, int from, int to) throws IOException {
    List<Consumer<ThriftOutput>> chunks = new ArrayList<>();
    long size = 0;
    for (ParquetColumn column : columns) {
      long begin = position;
      byte[] page = page(column.kind(), column.values().subList(from, to));
      byte[] compressed = compressed(page);
      byte[] head =
          ThriftOutput.bytes(
              of -> {
                of.field(1, 0);
                of.field(2, page.length);
                of.field(3, compressed.length);
                of.field(
                    5,
                    data -> {
                      data.field(1, to - from);
                      data.field(2, PLAIN);
                      data.field(3, RLE);
                      data.field(4, RLE);
                    });
              });
      emit(out, head);
      emit(out, compressed);
      long whole = head.length + page.length;
      long stored = position - begin;
      size += whole;
      chunks.add(
          chunk -> {
            chunk.field(2, begin);
            chunk.field(
                3,
                of -> {
                  of.field(1, column.kind().type);
                  of.integers(2, PLAIN, RLE);
                  of.texts(3, List.of(column.name()));
                  of.field(4, GZIP);
                  of.field(5, (long) (to - from));
                  of.field(6, whole);
                  of.field(7, stored);
                  of.field(9, begin);
                });
          });
    }
    long total = size;
    groups.add(
        of -> {
          of.structures(1, chunks);
          of.field(2, total);
          of.field(3, (long) (to - from));
        });
  }

  /** Which values there are, then those. */
  private static byte[] page(ParquetColumn.Kind kind, List<?> values) throws IOException {
    BitSet present = new BitSet();
    for (int row = 0; row < values.size(); row++) {
      present.set(row, values.get(row) != null);
    }
    ByteArrayOutputStream levels = new ByteArrayOutputStream();
    int bytes = (values.size() + 7) / 8;
    ThriftOutput.variable((long) bytes << 1 | 1, levels);
    levels.writeBytes(bits(present, bytes));
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    page.writeBytes(littleEndian(levels.size()));
    page.writeBytes(levels.toByteArray());
    page.writeBytes(plain(kind, values.stream().filter(Objects::nonNull).toList()));
    return page.toByteArray();
  }

  private static byte[] plain(ParquetColumn.Kind kind, List<?> values) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    BitSet switches = new BitSet();
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      switch (kind) {
        case SWITCH -> switches.set(i, (Boolean) value);
        case INTEGER -> out.writeInt(Integer.reverseBytes(((Number) value).intValue()));
        case LONG -> out.writeLong(Long.reverseBytes(((Number) value).longValue()));
        case NUMBER ->
            out.writeLong(
                Long.reverseBytes(Double.doubleToRawLongBits(((Number) value).doubleValue())));
        case TEXT -> {
          byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
          out.write(littleEndian(text.length));
          out.write(text);
        }
      }
    }
    if (kind == ParquetColumn.Kind.SWITCH) {
      out.write(bits(switches, (values.size() + 7) / 8));
    }
    return bytes.toByteArray();
  }

  private static byte[] bits(BitSet set, int bytes) {
    return ByteBuffer.allocate(bytes).put(set.toByteArray()).array();
  }

  private static byte[] compressed(byte[] page) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(page);
    }
    return bytes.toByteArray();
  }

  private void footer(ThriftOutput of) {
    List<Consumer<ThriftOutput>> schema = new ArrayList<>();
    schema.add(
        root -> {
          root.field(4, "study");
          root.field(5, columns.size());
        });
    for (ParquetColumn column : columns) {
      schema.add(
          one -> {
            one.field(1, column.kind().type);
            one.field(3, OPTIONAL);
            one.field(4, column.name());
            if (column.kind() == ParquetColumn.Kind.TEXT) {
              one.field(6, UTF8);
              one.field(10, logical -> logical.field(1, text -> {}));
            }
          });
    }
    of.field(1, 1);
    of.structures(2, schema);
    of.field(3, (long) rows);
    of.structures(4, groups);
    of.field(6, "spinbench");
  }
}
