package org.spinbench.experiments.sweep.output;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.spinbench.experiments.csv.CsvWriter;
import org.spinbench.experiments.sweep.Sweep;
import org.spinbench.experiments.sweep.SweepListener;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Point;
import org.spinbench.experiments.sweep.plan.QuantityColumn;

/**
 * Writes points into a CSV file (RFC 4180) as they come: one line of headings with units in
 * parentheses, and one line per setpoint. Numbers have the fewest digits that read back exactly;
 * missing values are empty. Each line goes to the operating system before the next is measured;
 * those of a pass that instruments made by themselves go together.
 */
public final class Csv implements SweepListener, AutoCloseable {
  private final CsvWriter out;
  private final long known;

  /**
   * Begins a file.
   *
   * @throws java.io.UncheckedIOException if it cannot be written, or exists already
   */
  public Csv(Path file, Sweep sweep) {
    known = 0;
    out = CsvWriter.create(file);
    out.row(headings(sweep));
    out.flush();
  }

  private Csv(CsvWriter out, long known) {
    this.out = out;
    this.known = known;
  }

  /**
   * Continues the file of a resumed sweep, or begins one.
   *
   * @param known number of points that were measured before
   */
  public static Csv resume(Path file, Sweep sweep, long known) {
    return CsvWriter.resume(file, known)
        .map(writer -> new Csv(writer, known))
        .orElseGet(() -> new Csv(file, sweep));
  }

  private static List<String> headings(Sweep sweep) {
    List<String> headings =
        new ArrayList<>(
            List.of("point", "time", "repeat", "line", "direction", "reference", "settled"));
    sweep.settings().forEach(setting -> headings.add(setting.heading()));
    for (QuantityColumn reading : sweep.readings()) {
      headings.add(reading.heading());
      headings.add(reading.heading("uncertainty"));
      headings.add(reading.name() + " samples");
      headings.add(reading.name() + " overload");
      headings.add(reading.name() + " time");
      headings.add(reading.name() + " compliance");
    }
    return headings;
  }

  @Override
  public void point(Point point) {
    if (point.number() <= known) {
      return;
    }
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
      fields.add(flag(mean.compliance()));
    }
    out.row(fields);
    if (point.reference()) {
      out.flush(); // the next point follows without progress
    }
  }

  /** Hands the lines so far to the operating system, because something is measured next. */
  @Override
  public void progress(long done, long total) {
    out.flush();
  }

  private static String flag(boolean value) {
    return value ? "1" : "0";
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }

  @Override
  public void close() {
    out.close();
  }
}
