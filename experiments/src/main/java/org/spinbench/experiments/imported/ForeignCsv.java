package org.spinbench.experiments.imported;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.experiments.csv.CsvReader;
import org.spinbench.experiments.csv.CsvRow;
import org.spinbench.experiments.imported.ColumnMap.Place;
import org.spinbench.experiments.imported.ColumnMap.TimeColumn;
import org.spinbench.experiments.imported.ForeignPoint.Sample;
import org.spinbench.experiments.run.store.RunException;

/**
 * A CSV file with headings and one setpoint per line. An empty field means that the reading was not
 * taken.
 */
final class ForeignCsv {
  private static final double NANOS = 1e9;

  private final Path file;
  private final ColumnMap map;
  private List<String> headings = List.of();

  private ForeignCsv(Path file, ColumnMap map) {
    this.file = file;
    this.map = map;
  }

  /**
   * The setpoints.
   *
   * @param otherwise time of lines if the file has none
   * @throws IllegalArgumentException naming the line and the column of a wrong number
   */
  static List<ForeignPoint> read(Path file, ColumnMap map, Instant otherwise) {
    return new ForeignCsv(file, map).points(otherwise);
  }

  private List<ForeignPoint> points(Instant otherwise) {
    List<ForeignPoint> points = new ArrayList<>();
    try (CsvReader in = CsvReader.open(file, map.format())) {
      CsvRow first = in.next();
      if (first != null) {
        headings = first.texts();
        in.headings(first);
      }
      for (CsvRow row = in.next(); row != null; row = in.next()) {
        points.add(point(row, otherwise));
      }
    }
    return points;
  }

  private ForeignPoint point(CsvRow row, Instant otherwise) {
    Instant time = map.time().map(column -> time(row, column)).orElse(otherwise);
    List<Double> settings =
        map.settings().stream().map(setting -> number(row, setting.place())).toList();
    List<Sample> samples = new ArrayList<>();
    for (int k = 0; k < map.readings().size(); k++) {
      ColumnMap.Reading reading = map.readings().get(k);
      if (!row.text(column(reading.place().column())).isEmpty()) {
        double factor = reading.place().factor();
        double uncertainty =
            reading.uncertaintyColumn().isEmpty()
                ? reading.uncertainty()
                : Math.abs(factor) * number(row, reading.uncertaintyColumn());
        double raw = number(row, reading.place().column());
        if (!Sample.isNone(raw)) {
          samples.add(Sample.of(k, raw, factor, uncertainty, time));
        }
      }
    }
    return new ForeignPoint(time, settings, samples);
  }

  private Instant time(CsvRow row, TimeColumn column) {
    if (column.begin().isPresent()) {
      double seconds = number(row, column.column());
      return column.begin().get().plusNanos(Math.round(seconds * NANOS));
    }
    String text = row.text(column(column.column())).replace(' ', 'T');
    try {
      return text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text).atZone(map.zone()).toInstant();
    } catch (DateTimeException e) {
      throw row.refused(
          column(column.column()),
          "'" + text + "' is not a time; write it like 2025-03-01T12:00:00Z (ISO 8601)");
    }
  }

  private double number(CsvRow row, Place place) {
    return place.factor() * number(row, place.column());
  }

  private double number(CsvRow row, String heading) {
    return row.number(column(heading));
  }

  private int column(String heading) {
    int column = headings.indexOf(heading);
    if (column < 0 || heading.isEmpty()) {
      throw new RunException(
          file + " has no column \"" + heading + "\"; " + Spelling.choices(heading, headings));
    }
    if (headings.lastIndexOf(heading) != column) {
      throw new RunException(
          file + " has two columns \"" + heading + "\"; rename one, so that the map can name it");
    }
    return column;
  }
}
