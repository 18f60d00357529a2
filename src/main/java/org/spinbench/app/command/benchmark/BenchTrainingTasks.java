package org.spinbench.app.command.benchmark;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.ColumnOptions;
import org.spinbench.app.command.OptionSettings;
import org.spinbench.app.command.Version;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.text.ScratchFolder;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.study.engine.Measure;
import org.spinbench.experiments.study.engine.StudyExperiment;
import org.spinbench.experiments.training.Trainers;
import org.spinbench.experiments.training.TrainingExperiment;
import org.spinbench.experiments.training.TrainingResult.Scores;
import org.spinbench.experiments.training.TrainingRun;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import org.spinbench.experiments.training.trainer.TrainingProgress;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.chip.World;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Studies of trainings on a bench: a task is one simulated chip, trained and tested through its
 * instruments as by 'train'. Its seed draws the chip and the samples, or splits their table.
 */
public final class BenchTrainingTasks implements StudyExperiment {
  private static final List<Measure> MEASURES =
      List.of(
          Measure.number("accuracy", "share of the test samples that the chip gets right"),
          Measure.number("correct", "test samples that the chip gets right"),
          Measure.number("tested", "test samples"),
          Measure.until("claimed", "evaluations", "evaluations until the trainer claims its goal"),
          Measure.number("evaluations", "evaluations of the chip, without the test"),
          Measure.number("seconds", "time on the bench's clock, with the test, s"),
          Measure.number("linear", "accuracy of linear answers in software, same samples"),
          Measure.number(
              "floating", "accuracy in software with as many hidden units and free weights"));

  /** The options as those of a command. */
  @Command
  private static final class Options {
    @Spec private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1")
    private Path benchFile;

    @Option(names = "--world")
    private Path worldFile;

    @Option(names = "--task", defaultValue = "xor")
    private String task;

    @Mixin private ColumnOptions columns;

    @Option(names = "--trainer", defaultValue = TrainingOptions.DEFAULT_TRAINER)
    private String trainer;

    @Option(names = "--budget", defaultValue = "4000")
    private long budget;
  }

  /** Trainings of chips of one kind. */
  private static final class Trainings {
    private final String text;
    private final BenchFile file;
    private final World world;
    private final Assignment task;
    private final TrainingOptions options;

    /**
     * @throws IllegalArgumentException naming what does not suit
     */
    Trainings(Options given) {
      text = Backends.text(given.benchFile);
      file = Backends.file(given.benchFile);
      world = given.worldFile == null ? World.NONE : Backends.world(given.worldFile);
      task = given.columns.assignment(given.task, given.spec);
      String trainer = Trainers.canonical(given.trainer);
      if (!Trainers.names().contains(trainer)) {
        throw new IllegalArgumentException(
            "there is no trainer '"
                + given.trainer
                + "'; there are "
                + String.join(", ", Trainers.names()));
      }
      options = TrainingOptions.standard().withTrainer(trainer).withBudget(given.budget);
      new TrainingExperiment(task, 1, options).requireSuits(file);
      Backends.simulated(given.benchFile, () -> new SimulatedBench(world.over(file), 1));
    }

    Scores of(long seed) {
      SimulatedBench chip = new SimulatedBench(world.over(file), seed);
      try (ScratchFolder scratch = ScratchFolder.of("study")) {
        Bench bench = Bench.open(file, chip, chip.clock());
        try (RunFile run =
                new Runs(scratch.path())
                    .create(
                        TrainingRun.start(
                            bench, text, seed, task, seed, options, Version.program()),
                        chip.clock().now());
            bench) {
          return new TrainingRun(bench, run, TrainingProgress.NONE).execute().scores();
        }
      }
    }
  }

  @Override
  public String name() {
    return "bench-training";
  }

  @Override
  public Set<String> settings() {
    return OptionSettings.names(new Options(), Set.of());
  }

  @Override
  public List<Measure> measures() {
    return MEASURES;
  }

  @Override
  public boolean isFile(String setting, String value) {
    return ChipOptions.isFile(setting, value);
  }

  @Override
  public Tasks prepare(Map<String, String> settings, Set<String> measures) {
    try {
      Trainings trainings = new Trainings(OptionSettings.given(new Options(), settings));
      return (seed, place) -> row(trainings.of(seed));
    } catch (ParameterException e) {
      throw OptionSettings.refused(e);
    }
  }

  private static Map<String, Object> row(Scores scores) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("accuracy", scores.testAccuracy());
    row.put("correct", Math.round(scores.testAccuracy() * scores.testSamples()));
    row.put("tested", scores.testSamples());
    row.put("claimed", scores.evaluationsToTarget());
    row.put("evaluations", scores.chipEvaluations() - scores.testSamples());
    row.put("seconds", scores.chipSeconds());
    row.put("linear", scores.linearAccuracy());
    row.put("floating", scores.floatingAccuracy());
    return row;
  }
}
