package org.spinbench.app.command.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.spinbench.app.command.benchmark.RecordingCost.Cost;
import org.spinbench.app.command.benchmark.RecordingCost.Messages;
import org.spinbench.experiments.run.Json;

/**
 * The cost of recording.
 *
 * @param training task and trainer
 * @param trainings each without and with recording
 * @param evaluations the same for evaluations without computation in between; empty if not measured
 */
record RecordingReport(
    String training, List<Pair> trainings, Optional<RecordingReport.Evaluations> evaluations) {
  /**
   * Factor from the median absolute deviation to the standard error of a median of many numbers.
   */
  private static final double ERROR = 1.4826 * 1.2533;

  /** Largest fraction of a training's time for recording. */
  static final double MOST = 0.05;

  /** Largest time for recording a message, s. */
  static final double MOST_OF_MESSAGE = 3e-6;

  /**
   * Evaluations, in groups of equal size.
   *
   * @param together size of a group
   * @param messages mean number per evaluation
   */
  record Evaluations(List<Pair> pairs, int together, Messages messages) {
    private double perMessage(ToDoubleFunction<Cost> time) {
      return Share.of(pairs, time).seconds / messages.number();
    }
  }

  /** The same work without and with recording, one after the other. */
  record Pair(Cost bare, Cost recorded) {}

  /**
   * One measure of time over all pairs.
   *
   * @param bare median without recording, s
   * @param recorded median with recording, s
   * @param more median of the relative increase
   * @param error one standard error of the increase
   * @param seconds median of the difference, s
   */
  record Share(double bare, double recorded, double more, double error, double seconds) {
    static Share of(List<Pair> pairs, ToDoubleFunction<Cost> time) {
      List<Double> bare = new ArrayList<>();
      List<Double> recorded = new ArrayList<>();
      List<Double> more = new ArrayList<>();
      List<Double> seconds = new ArrayList<>();
      for (Pair pair : pairs) {
        double one = time.applyAsDouble(pair.bare);
        double other = time.applyAsDouble(pair.recorded);
        bare.add(one);
        recorded.add(other);
        more.add(other / one - 1);
        seconds.add(other - one);
      }
      double median = median(more);
      double deviation = median(more.stream().map(one -> Math.abs(one - median)).toList());
      return new Share(
          median(bare),
          median(recorded),
          median,
          ERROR * deviation / Math.sqrt(pairs.size()),
          median(seconds));
    }
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** The measure of time. */
  private enum Measure {
    WALL("by the clock", Cost::wall),
    THREAD("core, of the thread that asks", Cost::own),
    PROGRAM("core, of all threads", Cost::all);

    private final String text;
    private final ToDoubleFunction<Cost> time;

    Measure(String text, ToDoubleFunction<Cost> time) {
      this.text = text;
      this.time = time;
    }
  }

  private static Map<String, Share> shares(List<Pair> pairs) {
    Map<String, Share> shares = new LinkedHashMap<>();
    for (Measure measure : Measure.values()) {
      shares.put(measure.name().toLowerCase(Locale.ROOT), Share.of(pairs, measure.time));
    }
    return shares;
  }

  /** The text for people. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-36s  %12s  %12s  more%n",
            "a training: " + training,
            "without",
            "recorded"));
    lines(text, trainings, 1, "s");
    evaluations.ifPresent(alone -> text(text, alone));
    text.append('\n');
    goals().forEach(goal -> text.append(goal.text()));
    return text.toString();
  }

  private static void text(StringBuilder text, Evaluations alone) {
    text.append("\nan evaluation, nothing computed between\n");
    lines(text, alone.pairs, 1e6 / alone.together, "µs");
    double messages = alone.messages.number();
    text.append(
        String.format(
            Locale.ROOT, "%na message, of %.1f in an evaluation%n", messages / alone.together));
    for (Measure measure : Measure.values()) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %-34s  %9.2f µs%n",
              measure.text,
              1e6 * alone.perMessage(measure.time)));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "  %-34s  %9.1f bytes%n",
            "in the file",
            alone.messages.bytes() / messages));
  }

  private static void lines(StringBuilder text, List<Pair> pairs, double scale, String unit) {
    for (Measure measure : Measure.values()) {
      Share share = Share.of(pairs, measure.time);
      text.append(
          String.format(
              Locale.ROOT,
              "  %-34s  %9.3f %-2s  %9.3f %-2s  %.1f ± %.1f %%%n",
              measure.text,
              scale * share.bare,
              unit,
              scale * share.recorded,
              unit,
              100 * share.more,
              100 * share.error));
    }
  }

  /**
   * Whether a goal is met.
   *
   * @param value a fraction of the time or s, like {@code atMost}
   */
  record Goal(String name, double value, double atMost, boolean met) {
    Goal(String name, double value, double atMost) {
      this(name, value, atMost, value <= atMost);
    }

    private String text() {
      return name + ": " + (met ? "met" : "missed") + "\n";
    }
  }

  private List<Goal> goals() {
    List<Goal> goals = new ArrayList<>();
    goals.add(
        new Goal(
            "at most 5 % of the time of a training", Share.of(trainings, Cost::wall).more, MOST));
    evaluations.ifPresent(
        alone ->
            goals.add(
                new Goal("at most 3 µs a message", alone.perMessage(Cost::wall), MOST_OF_MESSAGE)));
    return goals;
  }

  /** The one JSON object of {@code --json}; its keys are a promise to scripts. Times are in s. */
  private record Fields(
      String training,
      Map<String, Share> trainings,
      Integer evaluationsTogether,
      Map<String, Share> evaluations,
      Messages messages,
      List<Goal> goals) {}

  String json() {
    return Json.write(
        new Fields(
            training,
            shares(trainings),
            evaluations.map(Evaluations::together).orElse(null),
            evaluations.map(alone -> shares(alone.pairs)).orElse(null),
            evaluations.map(Evaluations::messages).orElse(null),
            goals()));
  }
}
