package org.spinbench.app.command.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.spinbench.app.benchmark.LinkComparison.Figures;
import org.spinbench.app.benchmark.LinkComparison.Result;
import org.spinbench.app.benchmark.LinkWorkload;
import org.spinbench.experiments.run.Json;

/**
 * The result of a comparison of links, as text and as JSON.
 *
 * @param results one per contender; first the bare socket, second a session over a raw socket
 */
record LinkReport(List<Result> results) {
  /** Largest time of a session over a raw socket, as a multiple of the bare socket's time. */
  private static final Map<LinkWorkload, Double> GOALS =
      Map.of(
          LinkWorkload.QUERY,
          1.25,
          LinkWorkload.CHECKED_SET_AND_QUERY,
          1.6,
          LinkWorkload.BLOCK,
          1 / 0.8);

  /** The one JSON object of {@code --json}; its keys are a promise to scripts. Times are in s. */
  private record Fields(List<Contender> contenders, Map<String, Goal> goals) {}

  private record Contender(String name, Map<String, Figures> figures) {}

  private record Goal(double atMost, double ratio, boolean met) {}

  /** The JSON object, on one line. */
  String json() {
    Map<String, Goal> goals = new LinkedHashMap<>();
    for (LinkWorkload workload : LinkWorkload.values()) {
      if (GOALS.containsKey(workload)) {
        double limit = GOALS.get(workload);
        double ratio = ratio(workload);
        goals.put(key(workload), new Goal(limit, ratio, ratio <= limit));
      }
    }
    Fields object = new Fields(results.stream().map(LinkReport::contender).toList(), goals);
    return Json.write(object);
  }

  private static Contender contender(Result result) {
    Map<String, Figures> figures = new LinkedHashMap<>();
    result.figures().forEach((workload, own) -> figures.put(key(workload), own));
    return new Contender(result.name(), figures);
  }

  private double ratio(LinkWorkload workload) {
    return results.get(1).figures().get(workload).ratio();
  }

  private static String key(LinkWorkload workload) {
    return switch (workload) {
      case QUERY -> "query";
      case CHECKED_SET_AND_QUERY -> "checkedSetAndQuery";
      case TRACE -> "trace";
      case BLOCK -> "block";
    };
  }

  /** The table for people. */
  String text() {
    int width = results.stream().mapToInt(result -> result.name().length()).max().orElse(0);
    String name = "%-" + width + "s";
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            name + "  %-22s  %-22s  %-22s  %-22s\n",
            "median, 99 %, ratio",
            "query",
            "checked set + query",
            "trace of 1001 points",
            "block of 1 000 000"));
    for (Result result : results) {
      text.append(String.format(Locale.ROOT, name, result.name()));
      for (LinkWorkload workload : LinkWorkload.values()) {
        text.append("  ").append(cell(result.figures().get(workload)));
      }
      text.append('\n');
    }
    return text.append('\n').append(goals()).toString();
  }

  private static String cell(Figures figures) {
    return String.format(
        Locale.ROOT,
        "%8s %8s %6.2f",
        duration(figures.p50()),
        duration(figures.p99()),
        figures.ratio());
  }

  private static String duration(double seconds) {
    return seconds < 1e-3
        ? String.format(Locale.ROOT, "%.1f µs", seconds * 1e6)
        : String.format(Locale.ROOT, "%.2f ms", seconds * 1e3);
  }

  private String goals() {
    StringBuilder text = new StringBuilder();
    GOALS.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            goal ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "goal over a raw socket: %s at most %.2f of the bare socket: %.2f, %s\n",
                        key(goal.getKey()),
                        goal.getValue(),
                        ratio(goal.getKey()),
                        ratio(goal.getKey()) <= goal.getValue() ? "met" : "missed")));
    return text.toString();
  }
}
