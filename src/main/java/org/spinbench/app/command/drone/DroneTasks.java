package org.spinbench.app.command.drone;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spinbench.app.command.OptionSettings;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.study.drone.DroneStudy;
import org.spinbench.experiments.study.drone.DroneStudy.SeedResult;
import org.spinbench.experiments.study.engine.Measure;
import org.spinbench.experiments.study.engine.StudyExperiment;
import org.spinbench.simulator.network.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/**
 * Studies of the large network: a task is one training, as in 'drone train'. The spectra are those
 * of the setting {@code seed}; the seed of a task is that of its training. A training that is
 * stopped resumes from its last ten epochs.
 */
public final class DroneTasks implements StudyExperiment {
  private static final List<Measure> MEASURES =
      List.of(
          Measure.number("accuracy", "share of the test spectra right after the last epoch"),
          Measure.number("highest", "largest share after any epoch"),
          Measure.number("loss", "training loss of the last epoch"),
          Measure.number("training-accuracy", "share of the training spectra right"));

  /** One thread: the tasks already use all cores. */
  private final Workers one = new Workers(1);

  /** The options as those of a command. */
  @Command
  private static final class Options {
    @Mixin private DroneOptions drone;
  }

  @Override
  public String name() {
    return "drone";
  }

  @Override
  public Set<String> settings() {
    return OptionSettings.names(new Options(), Set.of("seeds"));
  }

  @Override
  public List<Measure> measures() {
    return MEASURES;
  }

  @Override
  public boolean isFile(String setting, String value) {
    return setting.equals("data");
  }

  @Override
  public Tasks prepare(Map<String, String> settings, Set<String> measures) {
    DroneOptions options = OptionSettings.given(new Options(), settings).drone;
    DroneStudy study;
    try {
      study =
          new DroneStudy(
              options.split(List.of()), options.hidden, options.training(), one, new SystemClock());
    } catch (ParameterException e) {
      throw OptionSettings.refused(e);
    }
    return (seed, place) ->
        row(
            study.train(
                seed,
                place.piece(),
                (number, epoch, test) ->
                    place.progress().accept((double) epoch.number() / options.epochs)));
  }

  private static Map<String, Object> row(SeedResult result) {
    var last = result.history().get(result.history().size() - 1);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("accuracy", result.score().accuracy());
    row.put("highest", result.testAccuracy().stream().mapToDouble(a -> a).max().orElseThrow());
    row.put("loss", last.loss());
    row.put("training-accuracy", last.accuracy());
    return row;
  }
}
