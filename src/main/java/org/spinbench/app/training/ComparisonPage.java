package org.spinbench.app.training;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.spinbench.app.training.Comparison.Run;
import org.spinbench.app.training.Ensemble.Outcome;

/**
 * A comparison as one page that needs nothing else: for each trainer the part of the feasible chips
 * that have reached the goal, against evaluations, then the figures, then every chip.
 */
public final class ComparisonPage {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 340;
  private static final int LEFT = 60;
  private static final int BOTTOM = 40;
  private static final double FIRST_DECADE = 1;
  private static final double DECADES = 3.5;

  /** Colours that stay apart for most colour-blind readers (Okabe and Ito). */
  private static final List<String> COLOURS =
      List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D1F", "#56B4E9", "#303030");

  private ComparisonPage() {}

  /**
   * The page.
   *
   * @param conditions what was compared under, by name
   */
  public static String html(Comparison.Result result, Map<String, String> conditions) {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Training, compared</title>
        <style>
        body { font: 15px/1.5 sans-serif; color: #303030; max-width: 64em; margin: 2em auto; }
        table { border-collapse: collapse; margin: 1em 0; }
        th, td { padding: 0.2em 0.7em; text-align: right; border-bottom: 1px solid #e2e2e2; }
        th:first-child, td:first-child, td.text { text-align: left; }
        </style></head><body>
        <h1>Training, compared</h1>
        <table>
        """);
    conditions.forEach(
        (name, value) ->
            page.append("<tr><td>")
                .append(escaped(name))
                .append("</td><td class=\"text\">")
                .append(escaped(value))
                .append("</td></tr>\n"));
    page.append("</table>\n");
    curves(page, result);
    page.append(
        "<table><tr><th>trainer</th><th>reached</th><th>median</th><th>75 %</th><th>90"
            + " %</th><th>expected running time</th><th>goal reported</th><th>median</th><th>false"
            + " reports</th><th>certified 0.95</th><th>median</th><th>settings</th><th>of the"
            + " ceiling</th></tr>\n");
    for (Run run : result.runs()) {
      row(page, run.tally());
    }
    page.append("</table>\n");
    damage(page, result);
    chips(page, result);
    return page.append("</body></html>\n").toString();
  }

  private static void row(StringBuilder page, Tally t) {
    row(
        page,
        t.trainer(),
        List.of(
            t.hits() + " of " + t.feasible(),
            count(t.median()),
            count(t.upperQuartile()),
            count(t.ninth()),
            count(Math.round(t.expectedRunningTime())),
            t.declared() + " of " + t.feasible(),
            count(t.declaredMedian()),
            Integer.toString(t.wrongly()),
            t.certified() + " of " + t.feasible(),
            count(t.certifiedMedian()),
            count(t.settingsMedian()),
            String.format(Locale.ROOT, "%.4f", t.normalised())));
  }

  private static void damage(StringBuilder page, Comparison.Result result) {
    page.append(
        "<table><tr><th>over all chips</th><th>exactly the failed"
            + " named</th><th>median</th><th>most</th><th>sound device named</th><th>95 % of the"
            + " ceiling</th><th>median</th><th>90 %</th><th>most</th><th>in the end</th><th>least"
            + " of the ceiling</th><th>longest</th></tr>\n");
    for (Run run : result.runs()) {
      DamageTally d = run.damage();
      row(
          page,
          run.tally().trainer(),
          List.of(
              Integer.toString(d.named()),
              count(d.namedMedian()),
              count(d.namedMost()),
              Integer.toString(d.wrongly()),
              Integer.toString(d.near()),
              count(d.nearMedian()),
              count(d.nearNinth()),
              count(d.nearMost()),
              Integer.toString(d.kept()),
              String.format(Locale.ROOT, "%.4f", d.least()),
              count(d.evaluationsMost())));
    }
    page.append("</table>\n");
  }

  private static void row(StringBuilder page, String trainer, List<String> cells) {
    page.append("<tr><td>").append(escaped(trainer)).append("</td>");
    for (String cell : cells) {
      page.append("<td>").append(cell).append("</td>");
    }
    page.append("</tr>\n");
  }

  /** A number of evaluations; a dash for one that was not reached. */
  public static String count(long evaluations) {
    return evaluations < 0 ? "–" : Long.toString(evaluations);
  }

  private static void curves(StringBuilder page, Comparison.Result result) {
    page.append(
        String.format(
            Locale.ROOT,
            "<svg width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"part of the feasible chips"
                + " that reached the goal, against evaluations\" font-size=\"13\">%n",
            WIDTH,
            HEIGHT));
    for (int decade = 1; decade <= 4; decade++) {
      double x = x(StrictMath.pow(10, decade));
      line(page, x, y(0), x, y(1), "#e2e2e2");
      text(page, x, HEIGHT - 20, "middle", Integer.toString((int) StrictMath.pow(10, decade)));
    }
    for (int quarter = 0; quarter <= 4; quarter++) {
      line(page, LEFT, y(0.25 * quarter), WIDTH - 10, y(0.25 * quarter), "#e2e2e2");
      text(page, LEFT - 6, y(0.25 * quarter) + 4, "end", 25 * quarter + " %");
    }
    text(page, WIDTH / 2.0, HEIGHT - 4, "middle", "evaluations of the chip");
    for (int r = 0; r < result.runs().size(); r++) {
      curve(page, result, r);
    }
    page.append("</svg>\n");
  }

  private static void curve(StringBuilder page, Comparison.Result result, int index) {
    Run run = result.runs().get(index);
    String colour = COLOURS.get(index % COLOURS.size());
    long[] hits =
        run.outcomes().stream()
            .filter(o -> result.ceilings().get(result.seeds().indexOf(o.chip())) >= result.goal())
            .mapToLong(Outcome::hit)
            .filter(h -> h >= 0)
            .sorted()
            .toArray();
    int feasible = Math.max(1, run.tally().feasible());
    StringBuilder points = new StringBuilder();
    points.append(String.format(Locale.ROOT, "%.1f,%.1f", (double) LEFT, y(0)));
    for (int i = 0; i < hits.length; i++) {
      points.append(
          String.format(
              Locale.ROOT,
              " %.1f,%.1f %.1f,%.1f",
              x(hits[i]),
              y((double) i / feasible),
              x(hits[i]),
              y((i + 1.0) / feasible)));
    }
    double end = (double) hits.length / feasible;
    points.append(String.format(Locale.ROOT, " %d,%.1f", WIDTH - 10, y(end)));
    page.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"")
        .append(colour)
        .append("\" points=\"")
        .append(points)
        .append("\"/>\n<text x=\"")
        .append(LEFT + 12)
        .append("\" y=\"")
        .append(24 + 18 * index)
        .append("\" fill=\"")
        .append(colour)
        .append("\">")
        .append(escaped(run.tally().trainer()))
        .append("</text>\n");
  }

  private static double x(double evaluations) {
    double decades = StrictMath.log10(Math.max(10, evaluations)) - FIRST_DECADE;
    return LEFT + (WIDTH - 10 - LEFT) * Math.min(1, decades / DECADES);
  }

  private static double y(double part) {
    return HEIGHT - BOTTOM - part * (HEIGHT - BOTTOM - 10);
  }

  private static void line(
      StringBuilder page, double x1, double y1, double x2, double y2, String colour) {
    page.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
            x1,
            y1,
            x2,
            y2,
            colour));
  }

  private static void text(StringBuilder page, double x, double y, String anchor, String text) {
    page.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            text));
  }

  private static void chips(StringBuilder page, Comparison.Result result) {
    page.append("<table><tr><th>chip</th><th>ceiling</th>");
    result.runs().forEach(r -> page.append("<th>").append(r.tally().trainer()).append("</th>"));
    page.append("</tr>\n");
    for (int i = 0; i < result.seeds().size(); i++) {
      page.append(
          String.format(
              Locale.ROOT,
              "<tr><td>%d</td><td>%.4f</td>",
              result.seeds().get(i),
              result.ceilings().get(i)));
      for (Run run : result.runs()) {
        Outcome outcome = run.outcomes().get(i);
        page.append(
            String.format(
                Locale.ROOT,
                "<td title=\"%s\">%s (%.4f after %d)</td>",
                escaped(outcome.how()),
                count(outcome.hit()),
                outcome.accuracy(),
                outcome.evaluations()));
      }
      page.append("</tr>\n");
    }
    page.append("</table>\n");
  }

  static String escaped(String text) {
    return Arrays.stream(text.split(""))
        .map(
            c ->
                switch (c) {
                  case "&" -> "&amp;";
                  case "<" -> "&lt;";
                  case ">" -> "&gt;";
                  case "\"" -> "&quot;";
                  default -> c;
                })
        .reduce("", String::concat);
  }
}
