package org.spinbench.experiments.upkeep;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spinbench.calibration.Calibration;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.experiments.network.RunLog;
import org.spinbench.experiments.run.RunException;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.Assignment;

/**
 * What a training run left behind.
 *
 * @param parameters field-line currents, then bias currents, A
 * @param decision power that decides, W: class 1 above
 * @param calibration that the run began with; empty if it began with the design alone, whose fit to
 *     the readings is too loose to keep a chip by
 */
record TrainedChip(double[] parameters, double decision, Optional<Calibration> calibration) {

  /**
   * The end of a training run, from its file.
   *
   * @throws RunException if the run did not train a chip of this topology to its end
   */
  static TrainedChip of(RunFile run, BenchFile file) {
    List<String> decisions = run.events(RunFile.DECISION);
    if (!run.start().kind().equals("train") || decisions.isEmpty()) {
      throw new RunException(
          run.path()
              + " holds no trained chip: it is a run of '"
              + run.start().kind()
              + "' that came to no decision power; give a run of 'train' that ended");
    }
    String decision = decisions.get(decisions.size() - 1);
    if (Assignment.isFile(run.start().options()) || decision.startsWith("[")) {
      throw new RunException(
          run.path()
              + " learned "
              + run.start().task()
              + "; only a chip that was trained on one of the tasks that draw their samples, "
              + String.join(", ", Task.names())
              + ", can be watched");
    }
    Map<String, Double> last = new HashMap<>();
    run.eachSetting(setting -> last.put(setting.name(), setting.value()));
    double[] parameters =
        RunLog.names(file).stream()
            .mapToDouble(
                name -> {
                  Double value = last.get(name);
                  if (value == null) {
                    throw new RunException(run.path() + " never set the " + name);
                  }
                  return value;
                })
            .toArray();
    return new TrainedChip(
        parameters,
        Double.parseDouble(decision),
        run.calibrated().isEmpty()
            ? Optional.empty()
            : run.calibration().map(Calibration::fromJson));
  }
}
