package org.spinbench.experiments.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Makes records of the rows of a run file. */
final class Rows {
  private Rows() {}

  static Step step(ResultSet row) throws SQLException {
    return new Step(
        Instant.parse(row.getString("time")),
        row.getString("phase"),
        row.getInt("block"),
        row.getDouble("loss"),
        row.getDouble("accuracy"),
        row.getInt("accepted") == 1,
        doubles(row.getString("parameters")));
  }

  /**
   * An evaluation or a setpoint.
   *
   * @param timed whether the file says when a setpoint was reached
   */
  static NotedEvaluation evaluation(ResultSet row, boolean timed) throws SQLException {
    return new NotedEvaluation(
        row.getLong("number"),
        Purpose.valueOf(row.getString("purpose")),
        doubles(row.getString("inputs")),
        expected(row),
        Optional.ofNullable(timed ? row.getString("time") : null).map(Instant::parse));
  }

  /** A sample of a chip at work. */
  static NotedSample sample(ResultSet row) throws SQLException {
    return new NotedSample(
        row.getLong("number"),
        Instant.parse(row.getString("time")),
        doubles(row.getString("inputs")),
        expected(row),
        row.getInt("correct") == 1,
        doubles(row.getString("nodes")));
  }

  private static OptionalInt expected(ResultSet row) throws SQLException {
    int expected = row.getInt("expected");
    return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(expected);
  }

  /**
   * A reading.
   *
   * @param named whether the file says what the run calls it, and how it was measured
   */
  static NotedReading reading(ResultSet row, boolean named) throws SQLException {
    long evaluation = row.getLong("evaluation");
    boolean belongs = !row.wasNull();
    String source = row.getString("source");
    String quantity = row.getString("quantity");
    String name = named ? row.getString("name") : null;
    return new NotedReading(
        Instant.parse(row.getString("time")),
        Purpose.valueOf(row.getString("purpose")),
        belongs ? OptionalLong.of(evaluation) : OptionalLong.empty(),
        name == null ? NotedReading.nameOf(source, quantity) : name,
        source,
        quantity,
        row.getDouble("value"),
        row.getString("unit"),
        row.getDouble("uncertainty"),
        named ? number(row, "range") : Double.NaN,
        named ? number(row, "integration") : Double.NaN,
        named ? flag(row, "settled") : Optional.empty(),
        row.getInt("overload") == 1,
        named ? flag(row, "compliance") : Optional.empty());
  }

  static NotedSetting setting(ResultSet row) throws SQLException {
    return new NotedSetting(
        Instant.parse(row.getString("time")),
        row.getString("name"),
        row.getDouble("value"),
        row.getString("unit"));
  }

  static NotedEvent event(ResultSet row) throws SQLException {
    return new NotedEvent(
        Instant.parse(row.getString("time")), row.getString("kind"), row.getString("detail"));
  }

  /** What stands in each column. */
  static Object[] values(ResultSet row) throws SQLException {
    Object[] values = new Object[row.getMetaData().getColumnCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.getObject(i + 1);
    }
    return values;
  }

  private static double number(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? Double.NaN : value;
  }

  private static Optional<Boolean> flag(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value == 1);
  }

  private static List<Double> doubles(String json) {
    return Arrays.stream(Json.read(json, double[].class)).boxed().toList();
  }
}
