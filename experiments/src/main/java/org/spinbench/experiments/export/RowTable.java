package org.spinbench.experiments.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * The variables of one dimension, which are filled row by row, so that no row stays in memory: of
 * ten million points only the numbers.
 */
final class RowTable<T> {
  /** The values of one variable, row by row. */
  interface Column<T> {
    void take(T row);

    Values values();
  }

  private interface Adding {
    void add(Values values);
  }

  private record Variable<T>(Column<T> column, Adding adding) {}

  private final VariableTable table;
  private final String dimension;
  private final List<String> dimensions;
  private final List<Variable<T>> variables = new ArrayList<>();
  private long count;

  /** Variables of a dimension that is numbered from 1. */
  RowTable(VariableTable table, String dimension, String longName) {
    this(table, dimension);
    add(integers(row -> count), values -> dimension(values, longName));
  }

  /** Variables of a dimension whose rows have numbers. */
  RowTable(VariableTable table, String dimension, ToLongFunction<T> number, String longName) {
    this(table, dimension);
    add(integers(number), values -> dimension(values, longName));
  }

  private RowTable(VariableTable table, String dimension) {
    this.table = table;
    this.dimension = dimension;
    dimensions = List.of(dimension);
  }

  private void dimension(Values values, String longName) {
    table.dimension(dimension, ((Values.Integers) values).values(), longName);
  }

  private void add(Column<T> column, Adding adding) {
    variables.add(new Variable<>(column, adding));
  }

  /** Adds a coordinate. */
  void coordinate(String name, Column<T> column, String unit, String longName) {
    add(column, values -> table.coordinate(name, dimensions, values, unit, longName));
  }

  /** Adds data. */
  void values(String name, Column<T> column, String unit, String longName) {
    add(column, values -> table.values(name, dimensions, values, unit, longName));
  }

  /**
   * Fills the variables and adds them to the table; without rows it has none of them.
   *
   * @param rows tells every row
   */
  void fill(Consumer<Consumer<T>> rows) {
    rows.accept(
        row -> {
          count++;
          variables.forEach(one -> one.column.take(row));
        });
    while (count > 0 && !variables.isEmpty()) {
      Variable<T> first = variables.remove(0);
      first.adding.add(first.column.values());
    }
  }

  /** Numbers; NaN for a missing one. */
  static <T> Column<T> numbers(ToDoubleFunction<T> value) {
    DoubleStream.Builder numbers = DoubleStream.builder();
    return new Column<>() {
      @Override
      public void take(T row) {
        numbers.add(value.applyAsDouble(row));
      }

      @Override
      public Values values() {
        return new Values.Numbers(numbers.build().toArray());
      }
    };
  }

  /** Whole numbers of 8 bytes in a file. */
  static <T> Column<T> integers(ToLongFunction<T> value) {
    return integers(value, Long.BYTES);
  }

  /** Small whole numbers of 1 byte in a file. */
  static <T> Column<T> flags(ToLongFunction<T> value) {
    return integers(value, Byte.BYTES);
  }

  private static <T> Column<T> integers(ToLongFunction<T> value, int bytes) {
    LongStream.Builder integers = LongStream.builder();
    return new Column<>() {
      @Override
      public void take(T row) {
        integers.add(value.applyAsLong(row));
      }

      @Override
      public Values values() {
        return new Values.Integers(integers.build().toArray(), bytes);
      }
    };
  }

  /** Texts, each of which is in memory once. */
  static <T> Column<T> texts(Function<T, String> value) {
    Map<String, String> known = new HashMap<>();
    List<String> texts = new ArrayList<>();
    return new Column<>() {
      @Override
      public void take(T row) {
        texts.add(known.computeIfAbsent(value.apply(row), one -> one));
      }

      @Override
      public Values values() {
        return new Values.Texts(texts.toArray(String[]::new));
      }
    };
  }
}
