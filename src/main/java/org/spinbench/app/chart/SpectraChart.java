package org.spinbench.app.chart;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import org.knowm.xchart.XYChart;
import org.spinbench.experiments.drone.data.Spectra;

/** The spectra of every class: mean and largest power of each frequency bin. */
public final class SpectraChart {
  private static final int COLUMNS = 3;
  private static final int WIDTH = 560;
  private static final int HEIGHT = 320;
  private static final double FLOOR = 1e-3;

  private SpectraChart() {}

  /** Draws a panel for each class into a PNG file. */
  public static void write(Spectra spectra, Path file) {
    int rows = (spectra.classes() + COLUMNS - 1) / COLUMNS;
    BufferedImage page = Style.page(COLUMNS * WIDTH, rows * HEIGHT);
    for (int label = 0; label < spectra.classes(); label++) {
      Style.paint(panel(spectra, label), page, label % COLUMNS * WIDTH, label / COLUMNS * HEIGHT);
    }
    Style.write(page, file);
  }

  private static XYChart panel(Spectra spectra, int label) {
    double[] bins = new double[spectra.bins()];
    Arrays.setAll(bins, bin -> bin);
    double[] mean = new double[bins.length];
    double[] largest = new double[bins.length];
    int count = 0;
    for (int row = 0; row < spectra.rows(); row++) {
      if (spectra.label(row) == label) {
        count++;
        double[] powers = spectra.powers(row);
        for (int bin = 0; bin < bins.length; bin++) {
          mean[bin] += powers[bin];
          largest[bin] = Math.max(largest[bin], powers[bin]);
        }
      }
    }
    int samples = Math.max(1, count);
    XYChart chart =
        Style.chart(spectra.classNames().get(label), "frequency bin", "power (dB)", WIDTH, HEIGHT);
    chart.getStyler().setXAxisMax(bins.length - 1.0).setXAxisMin(0.0).setYAxisMin(-30.0);
    chart.getStyler().setXAxisMaxLabelCount(9).setYAxisMax(0.0).setLegendVisible(label == 0);
    double[] meanDb = Arrays.stream(mean).map(p -> decibels(p / samples)).toArray();
    double[] largestDb = Arrays.stream(largest).map(SpectraChart::decibels).toArray();
    Style.line(chart.addSeries("largest", bins, largestDb), Style.colour(5), true);
    Style.line(chart.addSeries("mean", bins, meanDb), Style.colour(0), true);
    return chart;
  }

  private static double decibels(double power) {
    return 10 * Math.log10(Math.max(FLOOR, power));
  }
}
