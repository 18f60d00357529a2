package org.spinbench.drivers.bench.file;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.spinbench.drivers.bench.file.table.DriverTable;
import org.spinbench.drivers.bench.file.table.DriverTable.Gauged;
import org.spinbench.drivers.bench.file.table.DriverTable.Item;
import org.spinbench.drivers.bench.file.table.DriverTable.Kind;
import org.spinbench.drivers.bench.file.table.DriverTable.Limited;
import org.spinbench.drivers.bench.file.table.DriverTable.Measurement;
import org.spinbench.drivers.bench.file.table.DriverTable.Role;
import org.spinbench.drivers.bench.model.Drivers;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.scpi.format.ScpiNumber;
import org.spinbench.drivers.text.Spelling;

/** Reads {@code [drivers.MODEL]} and refuses, by name, what a driver could not keep safe. */
final class DriverTableReader {
  private static final int LONGEST = 100;
  private static final int MOST_ITEMS = 200;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");
  private static final Pattern MESSAGE = Pattern.compile("[*:A-Za-z][-*:A-Za-z0-9_?., ()@+\"']*");

  /** A level in one of these units would be judged by no limit. */
  private static final Set<Unit> LEVELS =
      Set.of(Unit.VOLT, Unit.AMPERE, Unit.DBM, Unit.WATT, Unit.DECIBEL, Unit.VOLT_PER_SECOND);

  /** What a role needs: names of settings with their units; a switch has none. */
  private static final Map<Role, Map<String, Optional<Unit>>> NEEDED =
      Map.of(
          Role.RF_SOURCE,
          needed("frequency", Unit.HERTZ, "power", Unit.DBM, "output", null),
          Role.CURRENT_SOURCE,
          needed("current", Unit.AMPERE, "compliance", Unit.VOLT, "output", null),
          Role.VOLTAGE_SOURCE,
          needed("voltage", Unit.VOLT, "output", null),
          Role.VOLTMETER,
          needed("range", Unit.VOLT, "integration", Unit.PLC),
          Role.POWER_METER,
          needed("frequency", Unit.HERTZ, "averages", Unit.ONE),
          Role.GAUGE,
          needed());

  private final TomlTable table;
  private final Role role;
  private final boolean mnemonics;

  /** Number of settings, with those that are refused. */
  private int named;

  private DriverTableReader(TomlTable table) {
    this.table = table;
    role = role(table);
    mnemonics = dialect();
  }

  private static Map<String, Optional<Unit>> needed(Object... pairs) {
    Map<String, Optional<Unit>> needed = new LinkedHashMap<>();
    for (int k = 0; k < pairs.length; k += 2) {
      needed.put((String) pairs[k], Optional.ofNullable((Unit) pairs[k + 1]));
    }
    return needed;
  }

  /** Reads every table of a file. */
  static Map<String, DriverTable> all(TomlTable file) {
    return file.tablesOrNone("drivers", table -> new DriverTableReader(table).read());
  }

  private static Role role(TomlTable table) {
    String text = table.text("role");
    List<String> words = Stream.of(Role.values()).map(Role::word).toList();
    for (Role role : Role.values()) {
      if (role.word().equals(text)) {
        return role;
      }
    }
    throw table.refused(
        "role",
        "a table carries the roles "
            + String.join(", ", words)
            + ", not \""
            + text
            + "\""
            + Spelling.nearest(text, words)
                .map(word -> "; did you mean \"" + word + "\"?")
                .orElse("; an instrument of another role needs a driver class"));
  }

  private boolean dialect() {
    String text = table.textOr("dialect", "scpi");
    if (!text.equals("scpi") && !text.equals("mnemonics")) {
      throw table.refused(
          "dialect",
          "one of scpi, mnemonics is expected, not \""
              + text
              + "\"; an instrument with another language needs a driver class");
    }
    return text.equals("mnemonics");
  }

