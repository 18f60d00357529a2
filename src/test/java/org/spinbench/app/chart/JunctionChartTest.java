package org.spinbench.app.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.spinbench.simulator.junction.Device.Channel;
import org.spinbench.simulator.junction.EmissionAnalysis;

/** Axes that people can read: units with prefixes, and spectra about their line. */
class JunctionChartTest {
  private static final Channel PLAIN = new Channel("free_my", "");

  private static XYChart panel(String parameter, double[] values, Channel channel, double... y) {
    return JunctionChart.panel(parameter, values, channel, y, 0);
  }

  private static double[] x(XYChart chart) {
    return chart.getSeriesCollection().iterator().next().getXData();
  }

  @Test
  void aSweptCurrentIsInMilliampere() {
    Channel power = new Channel("emission_power", "W");
    XYChart chart = panel("current.dc", new double[] {2e-3, 8e-3}, power, 1e-6, 4e-6);
    assertEquals("current.dc (mA)", chart.getXAxisTitle());
    assertEquals("emission power (µW)", chart.getYAxisTitle());
    assertEquals(8, x(chart)[1], 1e-9);
  }

  @Test
  void aSweptFrequencyIsInGigahertzAndAnotherParameterIsAsInTheFile() {
    double[] values = {5.4e9, 6.7e9};
    XYChart chart = panel("current.tones.0.frequency", values, PLAIN, 0.1, 0.2);
    assertEquals("current.tones.0.frequency (GHz)", chart.getXAxisTitle());
    assertEquals(5.4, x(chart)[0], 1e-9);
    XYChart other = panel("vortex.chirality", new double[] {-1, 1}, PLAIN, 0.1, 0.2);
    assertEquals("vortex.chirality", other.getXAxisTitle());
    assertEquals(-1, x(other)[0]);
  }

  @Test
  void smallPlainNumbersHaveAPowerOfTen() {
    double[] values = {-1, 1};
    assertEquals("free my (10⁻⁶)", panel("a.b", values, PLAIN, 8e-5, -2e-5).getYAxisTitle());
    assertEquals("free my", panel("a.b", values, PLAIN, 0.5, 0.02).getYAxisTitle());
    assertEquals("free my", panel("a.b", values, PLAIN, 5e20, 1).getYAxisTitle());
  }

  /** A line at 8.7 GHz in bins of 1.4 GHz, up to 300 GHz. */
  @Test
  void aSpectrumEndsSomeHarmonicsAboveItsLine() {
    double[] frequencies = IntStream.range(0, 215).mapToDouble(k -> 1.4e9 * k).toArray();
    double[] density = Arrays.stream(frequencies).map(f -> 1e-30).toArray();
    XYChart chart =
        JunctionChart.spectrum(
            new EmissionAnalysis(frequencies, density, 8.7e9, 1e-12, Double.NaN, 1.4e9));
    assertEquals("frequency (GHz)", chart.getXAxisTitle());
    double highest = Arrays.stream(x(chart)).max().orElseThrow();
    assertTrue(highest > 40 && highest < 43.5, highest + " GHz");
  }
}
