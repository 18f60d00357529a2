package org.spinbench.experiments.measure;

import java.util.List;
import org.spinbench.experiments.recipe.Finding;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.sweep.Summary;
import org.spinbench.experiments.sweep.output.Absent;

/**
 * The result of a measurement.
 *
 * @param plan its name
 * @param absent readings without a value at some points
 * @param findings results of the plan's recipe
 * @param remarks on the findings
 * @param seconds duration of the sweep by the computer's clock, s
 */
public record MeasurementResult(
    String plan,
    Summary summary,
    List<Absent> absent,
    List<Finding> findings,
    List<String> remarks,
    double seconds) {
  /** One finding, for scripts. */
  public record Found(String name, double value, double deviation, String unit) {}

  private record Results(long points, List<String> stops, List<Found> findings) {}

  /** The findings, for scripts. */
  public List<Found> found() {
    return findings.stream()
        .map(one -> new Found(one.name(), one.value().value(), one.value().deviation(), one.unit()))
        .toList();
  }

  /**
   * The findings in the results of a run.
   *
   * @param results JSON of {@link #results}
   */
  public static List<Found> found(String results) {
    return Json.read(results, Results.class).findings();
  }

  /** The JSON for the run file. */
  String results() {
    return Json.write(new Results(summary.points(), summary.stops(), found()));
  }
}
