package org.spinbench.experiments.measure;

import java.util.List;
import org.spinbench.experiments.recipe.Finding;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.sweep.Summary;
import org.spinbench.experiments.sweep.output.Absent;

/**
 * What a measurement came to.
 *
 * @param plan its name
 * @param absent readings that did not exist at some points
 * @param findings numbers that the plan's recipe finds in the readings
 * @param remarks on these
 * @param seconds that the sweep took by the computer's clock, s
 */
public record MeasurementResult(
    String plan,
    Summary summary,
    List<Absent> absent,
    List<Finding> findings,
    List<String> remarks,
    double seconds) {
  /** One finding as scripts read it. */
  public record Found(String name, double value, double deviation, String unit) {}

  private record Results(long points, List<String> stops, List<Found> findings) {}

  /** The findings as scripts read them. */
  public List<Found> found() {
    return findings.stream()
        .map(one -> new Found(one.name(), one.value().value(), one.value().deviation(), one.unit()))
        .toList();
  }

  /** What a run file keeps of it, as JSON. */
  String results() {
    return Json.write(new Results(summary.points(), summary.stops(), found()));
  }
}
