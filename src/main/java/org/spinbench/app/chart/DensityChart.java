package org.spinbench.app.chart;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.spinbench.drivers.text.Figures;
import org.spinbench.experiments.recipe.NoiseSpectrumRecipe;
import org.spinbench.experiments.recipe.NoiseSpectrumRecipe.Spectrum;

/**
 * The power spectral densities of a reading against frequency, both logarithmic: means of bands as
 * points, the fitted sum of white and 1/f noise as a line, and on it the corner where both are
 * equal.
 */
public final class DensityChart {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 640;

  /** Biases that are drawn; of more, some at equal distances. */
  private static final int MOST = 7;

  private static final int LINE = 60;

  private DensityChart() {}

  /**
   * Draws what a recipe found; nothing without a spectrum.
   *
   * @param title of the plan
   */
  public static void write(String title, NoiseSpectrumRecipe recipe, PictureFile file) {
    List<Spectrum> spectra =
        recipe.spectra().stream().filter(one -> positive(one.densities())).toList();
    if (!spectra.isEmpty()) {
      Canvas page = Canvas.of(file, WIDTH, HEIGHT);
      XYChart chart = chart(title, spectra, recipe.unit() + "²/Hz", recipe.biasUnit());
      Style.paint(chart, page, 0, 0);
      page.write(file);
    }
  }

  private static boolean positive(double... densities) {
    return densities.length > 1 && Arrays.stream(densities).allMatch(one -> one > 0);
  }

  static XYChart chart(String title, List<Spectrum> spectra, String unit, String biasUnit) {
    XYChart chart = Style.chart(title, "frequency (Hz)", "density (" + unit + ")", WIDTH, HEIGHT);
    chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
    chart.getStyler().setYAxisDecimalPattern("0E0").setMarkerSize(6);
    int count = Math.min(MOST, spectra.size());
    Set<String> names = new HashSet<>();
    for (int k = 0; k < count; k++) {
      int which = count == 1 ? 0 : Math.round((float) k * (spectra.size() - 1) / (count - 1));
      Spectrum one = spectra.get(which);
      String once = Figures.of(one.bias()) + " " + biasUnit;
      String bias = names.add(once) ? once : once + ", row " + (which + 1);
      XYSeries points = chart.addSeries(bias + ", measured", one.frequencies(), one.densities());
      Style.points(points, Style.colour(k), SeriesMarkers.CIRCLE);
      points.setLabel(bias);
      line(chart, one, bias, k);
    }
    return chart;
  }

  /** The fit where it is positive, and its corner if that is within the frequencies. */
  private static void line(XYChart chart, Spectrum one, String bias, int colour) {
    double low = one.frequencies()[0];
    double high = one.frequencies()[one.frequencies().length - 1];
    double[] x = new double[LINE];
    Arrays.setAll(x, i -> low * Math.pow(high / low, i / (LINE - 1.0)));
    double[] shown = Arrays.stream(x).filter(f -> one.fitted(f) > 0).toArray();
    if (shown.length > 1) {
      double[] y = Arrays.stream(shown).map(one::fitted).toArray();
      Style.line(chart.addSeries(bias + ", fit", shown, y), Style.colour(colour), false);
    }
    double corner = one.corner();
    if (corner > low && corner < high) {
      XYSeries mark =
          chart.addSeries(
              bias + ", corner", new double[] {corner}, new double[] {one.fitted(corner)});
      Style.points(mark, Style.colour(colour), SeriesMarkers.DIAMOND);
      mark.setLabel("corner at " + Figures.of(corner) + " Hz");
    }
  }
}
