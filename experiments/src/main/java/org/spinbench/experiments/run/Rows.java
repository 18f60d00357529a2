package org.spinbench.experiments.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Converts rows of a run file to records. */
final class Rows {
  private static final String WRITTEN = "0000-00-00T00:00:00.000000000";

  private Rows() {}

  static Step step(ResultSet row) throws SQLException {
    return new Step(
        time(row.getString("time")),
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
   * @param timed whether the file has times of setpoints
   */
  static NotedEvaluation evaluation(ResultSet row, boolean timed) throws SQLException {
    return new NotedEvaluation(
        row.getLong("number"),
        Purpose.valueOf(row.getString("purpose")),
        doubles(row.getString("inputs")),
        expected(row),
        Optional.ofNullable(timed ? row.getString("time") : null).map(Rows::time));
  }

  /** A sample of a working chip. */
  static NotedSample sample(ResultSet row) throws SQLException {
    return new NotedSample(
        row.getLong("number"),
        time(row.getString("time")),
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
   * @param named whether the file has names and conditions of readings
   */
  static NotedReading reading(ResultSet row, boolean named) throws SQLException {
    long evaluation = row.getLong("evaluation");
    boolean belongs = !row.wasNull();
    String source = row.getString("source");
    String quantity = row.getString("quantity");
    String name = named ? row.getString("name") : null;
    return new NotedReading(
        time(row.getString("time")),
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
        time(row.getString("time")),
        row.getString("name"),
        row.getDouble("value"),
        row.getString("unit"));
  }

  static NotedEvent event(ResultSet row) throws SQLException {
    return new NotedEvent(
        time(row.getString("time")), row.getString("kind"), row.getString("detail"));
  }

  /** The values of all columns. */
  static Object[] values(ResultSet row) throws SQLException {
    Object[] values = new Object[row.getMetaData().getColumnCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.getObject(i + 1);
    }
    return values;
  }

  /**
   * Parses a time in the format of {@link Instant#toString}. A run has millions of them, and {@link
   * Instant#parse} takes longer than everything else for a row; it parses only other formats.
   */
  static Instant time(String text) {
    int end = text.length() - 1;
    boolean usual = end >= 19 && end != 20 && end <= WRITTEN.length() && text.charAt(end) == 'Z';
    for (int i = 0; usual && i < end; i++) {
      char is = text.charAt(i);
      usual = WRITTEN.charAt(i) == '0' ? is >= '0' && is <= '9' : is == WRITTEN.charAt(i);
    }
    if (!usual || text.charAt(11) == '2' && text.charAt(12) > '3' || text.charAt(17) > '5') {
      return Instant.parse(text);
    }
    int nanos = end == 19 ? 0 : number(text, 20, end);
    for (int digits = end - 20; digits >= 0 && digits < 9; digits++) {
      nanos *= 10;
    }
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19),
            nanos)
        .toInstant(ZoneOffset.UTC);
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
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
