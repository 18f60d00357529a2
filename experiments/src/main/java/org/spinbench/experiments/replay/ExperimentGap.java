package org.spinbench.experiments.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.Experiment;
import org.spinbench.experiments.runner.ExperimentRunner;

/**
 * Repeats the experiment of a run on another backend, such as a simulated bench, and compares the
 * readings of each meter in their order.
 */
public final class ExperimentGap {
  private ExperimentGap() {}

  /**
   * Repeats and compares.
   *
   * @param experiment of the run
   * @param runner writes the run file of the repetition
   * @param noisy whether the uncertainties of the repetition count too; false for a simulated chip
   *     without noise
   * @throws RunException if the run has no readings to compare
   */
  public static ReadingGap of(
      RunFile run,
      Experiment<?> experiment,
      Backend backend,
      ExperimentRunner runner,
      boolean noisy) {
    Map<String, List<NotedReading>> own = byMeter(run);
    if (own.isEmpty()) {
      throw new RunException(
          run.path()
              + " has no readings to compare; let the experiment record them: "
              + "RunContext.keepReadings");
    }
    Map<String, List<NotedReading>> other =
        runner.run(backend, experiment, finished -> byMeter(finished.file()));
    TreeSet<String> meters = new TreeSet<>(own.keySet());
    meters.addAll(other.keySet());
    List<Columns.Column> columns =
        meters.stream()
            .map(
                meter -> new Columns.Column(meter, unit(own.getOrDefault(meter, other.get(meter)))))
            .toList();
    int rows = Math.max(longest(own), longest(other));
    return ReadingGap.of(
        readings(new Columns(List.of(), columns), own, rows),
        readings(new Columns(List.of(), columns), other, rows),
        noisy);
  }

  private static Map<String, List<NotedReading>> byMeter(RunFile run) {
    run.commit();
    Map<String, List<NotedReading>> readings = new LinkedHashMap<>();
    run.eachReading(one -> readings.computeIfAbsent(one.name(), n -> new ArrayList<>()).add(one));
    return readings;
  }

  private static String unit(List<NotedReading> readings) {
    return readings.get(0).unit();
  }

  private static int longest(Map<String, List<NotedReading>> readings) {
    return readings.values().stream().mapToInt(List::size).max().orElse(0);
  }

  private static SetpointReadings readings(
      Columns columns, Map<String, List<NotedReading>> byMeter, int rows) {
    List<SetpointReadings.Row> all = new ArrayList<>();
    int meters = columns.readings().size();
    for (int k = 0; k < rows; k++) {
      double[] values = new double[meters];
      double[] deviations = new double[meters];
      Arrays.fill(values, Double.NaN);
      for (int m = 0; m < meters; m++) {
        List<NotedReading> of = byMeter.getOrDefault(columns.readings().get(m).name(), List.of());
        if (k < of.size() && of.get(k).isSound()) {
          values[m] = of.get(k).value();
          deviations[m] = of.get(k).uncertainty();
        }
      }
      all.add(new SetpointReadings.Row(k, new double[0], values, deviations));
    }
    return new SetpointReadings(columns, "readings", List.copyOf(all));
  }
}
