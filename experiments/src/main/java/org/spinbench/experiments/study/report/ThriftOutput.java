package org.spinbench.experiments.study.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Structures in the compact protocol of Apache Thrift, as far as Parquet needs them. Fields are
 * written in ascending order of their numbers.
 */
final class ThriftOutput {
  private static final int I32 = 5;
  private static final int I64 = 6;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int STRUCT = 12;
  private static final int SHORT_LIST = 14;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Deque<Integer> outer = new ArrayDeque<>();
  private int last;

  /** The bytes of a structure. */
  static byte[] bytes(Consumer<ThriftOutput> fields) {
    ThriftOutput of = new ThriftOutput();
    of.structure(fields);
    return of.out.toByteArray();
  }

  private void structure(Consumer<ThriftOutput> fields) {
    outer.push(last);
    last = 0;
    fields.accept(this);
    out.write(0);
    last = outer.pop();
  }

  void field(int number, int value) {
    head(number, I32);
    zigzag(value);
  }

  void field(int number, long value) {
    head(number, I64);
    zigzag(value);
  }

  void field(int number, String value) {
    head(number, BINARY);
    binary(value);
  }

  void field(int number, Consumer<ThriftOutput> fields) {
    head(number, STRUCT);
    structure(fields);
  }

  void structures(int number, List<Consumer<ThriftOutput>> all) {
    list(number, STRUCT, all.size());
    all.forEach(this::structure);
  }

  void integers(int number, int... all) {
    list(number, I32, all.length);
    for (int one : all) {
      zigzag(one);
    }
  }

  void texts(int number, List<String> all) {
    list(number, BINARY, all.size());
    all.forEach(this::binary);
  }

  private void list(int number, int type, int size) {
    head(number, LIST);
    if (size <= SHORT_LIST) {
      out.write(size << 4 | type);
    } else {
      out.write(0xf0 | type);
      variable(size);
    }
  }

  /** The numbers of Parquet's fields are less than 16 apart. */
  private void head(int number, int type) {
    out.write(number - last << 4 | type);
    last = number;
  }

  private void binary(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    variable(bytes.length);
    out.writeBytes(bytes);
  }

  /** The lowest bit is the sign; nothing in Parquet's structures is negative. */
  private void zigzag(long value) {
    variable(value << 1);
  }

  private void variable(long value) {
    variable(value, out);
  }

  /** Seven bits for each byte, the lowest first; all but the last byte have the highest bit set. */
  static void variable(long value, ByteArrayOutputStream out) {
    long rest = value;
    for (; (rest & ~0x7fL) != 0; rest >>>= 7) {
      out.write((int) (rest & 0x7f | 0x80));
    }
    out.write((int) rest);
  }
}
