package org.spinbench.experiments.sweep.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.spinbench.drivers.bench.file.TomlTable;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.sweep.adaptive.AdaptiveModel;

/** Converts a plan to the text of a TOML file, and back. */
final class PlanText {
  private PlanText() {}

  static Plan read(Path path) {
    return parse(UserFile.text(path, "a plan"), path.toString());
  }

  static Plan parse(String toml, String origin) {
    return TomlTable.parse(toml, origin, table -> plan(table, Path.of(origin)));
  }

  private static Plan plan(TomlTable table, Path path) {
    String name = table.text("name");
    String recipe = table.has("recipe") ? table.text("recipe") : "";
    Map<String, String> set = set(table);
    List<Axis> axes = table.listOrNone("sweep", one -> axis(one, path));
    List<Measurand> readings = readings(table);
    Settle settle = table.tableOrNone("settle", PlanText::settle).orElse(Settle.BY_THE_BENCH);
    PlanLogic logic = PlanLogicText.read(table, set, axes, readings);
    Set<String> names = PlanScope.all(set, axes, readings, logic);
    names.removeIf(one -> one.startsWith(PlanScope.REFERENCE) && !table.has("reference"));
    List<Stop> stops = table.listOrNone("stop", one -> stop(one, names));
    Optional<ReferencePoint> reference = table.tableOrNone("reference", PlanText::reference);
    int repeats = table.integerOr("repeats", 1);
    return checked(
        table,
        () ->
            withoutIdleVariables(
                new Plan(
                    name, recipe, set, axes, readings, settle, stops, reference, repeats, logic)));
  }

  private static Plan withoutIdleVariables(Plan plan) {
    for (Axis axis : plan.axes()) {
      if (axis.isVariable() && !plan.isVariable(axis.setting())) {
        throw new IllegalArgumentException(
            "no expression uses the variable \""
                + axis.setting()
                + "\"; use it in a [[follow]], or leave its sweep out");
      }
    }
    return plan;
  }

  /** Converts the exception of a record to a message that names the file and the table. */
  static <T> T checked(TomlTable table, Supplier<T> record) {
    try {
      return record.get();
    } catch (IllegalArgumentException e) {
      throw table.refused(e.getMessage());
    }
  }

  private static Map<String, String> set(TomlTable table) {
    Map<String, String> set = new LinkedHashMap<>();
    JsonNode node = table.uninterpreted("set");
    if (node != null) {
      flatten(table, "", node, set);
    }
    return set;
  }

  /** {@code rf_1.power = 5} without quotes is a nested table with the same meaning. */
  private static void flatten(
      TomlTable table, String prefix, JsonNode node, Map<String, String> set) {
    if (!node.isObject()) {
      throw table.refused("set", "a table of settings and values is expected, not " + node);
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String name = prefix + entry.getKey();
      JsonNode value = entry.getValue();
      if (value.isObject()) {
        flatten(table, name + ".", value, set);
      } else if (value.isArray()) {
        throw table.refused("set.\"" + name + "\"", "one value is expected, not the list " + value);
      } else {
        boolean decimal = value.isNumber() && !value.isIntegralNumber();
        set.put(name, decimal ? Json.write(value.doubleValue()) : value.asText());
      }
    }
  }

  private static Axis axis(TomlTable table, Path path) {
    String setting = table.has("variable") ? variable(table) : table.text("setting");
    if (!table.has("variable") && !setting.isEmpty()) {
      checked(table, () -> PlanName.of(setting));
    }
    Axis.Order order = table.wordOr("order", Axis.Order.class, Axis.Order.FORWARD);
    double wait = table.has("wait") ? table.notNegative("wait") : 0;
    List<String> along = table.has("along") ? table.texts("along") : List.of();
    Axis.Mode mode = table.wordOr("mode", Axis.Mode.class, Axis.Mode.POINT);
    Points points = PointsText.read(table, path);
    return checked(
        table, () -> new Axis(setting, along, points, order, wait, mode, adaptive(table)));
  }

