package org.spinbench.app.command.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.OptionSettings;
import org.spinbench.app.training.CalibrationPulls;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.study.engine.Measure;
import org.spinbench.experiments.study.engine.StudyExperiment;
import org.spinbench.simulator.chip.World;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Studies of calibrations: a task is one simulated chip, calibrated as by 'calibrate'. */
public final class CalibrationTasks implements StudyExperiment {
  /** The options as those of a command. */
  @Command
  private static final class Options {
    @Parameters(index = "0", arity = "0..1")
    private Path benchFile;

    @Option(names = "--world")
    private Path worldFile;

    BenchFile file() {
      BenchFile file =
          benchFile == null
              ? BenchFile.parse(DefaultBench.text(), DefaultBench.RESOURCE)
              : BenchFile.read(benchFile);
      World world = worldFile == null ? World.NONE : Backends.world(worldFile);
      return world.over(file);
    }
  }

  @Override
  public String name() {
    return "calibration";
  }

  @Override
  public Set<String> settings() {
    return OptionSettings.names(new Options(), Set.of());
  }

  @Override
  public List<Measure> measures() {
    List<Measure> measures =
        new ArrayList<>(
            List.of(
                Measure.number("readings", "readings of the calibration"),
                Measure.number("pull.rms", "root mean square of all pulls; 1 if they are honest"),
                Measure.number("pull.largest", "largest pull, in deviations"),
                Measure.number("within-2", "share of the numbers within two deviations"),
                Measure.number("resonance-error", "median error of a resonance, half widths")));
    for (String quantity : CalibrationPulls.quantities()) {
      measures.add(Measure.number(quantity + ".mean", "mean pull of the devices"));
      measures.add(Measure.number(quantity + ".rms", "root mean square of their pulls"));
    }
    return measures;
  }

  @Override
  public boolean isFile(String setting, String value) {
    return ChipOptions.isFile(setting, value);
  }

  @Override
  public Tasks prepare(Map<String, String> settings, Set<String> measures) {
    BenchFile file = OptionSettings.given(new Options(), settings).file();
    return (seed, place) -> row(CalibrationPulls.of(file, seed, place.progress()));
  }

  private static Map<String, Object> row(CalibrationPulls of) {
    List<Double> all = of.all();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("readings", of.readings());
    row.put("pull.rms", rms(all));
    row.put("pull.largest", all.stream().mapToDouble(Math::abs).max().orElse(Double.NaN));
    row.put(
        "within-2",
        all.stream().mapToInt(pull -> Math.abs(pull) <= 2 ? 1 : 0).average().orElse(Double.NaN));
    double[] errors = of.resonanceErrors().stream().mapToDouble(e -> e).sorted().toArray();
    row.put("resonance-error", errors.length == 0 ? Double.NaN : errors[errors.length / 2]);
    for (String quantity : CalibrationPulls.quantities()) {
      List<Double> pulls = of.pulls(quantity);
      row.put(
          quantity + ".mean",
          pulls.stream().mapToDouble(pull -> pull).average().orElse(Double.NaN));
      row.put(quantity + ".rms", rms(pulls));
    }
    return row;
  }

  private static double rms(List<Double> pulls) {
    return Math.sqrt(pulls.stream().mapToDouble(pull -> pull * pull).average().orElse(Double.NaN));
  }
}
