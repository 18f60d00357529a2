package org.spinbench.experiments.imported;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.spinbench.experiments.imported.ColumnMap.Place;
import org.spinbench.experiments.imported.ColumnMap.TimeColumn;
import org.spinbench.experiments.imported.ForeignPoint.Sample;
import org.spinbench.experiments.run.RunException;

/**
 * A CSV file (RFC 4180, no line breaks in fields): headings, then a setpoint a line. Lines that
 * begin with # are left out; a reading whose field is empty was not taken.
 */
final class ForeignCsv {
  private static final double NANOS = 1e9;

  private final String origin;
  private final ColumnMap map;
  private final List<String> headings = new ArrayList<>();
  private int number;

  private ForeignCsv(String origin, ColumnMap map) {
    this.origin = origin;
    this.map = map;
  }

  /**
   * The setpoints.
   *
   * @param otherwise time of lines, where the file has none
   * @throws RunException naming the line and the column of what is no number
   */
  static List<ForeignPoint> read(
      List<String> lines, String origin, ColumnMap map, Instant otherwise) {
    return new ForeignCsv(origin, map).points(lines, otherwise);
  }

  private List<ForeignPoint> points(List<String> lines, Instant otherwise) {
    List<ForeignPoint> points = new ArrayList<>();
    for (String line : lines) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      List<String> fields = fields(line);
      if (headings.isEmpty()) {
        headings.addAll(fields);
      } else if (fields.size() != headings.size()) {
        throw refused(fields.size() + " fields under " + headings.size() + " headings");
      } else {
        points.add(point(fields, otherwise));
      }
    }
    return points;
  }

  private ForeignPoint point(List<String> fields, Instant otherwise) {
    Instant time = map.time().map(column -> time(fields, column)).orElse(otherwise);
    List<Double> settings =
        map.settings().stream().map(setting -> number(fields, setting.place())).toList();
    List<Sample> samples = new ArrayList<>();
    for (int k = 0; k < map.readings().size(); k++) {
      ColumnMap.Reading reading = map.readings().get(k);
      if (!fields.get(column(reading.place().column())).isBlank()) {
        double factor = reading.place().factor();
        double uncertainty =
            reading.uncertaintyColumn().isEmpty()
                ? reading.uncertainty()
                : Math.abs(factor) * number(fields, reading.uncertaintyColumn());
        samples.add(new Sample(k, number(fields, reading.place()), uncertainty, time));
      }
    }
    return new ForeignPoint(settings, samples);
  }

  private Instant time(List<String> fields, TimeColumn column) {
    if (column.begin().isPresent()) {
      double seconds = number(fields, column.column());
      return column.begin().get().plusNanos(Math.round(seconds * NANOS));
    }
    String text = fields.get(column(column.column())).strip().replace(' ', 'T');
    try {
      return text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text).atZone(map.zone()).toInstant();
    } catch (DateTimeException e) {
      throw refused("column \"" + column.column() + "\" holds \"" + text + "\", which is no time");
    }
  }

  private double number(List<String> fields, Place place) {
    return place.factor() * number(fields, place.column());
  }

  private double number(List<String> fields, String heading) {
    String text = fields.get(column(heading)).strip();
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Refused below, like what is not finite.
    }
    throw refused("column \"" + heading + "\" holds \"" + text + "\", which is no number");
  }

  private int column(String heading) {
    int column = headings.indexOf(heading);
    if (column < 0 || heading.isEmpty()) {
      throw new RunException(
          origin + " has no column \"" + heading + "\"; its columns are " + headings);
    }
    return column;
  }

  private List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        field.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == map.separator() && !quoted) {
        fields.add(field.toString().strip());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    if (quoted) {
      throw refused("a quotation mark is not closed");
    }
    fields.add(field.toString().strip());
    return fields;
  }

  private RunException refused(String problem) {
    return new RunException(origin + ", line " + number + ": " + problem);
  }
}
