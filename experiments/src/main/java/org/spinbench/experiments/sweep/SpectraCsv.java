package org.spinbench.experiments.sweep;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.spinbench.drivers.instrument.SpectrumTrace;

/**
 * Writes the spectra of a sweep into a CSV file of their own, one line a frequency; their {@code
 * point} is that of the data file. Without spectra there is no file.
 */
public final class SpectraCsv implements SweepListener, AutoCloseable {
  private final Path file;
  private BufferedWriter out;

  /** Begins no file yet. */
  public SpectraCsv(Path file) {
    this.file = file;
  }

  @Override
  public void spectrum(long number, String of, SpectrumTrace spectrum) {
    try {
      if (out == null) {
        out = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW);
        out.write("point,spectrum,frequency (Hz),level (dBm)\r\n");
      }
      for (int i = 0; i < spectrum.points(); i++) {
        out.write(number + "," + Csv.field(of) + ",");
        out.write(spectrum.frequency(i) + "," + spectrum.levelsDbm()[i] + "\r\n");
      }
      out.flush();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void point(Point point) {
    // Points stand in the data file.
  }

  @Override
  public void close() {
    try {
      if (out != null) {
        out.close();
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private UncheckedIOException failure(IOException e) {
    return new UncheckedIOException("cannot write the spectra into " + file + ": " + e, e);
  }
}
