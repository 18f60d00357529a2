package org.spinbench.app.training;

import static org.spinbench.app.page.Pages.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.spinbench.app.chart.PagePlot;
import org.spinbench.app.page.Pages;
import org.spinbench.app.training.Comparison.Run;
import org.spinbench.app.training.Ensemble.Outcome;

/**
 * A comparison as one page that needs nothing else: for each trainer the part of the feasible chips
 * that have reached the goal, against evaluations, then the figures, then every chip.
 */
public final class ComparisonPage {
  /** The curves begin here; fewer evaluations than this count as this. */
  private static final double FIRST = 10;

  static final List<String> TRAINERS =
      List.of(
          "trainer",
          "goal claimed",
          "median",
          "seconds",
          "false claims",
          "certified 0.95",
          "median",
          "reached, by the oracle",
          "median",
          "75 %",
          "90 %",
          "expected running time",
          "settings",
          "of the ceiling");

  static final List<String> DAMAGE =
      List.of(
          "over all chips",
          "exactly the failed named",
          "median",
          "most",
          "sound device named",
          "95 % of the ceiling",
          "median",
          "90 %",
          "most",
          "in the end",
          "least of the ceiling",
          "longest");

  /** Duration of an evaluation on the default bench, s: 60 ms of integration, and settling. */
  public static final double EVALUATION = 0.064;

  private ComparisonPage() {}

  /**
   * The page.
   *
   * @param conditions what was compared under, by name
   */
  public static String html(Comparison.Result result, Map<String, String> conditions) {
    return Pages.html("training/comparison", Map.of("result", result, "conditions", conditions));
  }

  /** How the trainers did, a row each. */
  static List<List<String>> trainers(Comparison.Result result) {
    return result.runs().stream().map(run -> row(run.tally())).toList();
  }

  private static List<String> row(Tally t) {
    return List.of(
        t.trainer(),
        t.declared() + " of " + t.feasible(),
        count(t.declaredMedian()),
        seconds(t.declaredMedian()),
        Integer.toString(t.wrongly()),
        t.certified() + " of " + t.feasible(),
        count(t.certifiedMedian()),
        t.hits() + " of " + t.feasible(),
        count(t.median()),
        count(t.upperQuartile()),
        count(t.ninth()),
        count(Math.round(t.expectedRunningTime())),
        count(t.settingsMedian()),
        accuracy(t.normalised()));
  }

  /** How they did with devices that fail, a row each. */
  static List<List<String>> damage(Comparison.Result result) {
    return result.runs().stream().map(run -> row(run.tally().trainer(), run.damage())).toList();
  }

  private static List<String> row(String trainer, DamageTally d) {
    return List.of(
        trainer,
        Integer.toString(d.named()),
        count(d.namedMedian()),
        count(d.namedMost()),
        Integer.toString(d.wrongly()),
        Integer.toString(d.near()),
        count(d.nearMedian()),
        count(d.nearNinth()),
        count(d.nearMost()),
        Integer.toString(d.kept()),
        accuracy(d.least()),
        count(d.evaluationsMost()));
  }

  /** How a trainer did on one chip. */
  static String chip(Outcome outcome) {
    return format(
        "%s (%.4f after %d)", count(outcome.hit()), outcome.accuracy(), outcome.evaluations());
  }

  static String accuracy(double value) {
    return format("%.4f", value);
  }

  /** A number of evaluations; a dash for one that was not reached. */
  public static String count(long evaluations) {
    return evaluations < 0 ? "–" : Long.toString(evaluations);
  }

  /** The time of this number of evaluations on a bench, s; a dash for what was not reached. */
  public static String seconds(long evaluations) {
    return evaluations < 0 ? "–" : format("%.1f", evaluations * EVALUATION);
  }

  /** The part of the feasible chips that reached the goal, a step for each chip. */
  static PagePlot curves(Comparison.Result result) {
    double last =
        result.runs().stream()
            .flatMap(run -> run.outcomes().stream())
            .mapToLong(Outcome::evaluations)
            .max()
            .orElse(0);
    double end = Math.max(10 * FIRST, last);
    PagePlot plot =
        new PagePlot(
                "Feasible chips that reached the goal",
                "evaluations of the chip",
                "part of the feasible chips (%)")
            .logarithmic(FIRST, end)
            .percent();
    result.runs().forEach(run -> curve(plot, result, run, end));
    return plot;
  }

  private static void curve(PagePlot plot, Comparison.Result result, Run run, double end) {
    long[] hits =
        run.outcomes().stream()
            .filter(o -> result.ceilings().get(result.seeds().indexOf(o.chip())) >= result.goal())
            .mapToLong(Outcome::hit)
            .filter(h -> h >= 0)
            .sorted()
            .toArray();
    double each = 100.0 / Math.max(1, run.tally().feasible());
    List<Double> x = new ArrayList<>(List.of(FIRST));
    List<Double> y = new ArrayList<>(List.of(0.0));
    for (double hit : LongStream.of(hits).asDoubleStream().toArray()) {
      double reached = y.get(y.size() - 1);
      x.addAll(List.of(Math.max(FIRST, hit), Math.max(FIRST, hit)));
      y.addAll(List.of(reached, reached + each));
    }
    x.add(end);
    y.add(y.get(y.size() - 1));
    plot.line(
        run.tally().trainer(),
        x.stream().mapToDouble(value -> value).toArray(),
        y.stream().mapToDouble(value -> value).toArray());
  }
}
