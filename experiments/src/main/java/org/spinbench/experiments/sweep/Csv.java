package org.spinbench.experiments.sweep;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes points as they come into a CSV file (RFC 4180): one line of headings, in which units stand
 * in parentheses, and one line a setpoint. Numbers are the shortest that read back the same; what
 * could not be read is empty. Each line is on its way to the disk before the next is measured.
 */
public final class Csv implements SweepListener, AutoCloseable {
  private final Path file;
  private final BufferedWriter out;

  /**
   * Begins a file.
   *
   * @throws UncheckedIOException if it cannot be written, or is there already
   */
  public Csv(Path file, Sweep sweep) {
    this.file = file;
    try {
      out = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw failure(e);
    }
    line(headings(sweep));
  }

  private static List<String> headings(Sweep sweep) {
    List<String> headings =
        new ArrayList<>(
            List.of("point", "time", "repeat", "line", "direction", "reference", "settled"));
    sweep.settings().forEach(setting -> headings.add(setting.heading()));
    for (Quantity reading : sweep.readings()) {
      headings.add(reading.heading());
      headings.add(reading.heading("uncertainty"));
      headings.add(reading.name() + " samples");
      headings.add(reading.name() + " overload");
      headings.add(reading.name() + " time");
    }
    return headings;
  }

  @Override
  public void point(Point point) {
    List<String> fields = new ArrayList<>();
    fields.add(Long.toString(point.number()));
    fields.add(point.time().toString());
    fields.add(Integer.toString(point.place().repeat() + 1));
    fields.add(Long.toString(point.place().line() + 1));
    fields.add(point.place().backward() ? "back" : "forward");
    fields.add(flag(point.reference()));
    fields.add(flag(point.settled()));
    point.settings().forEach(value -> fields.add(Double.toString(value)));
    for (Mean mean : point.readings()) {
      fields.add(number(mean.value()));
      fields.add(number(mean.uncertainty()));
      fields.add(Integer.toString(mean.samples()));
      fields.add(flag(mean.overload()));
      fields.add(mean.samples() == 0 ? "" : mean.time().toString());
    }
    line(fields);
  }

  private static String flag(boolean value) {
    return value ? "1" : "0";
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }

  private void line(List<String> fields) {
    try {
      out.write(fields.stream().map(Csv::field).collect(Collectors.joining(",")));
      out.write("\r\n");
      out.flush();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** A text as a field: in quotes where it holds what separates fields. */
  public static String field(String text) {
    boolean plain = text.indexOf(',') < 0 && text.indexOf('"') < 0 && text.indexOf('\n') < 0;
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private UncheckedIOException failure(IOException e) {
    return new UncheckedIOException("cannot write the data file " + file + ": " + e, e);
  }
}
