package org.spinbench.app.training;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.spinbench.app.training.DriftStudy.Fate;
import org.spinbench.app.training.DriftStudy.Outcome;
import org.spinbench.app.training.DriftStudy.Result;
import org.spinbench.drivers.text.Percent;

/**
 * A study of drift as one page that needs nothing else: the part of the chips that are in tune,
 * against time, the figures, then every chip.
 */
public final class DriftPage {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 300;
  private static final int LEFT = 60;
  private static final int BOTTOM = 40;
  private static final int TOP = 10;
  private static final int TICKS = 5;

  private DriftPage() {}

  private record Way(String name, String colour, Function<Outcome, Fate> of) {}

  private static final List<Way> WAYS =
      List.of(
          new Way("as trained, left alone", "#D55E00", Outcome::alone),
          new Way("the controller's parameters, left alone", "#CC79A7", Outcome::hardened),
          new Way("kept in tune", "#0072B2", Outcome::kept));

  /**
   * The page.
   *
   * @param conditions of the study, by name
   */
  public static String html(Result result, Map<String, String> conditions) {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Chips that drift</title>
        <style>
        body { font: 15px/1.5 sans-serif; color: #303030; max-width: 64em; margin: 2em auto; }
        table { border-collapse: collapse; margin: 1em 0; }
        th, td { padding: 0.2em 0.7em; text-align: right; border-bottom: 1px solid #e2e2e2; }
        th:first-child, td:first-child, td.text { text-align: left; }
        </style></head><body>
        <h1>Chips that drift</h1>
        <table>
        """);
    conditions.forEach(
        (name, value) ->
            page.append("<tr><td>")
                .append(ComparisonPage.escaped(name))
                .append("</td><td class=\"text\">")
                .append(ComparisonPage.escaped(value))
                .append("</td></tr>\n"));
    page.append("</table>\n");
    curves(page, result);
    figures(page, result);
    chips(page, result);
    return page.append("</body></html>\n").toString();
  }

  private static void curves(StringBuilder page, Result result) {
    page.append(
        String.format(
            Locale.ROOT,
            "<svg width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"part of the chips in tune,"
                + " against evaluations since training\" font-size=\"13\">%n",
            WIDTH,
            HEIGHT));
    for (int tick = 0; tick <= TICKS; tick++) {
      double part = (double) tick / TICKS;
      text(page, LEFT - 6, y(part) + 4, "end", Math.round(100 * part) + " %");
      text(
          page,
          x(part),
          HEIGHT - 20,
          "middle",
          Long.toString(Math.round(part * result.evaluations())));
      page.append(
          String.format(
              Locale.ROOT,
              "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#e2e2e2\"/>%n",
              LEFT,
              y(part),
              WIDTH - 20,
              y(part)));
    }
    text(page, WIDTH / 2.0, HEIGHT - 4, "middle", "evaluations since the training");
    for (int w = 0; w < WAYS.size(); w++) {
      curve(page, result, WAYS.get(w), w);
    }
    page.append("</svg>\n");
  }

  private static void curve(StringBuilder page, Result result, Way way, int place) {
    int looks = result.chips().stream().mapToInt(o -> o.kept().accuracies().size()).min().orElse(0);
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < looks; i++) {
      int look = i;
      double part =
          result.chips().stream()
              .mapToInt(o -> way.of().apply(o).accuracies().get(look) >= result.target() ? 1 : 0)
              .average()
              .orElse(0);
      double time = (i + 1.0) * result.every() / result.evaluations();
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(time), y(part)));
    }
    page.append(
        String.format(
            Locale.ROOT,
            "<polyline fill=\"none\" stroke-width=\"1.6\" stroke=\"%s\" points=\"%s\"/>%n"
                + "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n",
            way.colour(),
            points.toString().strip(),
            LEFT + 12,
            HEIGHT - BOTTOM - 12 - 18 * (WAYS.size() - 1 - place),
            way.colour(),
            way.name()));
  }

  private static double x(double part) {
    return LEFT + part * (WIDTH - 20 - LEFT);
  }

  private static double y(double part) {
    return HEIGHT - BOTTOM - part * (HEIGHT - BOTTOM - TOP);
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

  private static void figures(StringBuilder page, Result result) {
    page.append(
        String.format(
            Locale.ROOT,
            "<table><tr><th></th><th>time with at least %.1f %%</th><th>worst chip</th>"
                + "<th>mean accuracy</th></tr>%n",
            100 * result.target()));
    for (Way way : WAYS) {
      page.append(
          String.format(
              Locale.ROOT,
              "<tr><td>%s</td><td>%s %%</td><td>%s %%</td><td>%.4f</td></tr>%n",
              way.name(),
              Percent.of(mean(result, o -> way.of().apply(o).share()), 1),
              Percent.of(
                  result.chips().stream()
                      .mapToDouble(o -> way.of().apply(o).share())
                      .min()
                      .orElse(0),
                  1),
              mean(result, o -> way.of().apply(o).mean())));
    }
    page.append(
        String.format(
            Locale.ROOT,
            "</table>%n<p>Upkeep took %s %% of the evaluations.</p>%n",
            Percent.of(result.overhead(), 2)));
  }

  private static double mean(Result result, Function<Outcome, Double> of) {
    return result.chips().stream().mapToDouble(of::apply).average().orElse(0);
  }

  private static void chips(StringBuilder page, Result result) {
    page.append("<table>");
    row(page, "th", figures(result.chips().get(0)).keySet());
    result.chips().forEach(chip -> row(page, "td", figures(chip).values()));
    page.append("</table>\n");
  }

  private static void row(StringBuilder page, String kind, Collection<String> cells) {
    page.append("<tr>");
    for (String cell : cells) {
      page.append('<').append(kind).append('>').append(cell).append("</").append(kind).append('>');
    }
    page.append("</tr>\n");
  }

  /** What is told of a chip, by name. */
  public static Map<String, String> figures(Outcome o) {
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("chip", Long.toString(o.chip()));
    figures.put("ceiling", accuracy(o.ceiling()));
    figures.put("trained", accuracy(o.trained()));
    figures.put("after", Long.toString(o.trainedAfter()));
    figures.put("alone", percent(1, o.alone().share()));
    figures.put("hardened", percent(1, o.hardened().share()));
    figures.put("kept", percent(1, o.kept().share()));
    figures.put("mean", accuracy(o.kept().mean()));
    figures.put("worst", accuracy(o.kept().worst()));
    figures.put("upkeep", percent(2, o.overhead()));
    figures.put("writes", Long.toString(o.writes()));
    return figures;
  }

  private static String accuracy(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String percent(int digits, double part) {
    return Percent.of(part, digits) + " %";
  }
}