  private DriverTable read() {
    String path = table.path();
    String model = path.substring(path.indexOf('.') + 1);
    if (Drivers.models().contains(model)) {
      throw table.refused("is the name of a built-in model; give it another");
    }
    if (!DriverFiles.MODEL.matcher(model).matches()) {
      throw table.refused("the name of a model has letters, digits, - and _");
    }
    Map<String, Item> settings =
        role == Role.GAUGE
            ? table.tablesOrNone("settings", this::item)
            : table.tables("settings", this::item);
    if (settings.size() > MOST_ITEMS) {
      throw table.refused(
          "settings", settings.size() + " settings are more than the " + MOST_ITEMS + " allowed");
    }
    table.textOr("manual", "");
    boolean alwaysOn = table.yesNoOr("always_on", false);
    if (alwaysOn && role != Role.VOLTAGE_SOURCE) {
      throw table.refused(
          "always_on", "is for a voltage_source, which is at rest at zero; omit it");
    }
    DriverTable read =
        new DriverTable(
            model,
            role,
            identities(model),
            mnemonics,
            errors(),
            seconds("settling", 0),
            Collections.unmodifiableMap(new LinkedHashMap<>(settings)),
            isMeter() && role != Role.GAUGE
                ? Optional.ofNullable(table.table("reading", this::measurement))
                : Optional.empty(),
            role == Role.GAUGE ? table.tables("readings", this::gauged) : Map.of(),
            isMeter() || !table.has("limited")
                ? Optional.empty()
                : table.tableOrNone("limited", this::limited),
            jar());
    if (settings.size() == named) {
      check(read, alwaysOn);
    }
    return read;
  }

  private boolean isMeter() {
    return role == Role.VOLTMETER || role == Role.POWER_METER || role == Role.GAUGE;
  }

  private List<String> identities(String model) {
    List<String> names = table.has("identity") ? table.texts("identity") : List.of(model);
    for (String name : names) {
      if (name.isBlank() || name.length() > LONGEST || !name.matches("[ -+\\--~]+")) {
        throw table.refused(
            "identity",
            "\""
                + name
                + "\" is no model name: give the second field of the answer to *IDN?, without"
                + " commas");
      }
    }
    return names;
  }

  private Optional<Path> jar() {
    try {
      return table.has("jar") ? Optional.of(Path.of(table.text("jar"))) : Optional.empty();
    } catch (InvalidPathException e) {
      throw table.refused("jar", "is no path: " + e.getMessage());
    }
  }

  private String errors() {
    String query = table.textOr("errors", mnemonics ? "*ESR?" : ":SYST:ERR?");
    if (query.equals("none")) {
      return "";
    }
    if (!query.equals("*ESR?") && !query.matches(":[A-Z]+(:[A-Z]+)*\\?")) {
      throw table.refused(
          "errors",
          "is a query such as :SYST:ERR? (number,\"text\"), or *ESR?, or none, not \""
              + query
              + "\"");
    }
    return query;
  }

  private double seconds(String key, double absent) {
    double value = table.notNegativeOr(key, absent);
    if (value > 3600) {
      throw table.refused(key, ScpiNumber.format(value) + " s is longer than an hour");
    }
    return value;
  }

  private Item item(TomlTable one) {
    String name = one.path().substring(one.path().lastIndexOf('.') + 1);
    named++;
    if (!NAME.matcher(name).matches()) {
      throw one.refused(
          "the name of a setting has small letters, digits and _, at most 40, not \""
              + name
              + "\"");
    }
    Item item = TableItemReader.read(one, name);
    require(one, name, item);
    return item;
  }

  /** Refuses a setting of the role with the wrong kind or unit, and one that no limit judges. */
  private void require(TomlTable one, String name, Item item) {
    Optional<Unit> wanted = NEEDED.get(role).get(name);
    boolean harmless = one.yesNoOr("harmless", false);
    if (wanted != null || name.equals("range") || name.equals("compliance")) {
      Unit unit = unitOf(name, wanted);
      Kind kind = unit == null ? Kind.SWITCH : Kind.NUMBER;
      if (item.kind() != kind || unit != null && item.unit() != unit) {
        throw one.refused(
            item.kind() == Kind.NUMBER && kind == Kind.NUMBER ? "unit" : "command",
            "the " + name + " of a " + role.word() + " is " + described(name, unit));
      }
      if (!item.must().isEmpty()) {
        throw one.refused("must", "the " + name + " of a " + role.word() + " must be free");
      }
      return;
    }
    boolean level = item.kind() == Kind.NUMBER && LEVELS.contains(item.unit());
    boolean judged = role == Role.GAUGE ? !level : isMeter();
    if (!judged && item.must().isEmpty() && (level || !harmless)) {
      throw one.refused(
          level
              ? "no limit would judge this level in "
                  + item.unit().symbol()
                  + "; give must = the value that it has while the source is in use"
              : "give must = the value that it has while the source is in use, or harmless = true"
                  + " if no value changes what comes out");
    }
  }

