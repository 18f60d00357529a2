package org.spinbench.app.chart;

import java.awt.Color;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.YAxisPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.spinbench.experiments.run.Step;

/** Loss and accuracy of each step of training, and the steps that were accepted. */
public final class LearningChart {
  private LearningChart() {}

  /** Draws the steps of a training run into a PNG file. */
  public static void write(String title, List<Step> steps, Path file) {
    XYChart chart = Style.chart(title, "step", "accuracy (%)", 1000, 620);
    chart.getStyler().setYAxisMax(0, 100.0).setMarkerSize(8);
    chart.setYAxisGroupTitle(1, "loss");
    chart.getStyler().setYAxisMin(1, 0.0).setYAxisGroupPosition(1, YAxisPosition.Right);
    if (!steps.isEmpty()) {
      double[] number = new double[steps.size()];
      Arrays.setAll(number, i -> i + 1);
      double[] loss = steps.stream().mapToDouble(Step::loss).toArray();
      double[] accuracy = steps.stream().mapToDouble(s -> 100 * s.accuracy()).toArray();
      XYSeries lossLine = chart.addSeries("loss", number, loss);
      Style.line(lossLine, Style.colour(3), true);
      lossLine.setYAxisGroup(1);
      Style.line(chart.addSeries("accuracy", number, accuracy), Style.colour(0), true);
      accepted(chart, steps);
    }
    var page = Style.page(chart.getWidth(), chart.getHeight());
    Style.paint(chart, page, 0, 0);
    Style.write(page, file);
  }

  private static void accepted(XYChart chart, List<Step> steps) {
    List<Integer> chosen =
        IntStream.range(0, steps.size()).filter(i -> steps.get(i).accepted()).boxed().toList();
    if (chosen.isEmpty()) {
      return;
    }
    double[] x = chosen.stream().mapToDouble(i -> i + 1).toArray();
    double[] y = chosen.stream().mapToDouble(i -> 100 * steps.get(i).accuracy()).toArray();
    Style.points(chart.addSeries("accepted", x, y), new Color(0x009E73), SeriesMarkers.CIRCLE);
  }
}
