package org.spinbench.experiments.run;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.spinbench.experiments.run.RunFile.GoingOn;
import org.spinbench.experiments.run.store.RowStream;
import org.spinbench.experiments.run.store.RunException;

/**
 * The recorded rows of a run that is repeated. Each new row must be the next one of its table,
 * until all have come. Only some are in memory at a time.
 */
final class RecordedRows {
  /** For a repeated run: everything except the numbers of rows. */
  private static final Map<String, Integer> ALL =
      Map.of(
          "calibration", 1,
          "evaluation", 0,
          "reading", 1,
          "setting", 1,
          "sample", 0,
          "step", 1,
          "event", 1);

  private final RunReader file;

  /**
   * Number of columns of each table that are not compared, from the first: number, or number and
   * time.
   */
  private final Map<String, Integer> apart;

  /** The remaining rows of each table. */
  private final Map<String, RowStream<Object[]>> rows = new HashMap<>();

  private long evaluation;

  RecordedRows(RunReader file, GoingOn how) {
    this.file = file;
    this.apart = how == GoingOn.REPEATED ? ALL : Map.of("evaluation", 0, "setting", 2, "step", 2);
    apart.keySet().forEach(table -> rows.put(table, file.rows(table)));
  }

  /**
   * Whether the record has this row; after the first row that it lacks, nothing is compared.
   *
   * @throws RunException if it has another row instead
   */
  boolean holds(String table, Object... values) {
    if (!apart.containsKey(table)) {
      return false;
    }
    if (table.equals("evaluation")) {
      evaluation = (Long) values[0];
    }
    Object[] recorded = rows.get(table).poll();
    if (recorded == null) {
      rows.forEach(
          (other, left) -> {
            if (left.peek() != null) {
              throw differs(other, text(left.peek(), 0), "nothing");
            }
          });
      return false;
    }
    int from = apart.get(table);
    for (int column = from; column < values.length; column++) {
      if (!same(recorded[column], values[column])) {
        throw differs(table, text(recorded, from), text(values, from));
      }
    }
    return true;
  }

  /** Compares a document with the record, if that has it. */
  void compare(String name, String recorded, String now) {
    if (!Compared.same(recorded, now)) {
      throw differs(name, recorded, now);
    }
  }

  /** Equality as in the database: zero has no sign, and NaN is null. */
  private static boolean same(Object recorded, Object now) {
    if (now instanceof Double value) {
      return recorded == null
          ? Double.isNaN(value)
          : recorded instanceof Number number && number.doubleValue() == value;
    }
    if (now instanceof Number value) {
      return recorded instanceof Number number && number.longValue() == value.longValue();
    }
    return now == null ? recorded == null : now.equals(recorded);
  }

  private static String text(Object[] row, int from) {
    StringJoiner text = new StringJoiner(", ");
    Arrays.stream(row).skip(from).forEach(value -> text.add(String.valueOf(value)));
    return text.toString();
  }

  private RunException differs(String what, String recorded, String now) {
    return new RunException(
        (evaluation == 0 ? "before its first evaluation" : "at evaluation " + evaluation)
            + " the repeated run differs from that in "
            + file.path()
            + ": "
            + what
            + " recorded: "
            + recorded
            + "; now: "
            + now
            + ". Resume a run with the program that began it: Spinbench "
            + file.start().program().text());
  }
}
