package org.spinbench.app.command.runs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.store.RunException;

/**
 * Whether two runs of one experiment agree: the same messages to each instrument in the same order,
 * and readings that agree within their uncertainties.
 *
 * @param messages number of messages on the first bench
 * @param readings number of compared readings
 * @param limit largest allowed difference of a reading, in standard deviations; one comparison in a
 *     thousand of equal benches exceeds it
 * @param largest the largest difference in standard deviations
 * @param firstMessage the first different message
 * @param firstReading the first reading outside its uncertainty
 */
record Agreement(
    int messages,
    int readings,
    double limit,
    double largest,
    Optional<String> firstMessage,
    Optional<String> firstReading) {
  /** Probability that two equal benches count as different. */
  private static final double FALSE_ALARM = 1e-3;

  /**
   * Compares two runs.
   *
   * @throws RunException if one of them has no messages
   */
  static Agreement of(RunFile one, RunFile other) {
    requireMessages(one);
    requireMessages(other);
    List<NotedReading> ones = readings(one);
    List<NotedReading> others = readings(other);
    double limit = limit(Math.max(1, Math.min(ones.size(), others.size())));
    double largest = 0;
    Optional<String> first = Optional.empty();
    for (int i = 0; i < Math.max(ones.size(), others.size()); i++) {
      if (i >= ones.size() || i >= others.size()) {
        first = first.or(() -> lengths(ones.size(), others.size()));
        break;
      }
      double difference = difference(ones.get(i), others.get(i));
      largest = Math.max(largest, difference);
      if (first.isEmpty() && !(difference <= limit)) {
        first = Optional.of(place(i, ones.get(i), others.get(i), difference));
      }
    }
    Map<String, List<String>> sent = sent(one);
    return new Agreement(
        sent.values().stream().mapToInt(List::size).sum(),
        Math.min(ones.size(), others.size()),
        limit,
        largest,
        firstMessage(sent, sent(other)),
        first);
  }

  private static void requireMessages(RunFile run) {
    if (run.transcripts().sessions().isEmpty()) {
      throw new RunException(
          run.path()
              + " holds no messages; to compare its readings, use: spinbench replay RUN --against"
              + " simulator");
    }
  }

  boolean agrees() {
    return firstMessage.isEmpty() && firstReading.isEmpty();
  }

  private static double limit(int readings) {
    return -new NormalDistribution().inverseCumulativeProbability(FALSE_ALARM / 2 / readings);
  }

  private static List<NotedReading> readings(RunFile run) {
    List<NotedReading> readings = new ArrayList<>();
    run.eachReading(readings::add);
    return readings;
  }

  private static Optional<String> lengths(int one, int other) {
    return Optional.of("there are " + one + " readings, then " + other);
  }

  /** In standard deviations; infinite for readings of different quantities. */
  private static double difference(NotedReading one, NotedReading other) {
    boolean same = one.name().equals(other.name()) && one.unit().equals(other.unit());
    if (!same || one.overload() != other.overload()) {
      return Double.POSITIVE_INFINITY;
    }
    double apart = Math.abs(one.value() - other.value());
    return apart == 0 ? 0 : apart / StrictMath.hypot(one.uncertainty(), other.uncertainty());
  }

  private static String place(int index, NotedReading one, NotedReading other, double difference) {
    String evaluation =
        one.evaluation().isPresent() ? ", evaluation " + one.evaluation().getAsLong() : "";
    return "reading "
        + (index + 1)
        + evaluation
        + ": "
        + text(one)
        + ", then "
        + text(other)
        + String.format(Locale.ROOT, " (%.1f standard deviations)", difference);
  }

  private static String text(NotedReading reading) {
    return reading.name()
        + " = "
        + reading.value()
        + " ± "
        + reading.uncertainty()
        + " "
        + reading.unit()
        + (reading.overload() ? ", overloaded" : "");
  }

  /** The messages to each instrument, by its name on the bench, in the last session. */
  private static Map<String, List<String>> sent(RunFile run) {
    Map<String, String> names = new LinkedHashMap<>();
    BenchFile file = BenchFile.parse(run.start().bench(), "the bench file of " + run.path());
    file.instruments().forEach((name, entry) -> names.put(entry.resource(), name));
    Map<String, List<String>> sent = new LinkedHashMap<>();
    names.values().forEach(name -> sent.put(name, new ArrayList<>()));
    run.transcripts()
        .replay(run.transcripts().sessions().get(run.transcripts().sessions().size() - 1))
        .eachEvent(
            event -> {
              if (event.kind().equals(">")) {
                String name = names.getOrDefault(event.name(), event.name());
                sent.computeIfAbsent(name, n -> new ArrayList<>()).add(event.text());
              }
            });
    return sent;
  }

  private static Optional<String> firstMessage(
      Map<String, List<String>> ones, Map<String, List<String>> others) {
    for (Map.Entry<String, List<String>> instrument : ones.entrySet()) {
      List<String> one = instrument.getValue();
      List<String> other = others.getOrDefault(instrument.getKey(), List.of());
      for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
        String first = i < one.size() ? one.get(i) : "nothing more";
        String second = i < other.size() ? other.get(i) : "nothing more";
        if (!first.equals(second)) {
          return Optional.of(
              "message "
                  + (i + 1)
                  + " to "
                  + instrument.getKey()
                  + ": "
                  + first
                  + ", then "
                  + second);
        }
      }
    }
    return Optional.empty();
  }
}
