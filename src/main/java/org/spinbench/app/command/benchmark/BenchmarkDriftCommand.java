package org.spinbench.app.command.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.spinbench.app.command.Outputs;
import org.spinbench.app.command.Progress;
import org.spinbench.app.command.Ranges;
import org.spinbench.app.training.DriftPage;
import org.spinbench.app.training.DriftStudy;
import org.spinbench.app.training.Ensemble;
import org.spinbench.drivers.text.Percent;
import org.spinbench.experiments.training.Trainers;
import org.spinbench.experiments.training.trainer.Trainer;
import org.spinbench.experiments.upkeep.DriftCompensation;
import org.spinbench.simulator.ensemble.Damage;
import org.spinbench.simulator.ensemble.DriftLaw;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the share of time in which drifting virtual chips are in tune. */
@Command(
    name = "drift",
    description = {
      "Trains virtual chips that drift, lets them work, and measures the share of time in "
          + "which each is in tune: without correction, and with correction as in 'spinbench "
          + "watch'.",
      "Chips are drawn from the section [design] of the bench file. Without --json, each chip is "
          + "printed as soon as it and all before it have ended."
    },
    defaultValueProvider = BenchmarkDriftCommand.Usual.class,
    mixinStandardHelpOptions = true)
final class BenchmarkDriftCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ChipOptions chips;
  @Mixin private StudyOptions study;

  @Option(
      names = "--evaluations",
      paramLabel = "N",
      defaultValue = "10000",
      description = "evaluations of each chip after its training (default: ${DEFAULT-VALUE})")
  private long evaluations;

  @Option(
      names = "--drift-law",
      paramLabel = "LAW",
      defaultValue = "flicker",
      description =
          "how resonances drift: flicker, which drift compensation assumes, or jumps, daily, walk "
              + "(default: ${DEFAULT-VALUE})")
  private String law;

  @Option(
      names = "--overhead",
      paramLabel = "PART",
      converter = Ranges.Part.class,
      description = "largest share of the evaluations for drift compensation (default: 0.045)")
  private Double overhead;

  /** Defaults: drifting chips and the default trainer. */
  static final class Usual implements IDefaultValueProvider {
    @Override
    public String defaultValue(ArgSpec argument) {
      return StudyOptions.usual(argument, "0.1", "3000");
    }
  }

  /** The one JSON object of {@code --json}; its keys are a promise to scripts. */
  private record Fields(Map<String, String> conditions, DriftStudy.Result result) {}

  @Override
  public Integer call() {
    DriftStudy drifting = drifting();
    Progress progress = Progress.to(spec.commandLine());
    tell(begin());
    DriftStudy.Result result =
        drifting.run(
            chips.first(),
            chips.number(),
            part -> progress.show("drifting", part, ""),
            chip -> {
              progress.clear();
              tell(row(DriftPage.figures(chip)));
            });
    progress.clear();
    study.publish(
        new Fields(conditions(), result),
        () -> shares(result),
        () -> DriftPage.html(result, conditions()));
    return 0;
  }

  /**
   * The study of one chip after another.
   *
   * @throws ParameterException naming the option and what is wrong with it
   */
  DriftStudy drifting() {
    check();
    try {
      Trainer named = Trainers.named(study.trainers().get(0));
      DriftCompensation upkeep =
          overhead == null
              ? DriftCompensation.standard()
              : DriftCompensation.standard().withOverhead(overhead);
      Ensemble ensemble =
          new Ensemble(
              chips.file(),
              chips.believed(),
              chips.disorder(study.drift(), Damage.NONE).driftingBy(law()),
              chips.assignment(),
              chips.outputOnly(),
              chips.goal(),
              study.budget());
      return new DriftStudy(ensemble, named, upkeep, evaluations);
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private void check() {
    chips.check(study.drift());
    study.check();
    if (evaluations < 1) {
      throw usage("--evaluations is " + evaluations + "; at least 1");
    }
    law();
    if (study.trainers().size() > 1) {
      throw usage("--trainer names " + study.trainers() + "; 'benchmark drift' takes one trainer");
    }
  }

  private DriftLaw law() {
    return DriftLaw.named(law)
        .orElseThrow(
            () -> usage("--drift-law is '" + law + "'; it can be flicker, jumps, daily or walk"));
  }

  private Map<String, String> conditions() {
    Map<String, String> conditions = new LinkedHashMap<>();
    conditions.put(
        "task", chips.task() + ", trained to " + chips.goal() + " by " + study.trainers().get(0));
    conditions.put("chips", chips.drawn());
    conditions.put("spread", chips.scattered());
    chips.describe(conditions);
    conditions.put("noise", chips.noise() + " of full scale");
    conditions.put("drift", study.drift() + " half widths rms, " + law().text());
    conditions.put("visible", chips.visibility());
    conditions.put("training", "at most " + study.budget() + " evaluations");
    conditions.put("work", evaluations + " evaluations, those of upkeep included");
    return conditions;
  }

  /** Prints a part of the text at once, so that whatever ends the command leaves it. */
  private void tell(String part) {
    if (!study.json()) {
      Outputs.print(spec, part);
    }
  }

  /** The conditions, and the names of the figures of the chips that follow. */
  private String begin() {
    StringBuilder text = new StringBuilder();
    conditions()
        .forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    return text.append('\n').append(row(DriftPage.FIGURES)).toString();
  }

  private static String row(List<String> cells) {
    StringBuilder text = new StringBuilder();
    cells.forEach(cell -> text.append(String.format(Locale.ROOT, "%9s", cell)));
    return text.append('\n').toString();
  }

  private static String shares(DriftStudy.Result result) {
    double worst = result.chips().stream().mapToDouble(o -> o.kept().share()).min().orElse(0);
    return String.format(
        Locale.ROOT,
        """

        share of the time with an accuracy of at least %.3f, mean over the chips
        %6s %%  as trained, without correction
        %6s %%  with the first parameters of watch, without correction
        %6s %%  with correction, which takes %s %% of the evaluations; %s %% of the worst chip
        """,
        result.target(),
        Percent.of(result.alone(), 1),
        Percent.of(result.hardened(), 1),
        Percent.of(result.kept(), 1),
        Percent.of(result.overhead(), 2),
        Percent.of(worst, 1));
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
