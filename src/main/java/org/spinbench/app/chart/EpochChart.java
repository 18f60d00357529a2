package org.spinbench.app.chart;

import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.spinbench.experiments.study.drone.DroneStudy.SeedResult;
import org.spinbench.experiments.study.drone.Epoch;

/** Accuracy against epoch: on training and test spectra, for every seed. */
public final class EpochChart {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 620;

  private EpochChart() {}

  /** Draws trainings into a file. */
  public static void write(String title, List<SeedResult> seeds, PictureFile file) {
    XYChart chart = Style.chart(title, "epoch", "accuracy (%)", WIDTH, HEIGHT);
    chart.getStyler().setYAxisMax(100.0).setYAxisDecimalPattern("0.##");
    int step = labelStep(seeds.get(0).history().size());
    chart.getStyler().setPlotGridVerticalLinesVisible(false);
    chart.setCustomXAxisTickLabelsFormatter(
        epoch -> epoch % step == 0 ? Integer.toString(epoch.intValue()) : "");
    double lowest = 1;
    for (int n = 0; n < seeds.size(); n++) {
      SeedResult seed = seeds.get(n);
      double[] train = seed.history().stream().mapToDouble(Epoch::accuracy).toArray();
      double[] test = seed.testAccuracy().stream().mapToDouble(Double::doubleValue).toArray();
      add(chart, "training" + suffix(n, seed), train, 0, n == 0);
      add(chart, "test" + suffix(n, seed), test, 1, n == 0);
      lowest = Math.min(lowest, median(test));
    }
    chart.getStyler().setYAxisMin(Math.max(0, 100 - 8 * Math.max(1, 100 * (1 - lowest))));
    Canvas page = Canvas.of(file, WIDTH, HEIGHT);
    Style.paint(chart, page, 0, 0);
    page.write(file);
  }

  /** 1, 2 or 5 times a power of ten: as few as give twelve labels at most. */
  private static int labelStep(int epochs) {
    int step = 1;
    for (int n = 0; epochs / step > 12; n++) {
      step = n % 3 == 1 ? step / 2 * 5 : 2 * step;
    }
    return step;
  }

  private static String suffix(int number, SeedResult seed) {
    return number == 0 ? "" : " " + seed.seed();
  }

  private static void add(
      XYChart chart, String name, double[] shares, int colour, boolean inLegend) {
    double[] epoch = new double[shares.length];
    Arrays.setAll(epoch, n -> n + 1);
    double[] percent = Arrays.stream(shares).map(share -> 100 * share).toArray();
    Style.line(chart.addSeries(name, epoch, percent), Style.colour(colour), inLegend);
  }

  private static double median(double[] values) {
    return Arrays.stream(values).sorted().toArray()[values.length / 2];
  }
}
