package org.spinbench.experiments.sweep.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.instrument.role.SpectrumTrace;

/** The file of spectra beside the data of a sweep. */
class SpectraCsvTest {
  private static final String HEADINGS = "point,spectrum,frequency (Hz),level (dBm),overload";

  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("data-spectra.csv");
  }

  private static SpectrumTrace trace(boolean overload, double... levels) {
    return new SpectrumTrace(100e6, 300e6, 1e5, levels, Instant.EPOCH, overload);
  }

  @Test
  void withoutSpectraThereIsNoFile() {
    new SpectraCsv(file).close();
    assertFalse(Files.exists(file));
  }

  /** Frequencies are equally spaced, both ends inclusive; an overload marks every line. */
  @Test
  void aLineForEachFrequency() throws IOException {
    try (SpectraCsv spectra = new SpectraCsv(file)) {
      spectra.spectrum(1, "neuron 1.line_power", trace(false, -90, -40.5, -91));
      spectra.spectrum(2, "a, b", trace(true, -80, 3));
    }
    assertEquals(
        List.of(
            HEADINGS,
            "1,neuron 1.line_power,1.0E8,-90.0,0",
            "1,neuron 1.line_power,2.0E8,-40.5,0",
            "1,neuron 1.line_power,3.0E8,-91.0,0",
            "2,\"a, b\",1.0E8,-80.0,1",
            "2,\"a, b\",3.0E8,3.0,1"),
        Files.readAllLines(file));
  }

  /** Whoever reads the file during the sweep sees every spectrum that was taken. */
  @Test
  void eachSpectrumIsInTheFileAtOnce() throws IOException {
    try (SpectraCsv spectra = new SpectraCsv(file)) {
      spectra.spectrum(1, "s", trace(false, -90, -91));
      assertEquals(3, Files.readAllLines(file).size());
      spectra.spectrum(2, "s", trace(false, -90, -91));
      assertEquals(5, Files.readAllLines(file).size());
    }
  }

  /** Lines of points that were not complete are written again. */
  @Test
  void aResumedSweepKeepsTheLinesOfItsPoints() throws IOException {
    try (SpectraCsv spectra = new SpectraCsv(file)) {
      for (int point = 1; point <= 3; point++) {
        spectra.spectrum(point, "s", trace(false, -90, -91));
      }
    }
    List<String> before = Files.readAllLines(file);
    try (SpectraCsv spectra = SpectraCsv.resume(file, 2)) {
      spectra.spectrum(3, "s", trace(false, -70, -71));
    }
    List<String> after = Files.readAllLines(file);
    assertEquals(before.subList(0, 5), after.subList(0, 5));
    assertEquals(List.of("3,s,1.0E8,-70.0,0", "3,s,3.0E8,-71.0,0"), after.subList(5, 7));
    assertEquals(7, after.size());
  }
}
