package org.spinbench.app.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.spinbench.app.command.Outcome;
import org.spinbench.calibration.Value;
import org.spinbench.experiments.recipe.NoiseSpectrumRecipe.Spectrum;

/** What the picture of spectral densities shows. */
class DensityChartTest {
  @TempDir Path folder;

  private static Spectrum spectrum(double bias, double white, double flicker) {
    double[] frequencies = {0.1, 0.3, 1, 3, 10, 30};
    double[] densities =
        Arrays.stream(frequencies).map(f -> white + Math.max(0, flicker) / f).toArray();
    return new Spectrum(
        bias,
        frequencies,
        densities,
        new Value(white, 0.1 * white),
        new Value(flicker, 0.1 * white));
  }

  private static XYChart chart(Spectrum... spectra) {
    return DensityChart.chart("noise", List.of(spectra), "V²/Hz", "A");
  }

  @Test
  void pointsAreMeasuredAndTheLineIsTheFit() {
    XYChart chart = chart(spectrum(1e-3, 2e-16, 6e-16));
    XYSeries measured = chart.getSeries("0.001 A, measured");
    assertEquals(6.2e-15, measured.getYData()[0], 1e-20);
    XYSeries fit = chart.getSeries("0.001 A, fit");
    double[] x = fit.getXData();
    for (int i = 0; i < x.length; i++) {
      assertEquals(2e-16 + 6e-16 / x[i], fit.getYData()[i], 1e-22, "at " + x[i]);
    }
    assertEquals(0.1, x[0], 1e-12);
    assertEquals(30, x[x.length - 1], 1e-9);
    assertTrue(chart.getStyler().isXAxisLogarithmic() && chart.getStyler().isYAxisLogarithmic());
  }

  /** At the corner, K/W, both are equal: the density is twice that of the white noise. */
  @Test
  void theCornerIsWhereBothAreEqual() {
    XYSeries corner = chart(spectrum(1e-3, 2e-16, 6e-16)).getSeries("0.001 A, corner");
    assertEquals(3, corner.getXData()[0], 1e-12);
    assertEquals(4e-16, corner.getYData()[0], 1e-24);
    assertEquals("corner at 3 Hz", corner.getLabel());
  }

  /** A fit that is negative somewhere, or a corner outside, is not drawn there. */
  @Test
  void whatALogarithmicAxisCannotShowIsLeftOut() {
    XYChart chart = chart(spectrum(0, 2e-16, -6e-17), spectrum(1e-3, 2e-16, 6e-14));
    assertEquals(0.3, chart.getSeries("0 A, fit").getXData()[0], 0.03);
    assertNull(chart.getSeries("0 A, corner"));
    assertNull(chart.getSeries("0.001 A, corner"));
  }

  @Test
  void ofManyBiasesSomeAreDrawn() {
    Spectrum[] many =
        IntStream.range(0, 21).mapToObj(i -> spectrum(i, 2e-16, 6e-16)).toArray(Spectrum[]::new);
    XYChart chart = chart(many);
    long drawn =
        chart.getSeriesCollection().stream()
            .filter(one -> one.getName().endsWith("measured"))
            .count();
    assertEquals(7, drawn);
    assertNotNull(chart.getSeries("20 A, measured"), "the largest one");
  }

  /** As on a way there and back. */
  @Test
  void aBiasThatComesTwiceIsDrawnTwice() {
    XYChart chart = chart(spectrum(1e-3, 2e-16, 6e-16), spectrum(1e-3, 3e-16, 6e-16));
    assertEquals(6.3e-15, chart.getSeries("0.001 A, row 2, measured").getYData()[0], 1e-20);
  }

  @Test
  void aMeasurementWritesThePicture() throws IOException {
    Path plan = folder.resolve("noise.toml");
    Files.writeString(
        plan,
        """
        name = "noise"
        recipe = "noise-spectrum"
        read = ["chain 1.voltage"]
        [[sweep]]
        setting = "input 1.power"
        list = [0, 50e-6]
        [[sweep]]
        variable = "n"
        from = 1
        to = 64
        step = 1
        [[derive]]
        name = "number"
        value = "n"
        """);
    Outcome measured =
        Outcome.of(
            "measure", plan.toString(), "--runs", folder.toString(), "--picture-format", "svg");
    assertEquals(0, measured.code(), measured.err());
    try (Stream<Path> files = Files.list(folder)) {
      Path picture =
          files.filter(one -> one.toString().endsWith("-density.svg")).findFirst().orElseThrow();
      String drawn = Files.readString(picture);
      assertTrue(drawn.contains("<svg") && drawn.length() > 5000, "a picture: " + drawn.length());
      assertTrue(measured.out().contains("densities: " + picture), measured.out());
    }
  }
}
