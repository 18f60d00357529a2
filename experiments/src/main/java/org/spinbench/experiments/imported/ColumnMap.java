package org.spinbench.experiments.imported;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.spinbench.drivers.bench.file.TomlTable;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.experiments.csv.CsvFormat;

/**
 * The meaning of the numbers in a file of another program.
 *
 * @param text of the map as written
 * @param name of the measurement
 * @param format of a CSV file, as far as the map gives it
 * @param time of each line; empty if the file has none
 * @param zone of times without one
 * @param settings outermost first
 * @param readings the readings
 */
record ColumnMap(
    String text,
    String name,
    CsvFormat format,
    Optional<TimeColumn> time,
    ZoneId zone,
    List<Setting> settings,
    List<Reading> readings) {

  /**
   * The column of times.
   *
   * @param column heading
   * @param begin origin of times in seconds; empty for times in ISO 8601
   */
  record TimeColumn(String column, Optional<Instant> begin) {}

  /**
   * The place of a number: a column of a CSV file, or messages of a log.
   *
   * @param column heading; empty in a log
   * @param resource name of the instrument in the log; empty in a CSV file
   * @param message pattern of the message to it
   * @param factor from the number to the unit
   */
  record Place(String column, String resource, Pattern message, double factor) {
    boolean isSentTo(String instrument, String sent) {
      return resource.equals(instrument) && message.matcher(sent).matches();
    }
  }

  /**
   * A setting.
   *
   * @param name as in a plan
   * @param unit its unit
   * @param place of its values
   */
  record Setting(String name, String unit, Place place) {}

  /**
   * A reading.
   *
   * @param name as in a plan
   * @param unit its unit
   * @param place of its values
   * @param source name of the instrument
   * @param uncertainty one standard deviation, in the unit; NaN if there is a column for it
   * @param uncertaintyColumn heading of that column, with the factor of the values; else empty
   */
  record Reading(
      String name,
      String unit,
      Place place,
      String source,
      double uncertainty,
      String uncertaintyColumn) {}

  /**
   * Reads a map.
   *
   * @throws IllegalArgumentException naming the file, the key and the accepted values
   */
  static ColumnMap read(Path path) {
    return parse(UserFile.text(path, "a map of columns"), path.toString());
  }

  static ColumnMap parse(String toml, String origin) {
    return TomlTable.parse(toml, origin, table -> map(toml, table));
  }

  private static ColumnMap map(String toml, TomlTable table) {
    return new ColumnMap(
        toml,
        table.text("name"),
        new CsvFormat(character(table, "separator"), decimal(table)),
        table.tableOrNone("time", ColumnMap::time),
        zone(table),
        table.has("setting") ? table.list("setting", ColumnMap::setting) : List.of(),
        table.list("reading", ColumnMap::reading));
  }

  private static Optional<Character> character(TomlTable table, String key) {
    if (!table.has(key)) {
      return Optional.empty();
    }
    JsonNode value = table.uninterpreted(key);
    if (!value.isTextual() || value.textValue().length() != 1) {
      throw table.refused(key, "one character in quotes is expected, not " + value);
    }
    return Optional.of(value.textValue().charAt(0));
  }

  private static Optional<Character> decimal(TomlTable table) {
    Optional<Character> decimal = character(table, "decimal");
    if (decimal.isPresent() && ".,".indexOf(decimal.get()) < 0) {
      throw table.refused("decimal", "\".\" or \",\" is expected, not \"" + decimal.get() + "\"");
    }
    return decimal;
  }

  private static ZoneId zone(TomlTable table) {
    String zone = table.has("zone") ? table.text("zone") : "Z";
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw table.refused("zone", "there is no time zone " + zone + hint(zone));
    }
  }

  /** A zone for a place: {@code Europe/Berlin} for Berlin. */
  private static String hint(String place) {
    return ZoneId.getAvailableZoneIds().stream()
        .filter(zone -> zone.endsWith("/" + place))
        .min(Comparator.naturalOrder())
        .map(zone -> "; did you mean \"" + zone + "\"?")
        .orElse("; write it like Europe/Berlin");
  }

  private static TimeColumn time(TomlTable table) {
    String column = table.text("column");
    if (!table.has("begin")) {
      return new TimeColumn(column, Optional.empty());
    }
    String begin = table.text("begin");
    try {
      return new TimeColumn(column, Optional.of(Instant.parse(begin)));
    } catch (DateTimeException e) {
      throw table.refused("begin", begin + " is not a time; write it like 2025-03-01T12:00:00Z");
    }
  }

  private static Setting setting(TomlTable table) {
    return new Setting(table.text("name"), table.text("unit"), place(table));
  }

  private static Reading reading(TomlTable table) {
    String name = table.text("name");
    int dot = name.lastIndexOf('.');
    String source =
        table.has("source") ? table.text("source") : dot < 0 ? name : name.substring(0, dot);
    boolean given = table.has("uncertainty_column");
    return new Reading(
        name,
        table.text("unit"),
        place(table),
        source,
        given ? Double.NaN : table.positive("uncertainty"),
        given ? table.text("uncertainty_column") : "");
  }

  private static Place place(TomlTable table) {
    double factor = table.has("factor") ? table.number("factor") : 1;
    if (factor == 0) {
      throw table.refused("factor", "a number other than 0 is expected");
    }
    if (table.has("column") || !table.has("message") && !table.has("resource")) {
      return new Place(table.text("column"), "", Pattern.compile(""), factor);
    }
    String message = table.text("message");
    try {
      return new Place("", table.text("resource"), Pattern.compile(message), factor);
    } catch (PatternSyntaxException e) {
      throw table.refused(
          "message", message + " is not a regular expression: " + e.getDescription());
    }
  }
}
