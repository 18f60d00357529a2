package org.spinbench.experiments.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Variables that are filled row by row. */
class RowTableTest {
  private record Row(long number, String unit, double value) {}

  private static RowTable<Row> units(VariableTable table) {
    RowTable<Row> rows = new RowTable<>(table, "row", "number of the row");
    rows.coordinate("unit", RowTable.texts(Row::unit), "", "unit of the value");
    rows.values("value", RowTable.numbers(Row::value), "V", "value");
    rows.values("even", RowTable.flags(row -> 1 - row.number() % 2), "1", "whether it is even");
    return rows;
  }

  @Test
  void everyRowIsInEveryVariable() {
    VariableTable table = new VariableTable();
    units(table)
        .fill(
            told -> {
              for (long number = 5; number <= 7; number++) {
                told.accept(new Row(number, new String(new char[] {'m', 'V'}), number / 2.0));
              }
            });
    DataSet data = table.dataSet(Map.of());
    assertEquals(Map.of("row", 3), data.sizes());
    assertEquals(
        List.of("row", "unit", "value", "even"),
        data.variables().stream().map(Variable::name).toList());
    assertArrayEquals(
        new long[] {1, 2, 3}, ((Values.Integers) data.variable("row").values()).values());
    assertArrayEquals(
        new double[] {2.5, 3, 3.5}, ((Values.Numbers) data.variable("value").values()).values());
    Values.Integers even = (Values.Integers) data.variable("even").values();
    assertArrayEquals(new long[] {0, 1, 0}, even.values());
    assertEquals(1, even.bytes());
    String[] units = ((Values.Texts) data.variable("unit").values()).values();
    assertArrayEquals(new String[] {"mV", "mV", "mV"}, units);
    assertSame(units[0], units[2], "equal texts are in memory once");
  }

  @Test
  void rowsCanHaveNumbersOfTheirOwn() {
    VariableTable table = new VariableTable();
    RowTable<Row> rows = new RowTable<>(table, "row", Row::number, "number");
    rows.fill(told -> told.accept(new Row(42, "V", 0)));
    assertArrayEquals(
        new long[] {42},
        ((Values.Integers) table.dataSet(Map.of()).variable("row").values()).values());
  }

  @Test
  void withoutRowsThereIsNoDimension() {
    VariableTable table = new VariableTable();
    units(table).fill(told -> {});
    assertEquals(List.of(), table.dataSet(Map.of()).variables());
  }
}
