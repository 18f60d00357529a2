package org.spinbench.experiments.study.report;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * Reads Parquet after its specification (parquet.thrift and the page about encodings of
 * parquet-format 2.10, the compact protocol of Apache Thrift), written apart from what writes it.
 */
final class ParquetBytes {
  private final ByteBuffer bytes;
  final Map<Integer, Object> footer;

  ParquetBytes(byte[] file) {
    bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int length = bytes.getInt(file.length - 8);
    bytes.position(file.length - 8 - length);
    footer = structure();
    if (bytes.position() != file.length - 8) {
      throw new IllegalStateException("the footer has another length than " + length);
    }
  }

  /** Names of the columns with physical type and logical type. */
  Map<String, String> schema() {
    Map<String, String> columns = new LinkedHashMap<>();
    for (Map<Integer, Object> one : structures(footer.get(2)).subList(1, columns() + 1)) {
      String logical = one.containsKey(10) ? " " + one.get(10) + " " + one.get(6) : "";
      columns.put((String) one.get(4), one.get(1) + " repetition " + one.get(3) + logical);
    }
    return columns;
  }

  private int columns() {
    return ((Number) structures(footer.get(2)).get(0).get(5)).intValue();
  }

  List<Map<Integer, Object>> groups() {
    return structures(footer.get(4));
  }

  /** The values of a column in all groups, null where there is none. */
  List<Object> values(String name) throws IOException {
    int column = List.copyOf(schema().keySet()).indexOf(name);
    List<Object> values = new ArrayList<>();
    for (Map<Integer, Object> group : groups()) {
      Map<Integer, Object> meta = fields(structures(group.get(1)).get(column).get(3));
      if (!meta.get(3).equals(List.of(name))) {
        throw new IllegalStateException("the column " + name + " is " + meta.get(3));
      }
      page(meta, values);
    }
    return values;
  }

  private void page(Map<Integer, Object> meta, List<Object> values) throws IOException {
    int begin = ((Number) meta.get(9)).intValue();
    bytes.position(begin);
    Map<Integer, Object> head = structure();
    byte[] stored = new byte[((Number) head.get(3)).intValue()];
    bytes.get(stored);
    if (bytes.position() - begin != ((Number) meta.get(7)).intValue()) {
      throw new IllegalStateException("a chunk has another size than " + meta.get(7));
    }
    byte[] page = new GZIPInputStream(new ByteArrayInputStream(stored)).readAllBytes();
    int heading = bytes.position() - begin - stored.length;
    if (page.length != ((Number) head.get(2)).intValue()
        || page.length + heading != ((Number) meta.get(6)).intValue()) {
      throw new IllegalStateException("a page has another size than " + head.get(2));
    }
    ByteBuffer data = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
    int levels = data.getInt();
    int plain = 4 + levels;
    int rows = ((Number) fields(head.get(5)).get(1)).intValue();
    int runs = variable(data);
    if ((runs & 1) != 1 || (runs >> 1) != (rows + 7) / 8) {
      throw new IllegalStateException("no bit-packed run of " + rows + " levels: " + runs);
    }
    int first = data.position();
    ByteBuffer of = data.duplicate().order(ByteOrder.LITTLE_ENDIAN).position(plain);
    int seen = 0;
    for (int row = 0; row < rows; row++) {
      boolean present = (page[first + row / 8] >> row % 8 & 1) == 1;
      values.add(present ? value(((Number) meta.get(1)).intValue(), of, plain, seen++) : null);
    }
  }

  private static Object value(int type, ByteBuffer of, int begin, int index) {
    return switch (type) {
      case 0 -> (of.get(begin + index / 8) >> index % 8 & 1) == 1;
      case 1 -> of.getInt();
      case 2 -> of.getLong();
      case 5 -> of.getDouble();
      case 6 -> {
        byte[] text = new byte[of.getInt()];
        of.get(text);
        yield new String(text, StandardCharsets.UTF_8);
      }
      default -> throw new IllegalStateException("type " + type);
    };
  }

  private Map<Integer, Object> structure() {
    Map<Integer, Object> fields = new TreeMap<>();
    int number = 0;
    for (int head = bytes.get() & 0xff; head != 0; head = bytes.get() & 0xff) {
      number += head >> 4;
      fields.put(number, thrift(head & 15));
    }
    return fields;
  }

  private Object thrift(int type) {
    return switch (type) {
      case 5, 6 -> {
        long coded = 0;
        int shift = 0;
        byte one;
        do {
          one = bytes.get();
          coded |= (long) (one & 0x7f) << shift;
          shift += 7;
        } while (one < 0);
        yield (coded >>> 1) ^ -(coded & 1);
      }
      case 8 -> {
        byte[] text = new byte[variable(bytes)];
        bytes.get(text);
        yield new String(text, StandardCharsets.UTF_8);
      }
      case 9 -> {
        int head = bytes.get() & 0xff;
        int size = head >> 4 == 15 ? variable(bytes) : head >> 4;
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < size; i++) {
          all.add(thrift(head & 15));
        }
        yield all;
      }
      case 12 -> structure();
      default -> throw new IllegalStateException("Thrift type " + type);
    };
  }

  private static int variable(ByteBuffer of) {
    int value = 0;
    int shift = 0;
    byte one;
    do {
      one = of.get();
      value |= (one & 0x7f) << shift;
      shift += 7;
    } while (one < 0);
    return value;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<Integer, Object>> structures(Object list) {
    return (List<Map<Integer, Object>>) list;
  }

  @SuppressWarnings("unchecked")
  private static Map<Integer, Object> fields(Object structure) {
    return (Map<Integer, Object>) structure;
  }
}
