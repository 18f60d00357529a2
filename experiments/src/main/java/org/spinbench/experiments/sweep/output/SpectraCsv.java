package org.spinbench.experiments.sweep.output;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.spinbench.drivers.instrument.role.SpectrumTrace;
import org.spinbench.experiments.csv.CsvWriter;
import org.spinbench.experiments.sweep.SweepListener;
import org.spinbench.experiments.sweep.plan.Point;

/**
 * Writes the spectra of a sweep into a separate CSV file, one line per frequency; {@code point}
 * refers to the data file. Without spectra there is no file.
 */
public final class SpectraCsv implements SweepListener, AutoCloseable {
  private static final List<String> HEADINGS =
      List.of("point", "spectrum", "frequency (Hz)", "level (dBm)", "overload");

  private final Path file;
  private Optional<CsvWriter> out = Optional.empty();

  /** The file is made with the first spectrum. */
  public SpectraCsv(Path file) {
    this.file = file;
  }

  /**
   * Continues the file of a resumed sweep, if there is one.
   *
   * @param known number of points that were measured before
   */
  public static SpectraCsv resume(Path file, long known) {
    SpectraCsv spectra = new SpectraCsv(file);
    spectra.out = CsvWriter.resume(file, known);
    return spectra;
  }

  @Override
  public void spectrum(long number, String of, SpectrumTrace spectrum) {
    CsvWriter writer = out.orElseGet(this::begin);
    String point = Long.toString(number);
    String overload = spectrum.overload() ? "1" : "0";
    for (int i = 0; i < spectrum.points(); i++) {
      String frequency = Double.toString(spectrum.frequency(i));
      String level = Double.toString(spectrum.levelsDbm()[i]);
      writer.row(List.of(point, of, frequency, level, overload));
    }
    writer.flush();
  }

  private CsvWriter begin() {
    CsvWriter writer = CsvWriter.create(file);
    out = Optional.of(writer);
    writer.row(HEADINGS);
    return writer;
  }

  @Override
  public void point(Point point) {
    // Points are in the data file.
  }

  @Override
  public void close() {
    out.ifPresent(CsvWriter::close);
  }
}
