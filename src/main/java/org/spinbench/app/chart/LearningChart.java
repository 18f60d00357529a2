package org.spinbench.app.chart;

import java.awt.Color;
import java.util.List;
import java.util.function.Predicate;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.YAxisPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.spinbench.app.chart.LearningCurve.Shown;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Step;

/** Loss and accuracy of each step of training, and the steps that were accepted. */
public final class LearningChart {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 620;
  private static final int MOST_LABELS = 10;

  private LearningChart() {}

  /** Draws the steps of a training run into a file. A long run has more than memory holds. */
  public static void write(String title, RunFile run, PictureFile file) {
    write(title, LearningCurve.of(run::eachStep), file);
  }

  static void write(String title, LearningCurve curve, PictureFile file) {
    Canvas page = Canvas.of(file, WIDTH, HEIGHT);
    Style.paint(chart(title, curve), page, 0, 0);
    page.write(file);
  }

  /** What a twin expects stands apart from what the chip has shown. */
  static XYChart chart(String title, LearningCurve curve) {
    List<Shown> steps = curve.shown();
    XYChart chart = Style.chart(title, "step", "accuracy (%)", WIDTH, HEIGHT);
    double lowest = steps.stream().mapToDouble(one -> one.step().accuracy()).min().orElse(0);
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
      if (curve.isWhole()) {
        chart.setCustomXAxisTickLabelsFormatter(x -> label(steps, x));
      } else {
        chart.getStyler().setXAxisDecimalPattern("0");
      }
      chart.getStyler().setXAxisMaxLabelCount(Math.min(steps.size(), MOST_LABELS));
      double[] number = steps.stream().mapToDouble(Shown::number).toArray();
      double[] loss = steps.stream().mapToDouble(one -> one.step().loss()).toArray();
      XYSeries lossLine = chart.addSeries("loss", number, loss);
      Style.line(lossLine, Style.colour(3), true);
      lossLine.setYAxisGroup(1);
      List<Shown> shown = some(steps, step -> !step.byTwin());
      if (!shown.isEmpty()) {
        Style.line(add(chart, "accuracy on the chip", shown), Style.colour(0), true);
      }
      List<Shown> expected = some(steps, Step::byTwin);
      if (!expected.isEmpty()) {
        Style.points(
            add(chart, "accuracy expected by the twin", expected),
            Style.colour(1),
            SeriesMarkers.DIAMOND);
      }
      List<Shown> accepted = some(steps, Step::accepted);
      if (!accepted.isEmpty()) {
        Style.points(add(chart, "accepted", accepted), new Color(0x009E73), SeriesMarkers.CIRCLE);
      }
    }
    return chart;
  }

  private static List<Shown> some(List<Shown> steps, Predicate<Step> which) {
    return steps.stream().filter(one -> which.test(one.step())).toList();
  }

  private static XYSeries add(XYChart chart, String name, List<Shown> some) {
    double[] x = some.stream().mapToDouble(Shown::number).toArray();
    double[] y = some.stream().mapToDouble(one -> 100 * one.step().accuracy()).toArray();
    return chart.addSeries(name, x, y);
  }

  /** What a step was, and which of its kind. */
  private static String label(List<Shown> steps, double x) {
    int index = (int) Math.round(x) - 1;
    if (index < 0 || index >= steps.size() || x != Math.rint(x)) {
      return "";
    }
    Step step = steps.get(index).step();
    return step.block() == 0 ? step.phase() : step.phase() + " " + step.block();
  }
}
