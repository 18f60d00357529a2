package org.spinbench.experiments.sweep.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.spinbench.drivers.bench.file.TomlTable;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.experiments.csv.CsvReader;
import org.spinbench.experiments.csv.CsvRow;
import org.spinbench.experiments.run.Json;

/** Reads the values of a sweep in a plan. */
final class PointsText {
  /** Tolerance for a whole number of steps on an axis, relative to a step. */
  private static final double WHOLE = 1e-6;

  /** Most values in a file. */
  private static final int MOST = 10_000_000;

  /** The spacing of values. */
  enum Scale {
    LINEAR,
    LOGARITHMIC
  }

  private PointsText() {}

  static Points read(TomlTable table, Path plan) {
    if (table.has("list")) {
      requireAlone(table, "list", "file", "from", "to", "points", "step", "scale", "centre");
      List<Double> values = numbers(table, "list");
      return PlanText.checked(table, () -> new Points.Listed(values));
    }
    if (table.has("file")) {
      requireAlone(table, "file", "from", "to", "points", "step", "scale", "centre");
      List<Double> values = fromFile(table, plan);
      return PlanText.checked(table, () -> new Points.Listed(values));
    }
    double from;
    double to;
    if (table.has("centre")) {
      requireAlone(table, "centre", "from", "to");
      double half = table.positive("span") / 2;
      double centre = table.number("centre");
      from = centre - half;
      to = centre + half;
    } else {
      from = table.number("from");
      to = table.number("to");
    }
    Scale scale = table.wordOr("scale", Scale.class, Scale.LINEAR);
    if (!table.has("step") && !table.has("points")) {
      throw table.refused("missing; give points or step");
    }
    int count = table.has("step") ? countOfSteps(table, from, to, scale) : table.integer("points");
    return PlanText.checked(
        table,
        () ->
            scale == Scale.LINEAR
                ? new Points.Linear(from, to, count)
                : new Points.Logarithmic(from, to, count));
  }

  private static void requireAlone(TomlTable table, String key, String... others) {
    for (String other : others) {
      if (table.has(other)) {
        throw table.refused(other, "cannot be combined with " + key + "; omit one of them");
      }
    }
  }

  private static int countOfSteps(TomlTable table, double from, double to, Scale scale) {
    double step = table.positive("step");
    if (table.has("points") || scale != Scale.LINEAR) {
      throw table.refused("step", "cannot be combined with points or a logarithmic scale; omit it");
    }
    double steps = Math.abs(to - from) / step;
    if (Math.abs(steps - Math.rint(steps)) > WHOLE || steps >= Integer.MAX_VALUE) {
      throw table.refused(
          "step",
          "from "
              + Json.write(from)
              + " to "
              + Json.write(to)
              + " is not a whole number of steps of "
              + Json.write(step));
    }
    return (int) Math.rint(steps) + 1;
  }

  private static List<Double> numbers(TomlTable table, String key) {
    JsonNode list = table.uninterpreted(key);
    List<Double> numbers = new ArrayList<>();
    if (!list.isArray()) {
      throw table.refused(key, "a list of numbers is expected, not " + list);
    }
    for (JsonNode item : list) {
      if (!item.isNumber() || !Double.isFinite(item.doubleValue())) {
        throw table.refused(key, "a list of numbers is expected, not " + list);
      }
      numbers.add(item.doubleValue());
    }
    return numbers;
  }

  /** The values of a column of a CSV file; a relative path starts at the folder of the plan. */
  private static List<Double> fromFile(TomlTable table, Path plan) {
    Path file = plan.resolveSibling(table.text("file"));
    if (!Files.isRegularFile(file)) {
      throw table.refused("file", "there is no file " + file);
    }
    List<Double> values = new ArrayList<>();
    try (CsvReader reader = CsvReader.open(file)) {
      CsvRow row = reader.next();
      int column = 0;
      if (row != null && !row.isNumber(0) || table.has("column")) {
        column = column(table, row == null ? List.of() : row.texts());
        row = reader.next();
      }
      for (; row != null; row = reader.next()) {
        if (values.size() == MOST) {
          throw table.refused("file", file + " has more than " + MOST + " values");
        }
        values.add(row.number(column));
      }
    } catch (RuntimeException e) {
      throw table.refused("file", e.getMessage());
    }
    return values;
  }

  private static int column(TomlTable table, List<String> headings) {
    if (!table.has("column")) {
      if (headings.size() == 1) {
        return 0;
      }
      throw table.refused(
          "column", "missing; the file has the columns " + String.join(", ", headings));
    }
    String wanted = table.text("column");
    int column = headings.indexOf(wanted);
    if (column < 0) {
      throw table.refused(
          "column", "\"" + wanted + "\" is no column; " + Spelling.choices(wanted, headings));
    }
    return column;
  }
}
