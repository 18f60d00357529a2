package org.spinbench.app.command.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.spinbench.app.command.TextTable;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.study.report.Estimate;
import org.spinbench.experiments.study.report.StudySummary;
import org.spinbench.experiments.study.report.StudySummary.Group;

/** A summary as tables for people: lines of text, CSV, and the parts of a page. */
public final class StudyText {
  private final StudySummary summary;

  StudyText(StudySummary summary) {
    this.summary = summary;
  }

  /** The name of the study. */
  public String title() {
    return summary.name();
  }

  /** What was counted. */
  public String counted() {
    return String.format(
        Locale.ROOT,
        "%d of %d tasks ended well, %d failed%s; in brackets the interval of 95 %% confidence",
        summary.ended(),
        summary.tasks(),
        summary.failed(),
        summary.among().isEmpty() ? "" : "; only rows count that are " + summary.among());
  }

  /** Names of the measures that have estimates. */
  public Set<String> measures() {
    Set<String> names = new LinkedHashSet<>();
    summary.groups().forEach(group -> names.addAll(group.measures().keySet()));
    return names;
  }

  /** The headings of the table of a measure. */
  public List<String> heads(String measure) {
    List<String> heads = new ArrayList<>(summary.axes());
    heads.add("rows");
    summary.groups().get(0).measures().get(measure).forEach(one -> heads.add(one.name()));
    return heads;
  }

  /** A row for each group. */
  public List<List<String>> rows(String measure) {
    return summary.groups().stream().map(group -> row(group, measure)).toList();
  }

  private static List<String> row(Group group, String measure) {
    List<String> row = new ArrayList<>(group.point().values());
    row.add(Integer.toString(group.rows()));
    group.measures().get(measure).forEach(one -> row.add(cell(one)));
    return row;
  }

  private static String cell(Estimate one) {
    return number(one.value()) + " [" + number(one.low()) + ", " + number(one.high()) + "]";
  }

  /** Four significant digits; a dash for what was not reached or is not bounded. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    String text = String.format(Locale.ROOT, "%.4g", value);
    if (text.contains("e")) {
      return text;
    }
    return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
  }

  /** Whether two axes make a map. */
  public boolean isMap() {
    return summary.axes().size() == 2 && summary.groups().size() > 1;
  }

  /** A cell of a map: its text, and its colour in CSS. */
  public record Cell(String text, String colour) {}

  /** The statistic of a measure that its map shows. */
  public String mapped(String measure) {
    return measure + ": " + summary.groups().get(0).measures().get(measure).get(0).name();
  }

  /** The values of the second axis. */
  public List<String> columns() {
    return values(1);
  }

  /** The values of the first axis. */
  public List<String> lines() {
    return values(0);
  }

  private List<String> values(int axis) {
    String name = summary.axes().get(axis);
    return summary.groups().stream().map(group -> group.point().get(name)).distinct().toList();
  }

  /** The names of both axes. */
  public String corner() {
    return summary.axes().get(0) + " \\ " + summary.axes().get(1);
  }

  /** The cells of a line of the map of a measure, white at its lowest and blue at its highest. */
  public List<Cell> cells(String measure, String line) {
    List<Cell> cells = new ArrayList<>();
    double[] all =
        summary.groups().stream()
            .mapToDouble(group -> group.measures().get(measure).get(0).value())
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    for (Group group : summary.groups()) {
      if (group.point().get(summary.axes().get(0)).equals(line)) {
        double value = group.measures().get(measure).get(0).value();
        double range = all.length == 0 ? 0 : all[all.length - 1] - all[0];
        double share = !Double.isFinite(value) || range == 0 ? 0 : (value - all[0]) / range;
        cells.add(new Cell(number(value), colour(share)));
      }
    }
    return cells;
  }

  private static String colour(double share) {
    int red = (int) Math.round(255 - 165 * share);
    int green = (int) Math.round(255 - 93 * share);
    return String.format(Locale.ROOT, "#%02x%02x%02x", red, green, 255);
  }

  /** The whole summary as text. */
  String text() {
    StringBuilder text = new StringBuilder(title() + ": " + counted() + "\n");
    for (String measure : measures()) {
      List<List<String>> table = new ArrayList<>(List.of(heads(measure)));
      table.addAll(rows(measure));
      text.append('\n').append(measure).append('\n');
      TextTable.lines(table).forEach(line -> text.append(line).append('\n'));
    }
    return text.toString();
  }

  /** A line for each estimate. */
  List<List<String>> csv() {
    List<List<String>> lines = new ArrayList<>();
    List<String> heads = new ArrayList<>(summary.axes());
    heads.addAll(List.of("rows", "measure", "statistic", "value", "low", "high"));
    lines.add(heads);
    for (Group group : summary.groups()) {
      group.measures().forEach((name, all) -> all.forEach(one -> lines.add(csv(group, name, one))));
    }
    return lines;
  }

  private static List<String> csv(Group group, String measure, Estimate one) {
    List<String> line = new ArrayList<>(group.point().values());
    line.addAll(
        List.of(
            Integer.toString(group.rows()),
            measure,
            one.name(),
            decimal(one.value()),
            decimal(one.low()),
            decimal(one.high())));
    return line;
  }

  /** As pandas and DuckDB read it. */
  private static String decimal(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    return Double.isInfinite(value) ? value > 0 ? "inf" : "-inf" : Json.write(value);
  }

  /** Writes a text. */
  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + UserFile.reason(e), e);
    }
  }

  /** Makes room for a file. */
  static void replace(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot replace " + file + ": " + UserFile.reason(e), e);
    }
  }
}
