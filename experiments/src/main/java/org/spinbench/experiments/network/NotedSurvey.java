package org.spinbench.experiments.network;

import java.util.List;
import java.util.Optional;
import org.spinbench.calibration.procedure.EmissionSurvey;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.RunFile;

/**
 * A survey of emissions in a run file.
 *
 * @param after number of the last evaluation before it; readings of neurons up to there were taken
 *     in the bands of the bench file
 */
public record NotedSurvey(long after, EmissionSurvey survey) {
  /** The last survey of a run, if there was one. */
  public static Optional<NotedSurvey> of(RunFile run) {
    List<String> all = run.events(RunFile.SURVEY);
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(Json.read(all.get(all.size() - 1), NotedSurvey.class));
  }

  /**
   * Whether an output neuron of a run emits where another neuron does, so that no band reads it.
   */
  public static boolean hidesOutput(RunFile run, BenchFile file) {
    return of(run)
        .filter(
            noted -> noted.survey().crowded().stream().anyMatch(file.readout().neurons()::contains))
        .isPresent();
  }
}