  private static Optional<Adaptive> adaptive(TomlTable table) {
    if (!table.has("adaptive")) {
      return Optional.empty();
    }
    AdaptiveModel model = table.word("adaptive", AdaptiveModel.class);
    String reading = table.has("of") ? table.text("of") : "";
    boolean tracking = table.yesNoOr("tracking", false);
    return Optional.of(new Adaptive(model, table.integer("budget"), tracking, reading));
  }

  private static String variable(TomlTable table) {
    String name = table.text("variable");
    if (table.has("setting") || table.has("along")) {
      throw table.refused(
          "variable", "sets nothing and cannot be combined with setting or along; omit one");
    }
    if (!name.isEmpty() && !name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw table.refused("variable", "\"" + name + "\" is no name; use letters, digits and _");
    }
    return name;
  }

  /** {@code read = ["chain 1.voltage"]}, or {@code [[read]]} for more details. */
  private static List<Measurand> readings(TomlTable table) {
    JsonNode node = table.uninterpreted("read");
    if (node != null && node.isArray() && !node.isEmpty() && node.get(0).isTextual()) {
      return table.texts("read").stream().map(Measurand::once).toList();
    }
    if (node != null && (node.isTextual() || node.isArray() && node.isEmpty())) {
      throw table.refused(
          "read", "a list of readings is expected, such as [\"chain 1.voltage\"], not " + node);
    }
    return table.list("read", PlanText::measurand);
  }

  private static Measurand measurand(TomlTable table) {
    String reading = table.text("reading");
    if (!table.has("standard_error")) {
      int samples = table.integerOr("samples", 1);
      return checked(table, () -> Measurand.times(reading, samples));
    }
    double error = table.positive("standard_error");
    int least = table.integerOr("samples", 2);
    int most = table.integerOr("most", Measurand.MOST);
    return checked(table, () -> new Measurand(reading, least, error, most));
  }

  private static Settle settle(TomlTable table) {
    double wait = table.has("wait") ? table.notNegative("wait") : 0;
    if (!table.has("still")) {
      return new Settle(wait, Optional.empty());
    }
    Settle.Still still =
        new Settle.Still(table.text("still"), table.positive("within"), table.positive("limit"));
    return new Settle(wait, Optional.of(still));
  }

  private static Stop stop(TomlTable table, Set<String> names) {
    Stop.Ends ends = table.word("ends", Stop.Ends.class);
    return new Stop(PlanLogicText.condition(table, "when", names), ends);
  }

  private static ReferencePoint reference(TomlTable table) {
    int every = table.integer("every");
    JsonNode at = table.uninterpreted("at");
    Map<String, String> texts = new LinkedHashMap<>();
    if (at != null) {
      flatten(table, "", at, texts);
    }
    Map<String, Double> values = new LinkedHashMap<>();
    texts.forEach((name, text) -> values.put(name, number(table, name, text)));
    return checked(table, () -> new ReferencePoint(every, values));
  }

