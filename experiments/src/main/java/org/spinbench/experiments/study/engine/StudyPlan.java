package org.spinbench.experiments.study.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.spinbench.drivers.bench.file.TomlTable;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.experiments.run.Json;

/**
 * The content of a study file. Each combination of the axes' values is a point. Tasks are numbered
 * seed by seed, and for each seed point by point, so more seeds only add tasks at the end.
 *
 * @param name of the study
 * @param experiment its name
 * @param set settings that all points share
 * @param axes values of the other settings, the last of which varies fastest
 * @param firstSeed of the first seed; the others follow it
 * @param seeds number of them, at least 1
 * @param measures columns of the table; empty for all
 * @param among yes or no that a row needs to count in reports, such as {@code feasible}; empty if
 *     all count
 */
public record StudyPlan(
    String name,
    String experiment,
    Map<String, String> set,
    Map<String, List<String>> axes,
    long firstSeed,
    int seeds,
    List<String> measures,
    String among) {
  private static final long MOST_TASKS = 5_000_000;

  /**
   * Checks what is wrong by itself.
   *
   * @throws IllegalArgumentException if a setting appears twice, an axis repeats a value, or there
   *     are more than five million tasks
   */
  public StudyPlan {
    if (seeds < 1) {
      throw new IllegalArgumentException("seeds.count is " + seeds + "; at least 1");
    }
    if (firstSeed < 0 || firstSeed > Long.MAX_VALUE - seeds) {
      throw new IllegalArgumentException(
          "seeds.first is " + firstSeed + "; from 0 to " + (Long.MAX_VALUE - seeds));
    }
    long tasks = seeds;
    for (Map.Entry<String, List<String>> axis : axes.entrySet()) {
      if (set.containsKey(axis.getKey())) {
        throw new IllegalArgumentException(
            axis.getKey() + " is an axis and in [set] too; leave one of them out");
      }
      if (axis.getValue().stream().distinct().count() < axis.getValue().size()) {
        throw new IllegalArgumentException(
            "axes." + axis.getKey() + " repeats a value: " + String.join(", ", axis.getValue()));
      }
      tasks *= axis.getValue().size();
      if (tasks > MOST_TASKS) {
        throw new IllegalArgumentException(
            "the study has more than " + MOST_TASKS + " tasks; divide it into several");
      }
    }
  }

  /**
   * Reads a study file.
   *
   * @throws IllegalArgumentException naming the file and every problem
   */
  public static StudyPlan read(Path file) {
    return parse(UserFile.text(file, "a study file"), file.toString());
  }

  /**
   * Reads the text of a study file.
   *
   * @param origin of the text, for messages
   * @throws IllegalArgumentException naming the origin and every problem
   */
  public static StudyPlan parse(String toml, String origin) {
    return TomlTable.parse(toml, origin, StudyPlan::of);
  }

  private record Seeds(long first, int count) {}

  private static StudyPlan of(TomlTable table) {
    String name = table.text("name");
    String experiment = table.text("experiment");
    Map<String, String> set = new LinkedHashMap<>();
    entries(table, "set").forEach((key, value) -> set.put(key, value(table, "set." + key, value)));
    Map<String, List<String>> axes = new LinkedHashMap<>();
    entries(table, "axes").forEach((key, value) -> axes.put(key, values(table, key, value)));
    Seeds seeds = table.table("seeds", StudyPlan::seeds);
    List<String> measures = table.has("measures") ? table.texts("measures") : List.of();
    String among = table.textOr("among", "");
    try {
      return new StudyPlan(
          name, experiment, set, axes, seeds.first(), seeds.count(), measures, among);
    } catch (IllegalArgumentException e) {
      throw table.refused(e.getMessage());
    }
  }

  private static Seeds seeds(TomlTable table) {
    JsonNode first = table.uninterpreted("first");
    int count = table.integer("count");
    if (first != null && !(first.isIntegralNumber() && first.canConvertToLong())) {
      throw table.refused("first", "an integer is expected, not " + first);
    }
    return new Seeds(first == null ? 1 : first.longValue(), count);
  }

  private static Map<String, JsonNode> entries(TomlTable table, String key) {
    Map<String, JsonNode> entries = new LinkedHashMap<>();
    JsonNode node = table.uninterpreted(key);
    if (node != null && !node.isObject()) {
      throw table.refused(key, "a table of settings is expected, not " + node);
    }
    if (node != null) {
      node.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
    }
    return entries;
  }

  private static List<String> values(TomlTable table, String axis, JsonNode node) {
    if (!node.isArray() || node.isEmpty()) {
      throw table.refused("axes." + axis, "a list of values is expected, not " + node);
    }
    List<String> values = new ArrayList<>();
    node.forEach(one -> values.add(value(table, "axes." + axis, one)));
    return values;
  }

  /** A value as the option of a command would have it: a list is joined by commas. */
  private static String value(TomlTable table, String key, JsonNode node) {
    if (node.isArray() && !node.isEmpty()) {
      StringJoiner all = new StringJoiner(",");
      node.forEach(one -> all.add(value(table, key, one)));
      return all.toString();
    }
    if (node.isContainerNode()) {
      throw table.refused(key, "one value or a list of values is expected, not " + node);
    }
    boolean decimal = node.isNumber() && !node.isIntegralNumber();
    return decimal ? Json.write(node.doubleValue()) : node.asText();
  }

  /** Number of combinations of the axes' values. */
  public int points() {
    return axes.values().stream().mapToInt(List::size).reduce(1, (a, b) -> a * b);
  }

  /** Number of tasks. */
  public int tasks() {
    return points() * seeds;
  }

  /**
   * The values of the axes at a point, by setting.
   *
   * @param number of the point, from 0
   */
  public Map<String, String> point(int number) {
    Map<String, String> point = new LinkedHashMap<>();
    int size = points();
    int rest = number;
    for (Map.Entry<String, List<String>> axis : axes.entrySet()) {
      size /= axis.getValue().size();
      point.put(axis.getKey(), axis.getValue().get(rest / size));
      rest %= size;
    }
    return point;
  }
}
