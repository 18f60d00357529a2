package org.spinbench.app.training;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.spinbench.app.chart.PagePlot;
import org.spinbench.app.page.Pages;
import org.spinbench.app.training.DriftStudy.Fate;
import org.spinbench.app.training.DriftStudy.Outcome;
import org.spinbench.app.training.DriftStudy.Result;
import org.spinbench.drivers.text.Percent;

/**
 * A study of drift as one page that needs nothing else: the part of the chips that are in tune,
 * against time, the figures, then every chip.
 */
public final class DriftPage {
  /** Names of the figures of a chip. */
  public static final List<String> FIGURES =
      List.of(
          "chip",
          "ceiling",
          "trained",
          "after",
          "alone",
          "hardened",
          "kept",
          "mean",
          "worst",
          "upkeep",
          "writes");

  private DriftPage() {}

  private record Way(String name, Function<Outcome, Fate> of) {
    DoubleStream shares(Result result) {
      return result.chips().stream().mapToDouble(chip -> of.apply(chip).share());
    }
  }

  private static final List<Way> WAYS =
      List.of(
          new Way("as trained, without correction", Outcome::alone),
          new Way("first parameters of watch, without correction", Outcome::hardened),
          new Way("kept in tune", Outcome::kept));

  /**
   * The page.
   *
   * @param conditions of the study, by name
   */
  public static String html(Result result, Map<String, String> conditions) {
    return Pages.html("training/drift", Map.of("result", result, "conditions", conditions));
  }

  /** The part of the chips that are in tune, against evaluations. */
  static PagePlot curves(Result result) {
    PagePlot plot =
        new PagePlot("Chips in tune", "evaluations since the training", "part of the chips (%)")
            .percent();
    int looks = result.chips().stream().mapToInt(o -> o.kept().accuracies().size()).min().orElse(0);
    double[] times =
        IntStream.range(0, looks).mapToDouble(i -> (i + 1.0) * result.every()).toArray();
    for (Way way : WAYS) {
      double[] shares =
          IntStream.range(0, looks).mapToDouble(look -> 100 * inTune(result, way, look)).toArray();
      plot.line(way.name(), times, shares);
    }
    return plot;
  }

  private static double inTune(Result result, Way way, int look) {
    return result.chips().stream()
        .mapToInt(o -> way.of().apply(o).accuracies().get(look) >= result.target() ? 1 : 0)
        .average()
        .orElse(0);
  }

  static List<String> heads(Result result) {
    String target = Pages.format("time with at least %.1f %%", 100 * result.target());
    return List.of("", target, "worst chip", "mean accuracy");
  }

  /** How long chips were in tune, a row for each way. */
  static List<List<String>> shares(Result result) {
    return WAYS.stream().map(way -> row(way, result)).toList();
  }

  private static List<String> row(Way way, Result result) {
    double mean =
        result.chips().stream().mapToDouble(o -> way.of().apply(o).mean()).average().orElse(0);
    return List.of(
        way.name(),
        percent(1, way.shares(result).average().orElse(0)),
        percent(1, way.shares(result).min().orElse(0)),
        accuracy(mean));
  }

  static List<String> chipHeads() {
    return FIGURES;
  }

  static List<List<String>> chips(Result result) {
    return result.chips().stream().map(DriftPage::figures).toList();
  }

  /** The figures of a chip, in the order of {@link #FIGURES}. */
  public static List<String> figures(Outcome o) {
    return List.of(
        Long.toString(o.chip()),
        accuracy(o.ceiling()),
        accuracy(o.trained()),
        Long.toString(o.trainedAfter()),
        percent(1, o.alone().share()),
        percent(1, o.hardened().share()),
        percent(1, o.kept().share()),
        accuracy(o.kept().mean()),
        accuracy(o.kept().worst()),
        percent(2, o.overhead()),
        Long.toString(o.writes()));
  }

  private static String accuracy(double value) {
    return Pages.format("%.4f", value);
  }

  private static String percent(int digits, double part) {
    return Percent.of(part, digits) + " %";
  }
}