  private static double number(TomlTable table, String name, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw table.refused("at.\"" + name + "\"", "a number is expected, not " + text);
    }
  }

  static String write(Plan plan) {
    StringBuilder text = new StringBuilder();
    line(text, "name", quoted(plan.name()));
    if (!plan.recipe().isEmpty()) {
      line(text, "recipe", quoted(plan.recipe()));
    }
    if (plan.repeats() > 1) {
      line(text, "repeats", Integer.toString(plan.repeats()));
    }
    if (!plan.set().isEmpty()) {
      text.append("\n[set]\n");
      plan.set().forEach((name, value) -> line(text, quoted(name), scalar(value)));
    }
    plan.axes().forEach(axis -> write(text, axis));
    plan.readings().forEach(reading -> write(text, reading));
    if (!plan.settle().equals(Settle.BY_THE_BENCH)) {
      write(text, plan.settle());
    }
    for (Stop stop : plan.stops()) {
      text.append("\n[[stop]]\n");
      line(text, "when", quoted(stop.condition()));
      line(text, "ends", quoted(word(stop.ends())));
    }
    PlanLogicText.write(text, plan.logic());
    plan.reference().ifPresent(reference -> write(text, reference));
    return text.toString();
  }

  private static void write(StringBuilder text, Axis axis) {
    text.append("\n[[sweep]]\n");
    line(text, axis.isVariable() ? "variable" : "setting", quoted(axis.setting()));
    if (!axis.along().isEmpty()) {
      line(text, "along", axis.along().stream().map(PlanText::quoted).toList().toString());
    }
    Points points = axis.points();
    if (points instanceof Points.Listed listed) {
      line(text, "list", listed.values().toString());
    } else {
      line(text, "from", Json.write(points.at(0)));
      line(text, "to", Json.write(last(points)));
      line(text, "points", Integer.toString(points.count()));
      if (points instanceof Points.Logarithmic) {
        line(text, "scale", quoted(word(PointsText.Scale.LOGARITHMIC)));
      }
    }
    if (axis.order() != Axis.Order.FORWARD) {
      line(text, "order", quoted(word(axis.order())));
    }
    if (axis.waiting() > 0) {
      line(text, "wait", Json.write(axis.waiting()));
    }
    if (axis.mode() != Axis.Mode.POINT) {
      line(text, "mode", quoted(word(axis.mode())));
    }
    axis.adaptive().ifPresent(adaptive -> write(text, adaptive));
  }

  private static void write(StringBuilder text, Adaptive adaptive) {
    line(text, "adaptive", quoted(word(adaptive.model())));
    line(text, "budget", Integer.toString(adaptive.budget()));
    if (adaptive.tracking()) {
      line(text, "tracking", "true");
    }
    if (!adaptive.reading().isEmpty()) {
      line(text, "of", quoted(adaptive.reading()));
    }
  }

  /** The given end, which a single point does not reach. */
  private static double last(Points points) {
    if (points instanceof Points.Linear linear) {
      return linear.to();
    }
    return points instanceof Points.Logarithmic logarithmic ? logarithmic.to() : points.at(0);
  }

  private static void write(StringBuilder text, Measurand reading) {
    text.append("\n[[read]]\n");
    line(text, "reading", quoted(reading.reading()));
    if (Double.isFinite(reading.standardError())) {
      line(text, "samples", Integer.toString(reading.least()));
      line(text, "standard_error", Json.write(reading.standardError()));
      line(text, "most", Integer.toString(reading.most()));
    } else if (reading.least() > 1) {
      line(text, "samples", Integer.toString(reading.least()));
    }
  }

  private static void write(StringBuilder text, Settle settle) {
    text.append("\n[settle]\n");
    if (settle.waiting() > 0) {
      line(text, "wait", Json.write(settle.waiting()));
    }
    settle
        .still()
        .ifPresent(
            still -> {
              line(text, "still", quoted(still.reading()));
              line(text, "within", Json.write(still.within()));
              line(text, "limit", Json.write(still.limit()));
            });
  }

  private static void write(StringBuilder text, ReferencePoint reference) {
    text.append("\n[reference]\n");
    line(text, "every", Integer.toString(reference.every()));
    String at =
        new TreeMap<>(reference.at())
            .entrySet().stream()
                .map(entry -> quoted(entry.getKey()) + " = " + entry.getValue())
                .collect(Collectors.joining(", "));
    line(text, "at", "{ " + at + " }");
  }

  static void line(StringBuilder text, String key, String value) {
    text.append(key).append(" = ").append(value).append('\n');
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  /** A number or a truth value unchanged, anything else in quotes. */
  private static String scalar(String value) {
    boolean bare = value.equals("true") || value.equals("false") || isNumber(value);
    return bare ? value : quoted(value);
  }

  private static boolean isNumber(String value) {
    return value.matches("[-+]?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
  }

  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
