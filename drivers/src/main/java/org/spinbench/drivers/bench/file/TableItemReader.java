package org.spinbench.drivers.bench.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.spinbench.drivers.bench.file.table.DriverTable.Item;
import org.spinbench.drivers.bench.file.table.DriverTable.Kind;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/** Reads one setting of a driver table: its command, its kind, its range. */
final class TableItemReader {
  private static final int LONGEST = 100;
  private static final double ROUNDING = 1e-6;
  private static final int MOST_VALUES = 200;
  private static final double LARGEST = 1e15;
  private static final String NODE = "[A-Z]+[a-z]*\\d*";
  private static final Pattern COMMAND =
      Pattern.compile("(\\[:?NODE\\]|:?NODE)(:NODE|\\[:NODE\\])*".replace("NODE", NODE));
  private static final Pattern ARGUMENTS =
      Pattern.compile("%v|[A-Za-z]\\w{0,9},%v|%v,[A-Za-z]\\w{0,9}|%v,\\(@\\d{1,3}\\)");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.]*");

  /** Roots that the session needs for itself. */
  private static final Pattern OURS = Pattern.compile(":?(SYST:ERR.*|STAT:.*)");

  private static final Map<String, Unit> UNITS =
      Stream.of(Unit.values())
          .filter(unit -> unit != Unit.ONE)
          .collect(Collectors.toMap(Unit::symbol, unit -> unit));

  private TableItemReader() {}

  /** Reads a setting; a switch if it has neither words nor a unit. */
  static Item read(TomlTable one, String name) {
    String command = command(one);
    if (one.has("words")) {
      return choice(one, command);
    }
    if (one.has("unit")) {
      return number(one, name, command);
    }
    String must = onOff(one);
    return new Item(
        Kind.SWITCH,
        command,
        arguments(one),
        Unit.ONE,
        0,
        1,
        0,
        List.of(),
        1,
        0,
        List.of(),
        must,
        "off");
  }

  private static String command(TomlTable one) {
    String command = one.text("command");
    if (command.length() > LONGEST || !COMMAND.matcher(command).matches()) {
      throw one.refused(
          "command",
          "\""
              + (command.length() > LONGEST ? command.substring(0, LONGEST) + "..." : command)
              + "\" is no header: write it as manuals do, short form in capitals, optional nodes in"
              + " brackets, such as :SOURce:FREQuency[:CW], without value, ? or ;");
    }
    String header = command.replaceAll("\\[[^\\]]*\\]|[a-z]", "");
    if (header.isEmpty() || OURS.matcher(header).matches()) {
      throw one.refused(
          "command",
          header.isEmpty()
              ? "\"" + command + "\" has no node that must be sent"
              : header + " belongs to the status report; it is no setting");
    }
    return command;
  }

  private static String arguments(TomlTable one) {
    String arguments = one.textOr("arguments", "%v");
    if (!ARGUMENTS.matcher(arguments).matches()) {
      throw one.refused(
          "arguments",
          "is %v for the value and the channel before or behind it, such as \"%v,(@1)\" or \"CH1,%v\"");
    }
    return arguments;
  }

  private static Item choice(TomlTable one, String command) {
    List<String> words = one.texts("words");
    for (String word : words) {
      if (!WORD.matcher(word).matches() || word.length() > LONGEST) {
        throw one.refused("words", "\"" + word + "\" is no word that can be sent");
      }
    }
    if (words.stream().distinct().count() < words.size()) {
      throw one.refused("words", "a word is given twice");
    }
    String must = one.textOr("must", "");
    if (!must.isEmpty() && !words.contains(must)) {
      throw one.refused("must", "\"" + must + "\" is none of " + String.join(", ", words));
    }
    return new Item(
        Kind.CHOICE,
        command,
        arguments(one),
        Unit.ONE,
        0,
        0,
        0,
        List.of(),
        1,
        0,
        words,
        must,
        words.get(0));
  }

  private static String onOff(TomlTable one) {
    String must = one.textOr("must", "");
    if (!must.isEmpty() && !must.equals("on") && !must.equals("off")) {
      throw one.refused("must", "\"on\" or \"off\" is expected, not \"" + must + "\"");
    }
    return must;
  }

  private static Item number(TomlTable one, String name, String command) {
    Unit unit = unit(one);
    List<Double> values = values(one);
    boolean listed = !values.isEmpty();
    double min = one.has("min") || !listed ? one.number("min") : values.get(0);
    double max = one.has("max") || !listed ? one.number("max") : values.get(values.size() - 1);
    if (min > max) {
      throw one.refused("min", ScpiNumber.format(min) + " is above max, " + ScpiNumber.format(max));
    }
    if (Math.abs(min) > LARGEST || Math.abs(max) > LARGEST) {
      throw one.refused(
          Math.abs(min) > LARGEST ? "min" : "max",
          "is beyond " + ScpiNumber.format(LARGEST) + "; give what the manual says");
    }
    if (listed && (values.get(0) < min || values.get(values.size() - 1) > max)) {
      throw one.refused("values", "go beyond min and max");
    }
    double resolution = one.positiveOr("resolution", 0);
    if (!isWhole(resolution)) {
      throw one.refused("resolution", "is an integer or one divided by an integer, such as 0.01");
    }
    double over = 1;
    double step = 0;
    if (name.equals("range")) {
      if (!listed) {
        throw one.refused("values", "is missing: give the ranges as a list of ascending numbers");
      }
      over = one.positiveOr("over", 1);
      step = one.positiveOr("step", 0);
      for (double range : values) {
        if (!isWhole(step * range)) {
          throw one.refused(
              "step",
              "makes the resolution in the range "
                  + ScpiNumber.format(range)
                  + " neither an integer nor one divided by an integer");
        }
      }
    }
    Double must = one.numberOrNull("must");
    if (must != null && !(must >= min && must <= max)) {
      throw one.refused("must", ScpiNumber.format(must) + " is outside min and max");
    }
    double lowest = name.equals("power") || min > 0 || max < 0 ? min : 0;
    double preset = one.numberOr("preset", name.equals("range") ? max : lowest);
    if (!(preset >= min && preset <= max)) {
      throw one.refused("preset", ScpiNumber.format(preset) + " is outside min and max");
    }
    return new Item(
        Kind.NUMBER,
        command,
        arguments(one),
        unit,
        min,
        max,
        resolution,
        values,
        over,
        step,
        List.of(),
        must == null ? "" : Double.toString(must),
        Double.toString(preset));
  }

  /** Whether a resolution is none, an integer, or the reciprocal of one. */
  private static boolean isWhole(double resolution) {
    double whole = resolution >= 1 ? resolution : 1 / resolution;
    return !(resolution > 0) || Math.abs(whole - Math.rint(whole)) <= ROUNDING * whole;
  }

  static Unit unit(TomlTable one) {
    JsonNode text = one.uninterpreted("unit");
    if (text.isTextual() && text.textValue().isEmpty()) {
      return Unit.ONE;
    }
    Unit unit = UNITS.get(one.text("unit"));
    if (unit == null) {
      throw one.refused(
          "unit",
          "one of "
              + UNITS.keySet().stream().sorted().collect(Collectors.joining(", "))
              + ", or an empty text is expected, not "
              + text
              + "; numbers are in these units, without prefix");
    }
    return unit;
  }

  private static List<Double> values(TomlTable one) {
    JsonNode list = one.uninterpreted("values");
    if (list == null) {
      return List.of();
    }
    List<Double> values = new ArrayList<>();
    list.forEach(value -> values.add(value.isNumber() ? value.doubleValue() : Double.NaN));
    for (int k = 0; k < values.size(); k++) {
      if (!Double.isFinite(values.get(k)) || k > 0 && values.get(k) <= values.get(k - 1)) {
        throw one.refused("values", "a list of ascending numbers is expected, not " + list);
      }
    }
    if (values.isEmpty() || values.size() > MOST_VALUES) {
      throw one.refused("values", "has " + values.size() + " numbers; give 1 to " + MOST_VALUES);
    }
    return List.copyOf(values);
  }
}