  private Unit unitOf(String name, Optional<Unit> wanted) {
    if (wanted != null) {
      return wanted.orElse(null);
    }
    boolean voltage = role == Role.VOLTAGE_SOURCE;
    return voltage == name.equals("range") ? Unit.VOLT : Unit.AMPERE;
  }

  private static String described(String name, Unit unit) {
    if (unit == null) {
      return "a switch: give its command alone";
    }
    return "a number in "
        + (unit == Unit.ONE ? "\"\"" : unit.symbol())
        + ": give unit, "
        + (name.equals("range") ? "and values" : "min and max");
  }

  private Measurement measurement(TomlTable one) {
    String start = one.has("start") ? message(one, "start", false) : "";
    String query = message(one, "query", true);
    String zero = one.has("zero") ? message(one, "zero", false) : "";
    return new Measurement(
        start,
        query,
        one.positive("noise"),
        one.positiveOr("line_frequency", 50),
        one.positiveOr("period", 0.1),
        zero,
        one.notNegativeOr("zeroing", 10));
  }

  private Gauged gauged(TomlTable one) {
    String name = one.path().substring(one.path().lastIndexOf('.') + 1);
    if (!NAME.matcher(name).matches()) {
      throw one.refused(
          "the name of a reading has small letters, digits and _, at most 40, not \""
              + name
              + "\"");
    }
    return new Gauged(
        message(one, "query", true),
        TableItemReader.unit(one),
        one.notNegativeOr("noise", 0),
        one.numberOr("simulated", 0));
  }

  private Limited limited(TomlTable one) {
    return new Limited(message(one, "query", true), one.integer("mask"));
  }

  private static String message(TomlTable one, String key, boolean query) {
    String text = one.text(key);
    if (text.length() > LONGEST || !MESSAGE.matcher(text).matches()) {
      throw one.refused(
          key, "is one message as it is sent, at most " + LONGEST + " characters, without ;");
    }
    if (text.contains("?") != query) {
      throw one.refused(key, query ? "is a query, with ?" : "is a command, without ?");
    }
    return text;
  }

  private void check(DriverTable read, boolean alwaysOn) {
    NEEDED
        .get(role)
        .forEach(
            (name, unit) -> {
              boolean rest = name.equals("output");
              if (!read.has(name) && !(rest && alwaysOn)) {
                throw table.refused(
                    "settings." + name,
                    rest
                        ? "is missing: without a switch of its output the source has no rest"
                            + (role == Role.VOLTAGE_SOURCE
                                ? "; a source without one says always_on = true"
                                : "")
                        : "is missing: a "
                            + role.word()
                            + " needs it, "
                            + described(name, unit.orElse(null)));
              }
            });
    if (!read.level().isEmpty()) {
      level(read);
    }
    Map<String, String> headers = new HashMap<>();
    read.settings()
        .forEach(
            (name, item) -> {
              String header = item.header(mnemonics) + " " + item.arguments();
              String other = headers.putIfAbsent(header, name);
              if (other != null) {
                throw table.refused(
                    "settings." + name + ".command",
                    item.header(mnemonics) + " is the command of " + other + " too");
              }
            });
    if (read.errors().isEmpty() && !mnemonics) {
      throw table.refused("errors", "an instrument that speaks scpi reports errors; omit it");
    }
  }

  private void level(DriverTable read) {
    Item level = read.setting(read.level());
    if (role != Role.RF_SOURCE && !(level.min() <= 0 && level.max() >= 0)) {
      throw table.refused(
          "settings." + read.level() + ".min", "the range must contain zero, the level at rest");
    }
    Item range = read.setting("range");
    if (range != null && level.min() != -level.max()) {
      throw table.refused(
          "settings." + read.level() + ".min", "a level with ranges goes from -max to max");
    }
    if (range != null && range.over() * range.max() < level.max()) {
      throw table.refused(
          "settings." + read.level() + ".max",
          "the largest range gives "
              + ScpiNumber.format(range.over() * range.max())
              + " "
              + level.unit().symbol()
              + " only");
    }
  }
}
