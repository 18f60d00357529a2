package org.spinbench.app.chart;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.YAxisPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.spinbench.experiments.run.Step;

/** Loss and accuracy of each step of training, and the steps that were accepted. */
public final class LearningChart {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 620;
  private static final int MOST_LABELS = 10;

  private LearningChart() {}

  /** Draws the steps of a training run into a PNG file. */
  public static void write(String title, List<Step> steps, Path file) {
    BufferedImage page = Style.page(WIDTH, HEIGHT);
    Style.paint(chart(title, steps), page, 0, 0);
    Style.write(page, file);
  }

  /** What a twin expects stands apart from what the chip has shown. */
  static XYChart chart(String title, List<Step> steps) {
    XYChart chart = Style.chart(title, "step", "accuracy (%)", WIDTH, HEIGHT);
    double lowest = steps.stream().mapToDouble(Step::accuracy).min().orElse(0);
    chart
        .getStyler()
        .setYAxisMax(0, 100.0)
        .setYAxisMin(0, Math.min(90, 10 * Math.floor(10 * lowest)))
        .setYAxisMin(1, 0.0)
        .setYAxisDecimalPattern("0.####")
        .setYAxisGroupPosition(1, YAxisPosition.Right)
        .setMarkerSize(8);
    chart.setYAxisGroupTitle(1, "loss");
    if (!steps.isEmpty()) {
      chart.setCustomXAxisTickLabelsFormatter(x -> label(steps, x));
      chart.getStyler().setXAxisMaxLabelCount(Math.min(steps.size(), MOST_LABELS));
      double[] number = new double[steps.size()];
      Arrays.setAll(number, i -> i + 1);
      double[] loss = steps.stream().mapToDouble(Step::loss).toArray();
      XYSeries lossLine = chart.addSeries("loss", number, loss);
      Style.line(lossLine, Style.colour(3), true);
      lossLine.setYAxisGroup(1);
      List<Integer> shown = numbers(steps, step -> !step.byTwin());
      if (!shown.isEmpty()) {
        Style.line(add(chart, "accuracy on the chip", steps, shown), Style.colour(0), true);
      }
      List<Integer> expected = numbers(steps, Step::byTwin);
      if (!expected.isEmpty()) {
        Style.points(
            add(chart, "accuracy expected by the twin", steps, expected),
            Style.colour(1),
            SeriesMarkers.DIAMOND);
      }
      List<Integer> accepted = numbers(steps, Step::accepted);
      if (!accepted.isEmpty()) {
        Style.points(
            add(chart, "accepted", steps, accepted), new Color(0x009E73), SeriesMarkers.CIRCLE);
      }
    }
    return chart;
  }

  private static List<Integer> numbers(List<Step> steps, Predicate<Step> which) {
    return IntStream.range(0, steps.size()).filter(i -> which.test(steps.get(i))).boxed().toList();
  }

  private static XYSeries add(XYChart chart, String name, List<Step> steps, List<Integer> which) {
    double[] x = which.stream().mapToDouble(i -> i + 1).toArray();
    double[] y = which.stream().mapToDouble(i -> 100 * steps.get(i).accuracy()).toArray();
    return chart.addSeries(name, x, y);
  }

  /** What a step was, and which of its kind. */
  private static String label(List<Step> steps, double x) {
    int index = (int) Math.round(x) - 1;
    if (index < 0 || index >= steps.size() || x != Math.rint(x)) {
      return "";
    }
    Step step = steps.get(index);
    return step.block() == 0 ? step.phase() : step.phase() + " " + step.block();
  }
}
