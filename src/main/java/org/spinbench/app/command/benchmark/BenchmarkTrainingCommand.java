package org.spinbench.app.command.benchmark;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.spinbench.app.command.Progress;
import org.spinbench.app.training.Comparison;
import org.spinbench.app.training.ComparisonPage;
import org.spinbench.app.training.DamageTally;
import org.spinbench.app.training.Ensemble;
import org.spinbench.app.training.ExportedChips;
import org.spinbench.app.training.Tally;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.ChipDesign;
import org.spinbench.drivers.bench.file.ChipDesign.Beyond;
import org.spinbench.experiments.training.Trainers;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares trainers on many virtual chips. */
@Command(
    name = "training",
    description = {
      "Compares trainers on many virtual chips: how many evaluations each needs to reach the "
          + "goal, on how many of the chips, and the best accuracy that each chip permits.",
      "Chips are drawn from the section [design] of the bench file."
    },
    defaultValueProvider = BenchmarkTrainingCommand.Usual.class,
    mixinStandardHelpOptions = true)
final class BenchmarkTrainingCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ChipOptions chips;
  @Mixin private StudyOptions study;
  @Mixin private DamageOptions damage;

  @Option(
      names = "--plain-twin",
      description =
          "forbid the twin these effects, whatever the readings show, to test trainers with a "
              + "wrong model")
  private boolean plainTwin;

  @Option(
      names = "--export-chips",
      paramLabel = "FILE",
      description = {
        "write the chips, the samples and the starting points of the trainers as JSON, so that "
            + "another program can train the same chips; train none"
      })
  private Path export;

  /** Defaults: chips without drift, and a budget that is enough for model-free trainers. */
  static final class Usual implements IDefaultValueProvider {
    @Override
    public String defaultValue(ArgSpec argument) {
      return StudyOptions.usual(argument, "0", "25000");
    }
  }

  /** The one JSON object of {@code --json}; its keys are a promise to scripts. */
  private record Fields(
      Map<String, String> conditions,
      double goal,
      List<Long> chips,
      List<Double> ceilings,
      List<Comparison.Run> trainers) {}

  @Override
  public Integer call() {
    Ensemble ensemble = ensemble();
    if (export != null) {
      StudyOptions.write(export, exported(ensemble));
      return 0;
    }
    Comparison comparison =
        new Comparison(ensemble, chips.first(), chips.number(), study.trainers());
    Progress progress = Progress.to(spec.commandLine());
    Comparison.Result result = comparison.run(part -> progress.show("training", part, ""));
    progress.clear();
    study.publish(
        new Fields(conditions(), result.goal(), result.seeds(), result.ceilings(), result.runs()),
        () -> text(result),
        () -> ComparisonPage.html(result, conditions()));
    return 0;
  }

  /**
   * The chips, their task and what their trainers believe.
   *
   * @throws ParameterException naming the option and what is wrong with it
   */
  Ensemble ensemble() {
    chips.check(study.drift());
    study.check("--export-chips", export);
    try {
      study.trainers().forEach(Trainers::named);
      return new Ensemble(
          chips.file(),
          believed(),
          chips.disorder(study.drift(), damage.damage()),
          chips.assignment(),
          chips.outputOnly(),
          chips.goal(),
          study.budget());
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  /** The trainers, by their own names. */
  List<String> trainers() {
    return study.trainers();
  }

  private String exported(Ensemble ensemble) {
    try {
      return ExportedChips.json(ensemble, chips.first(), chips.number(), 1);
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private BenchFile believed() {
    BenchFile file = chips.believed();
    if (!plainTwin || file.design().isEmpty()) {
      return file;
    }
    ChipDesign design = file.design().get();
    return file.withDesign(
        new ChipDesign(
            design.synapse(),
            design.neuron(),
            design.spread(),
            new Beyond(0, 0, 0, 0, 0, 0),
            design.readNoise()));
  }

  private Map<String, String> conditions() {
    Map<String, String> conditions = new LinkedHashMap<>();
    conditions.put("task", chips.task() + ", goal " + chips.goal());
    conditions.put("chips", chips.drawn());
    conditions.put("spread", chips.scattered());
    chips.describe(conditions);
    conditions.put(
        "twin",
        plainTwin ? "restricted to a plain model" : "free to add effects that the chips show");
    conditions.put("noise", chips.noise() + " of full scale");
    conditions.put("drift", study.drift() + " half widths");
    damage.describe(conditions);
    conditions.put("visible", chips.visibility());
    conditions.put("budget", study.budget() + " evaluations");
    return conditions;
  }

  private String text(Comparison.Result result) {
    StringBuilder text = new StringBuilder();
    conditions()
        .forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    double[] ceilings = result.ceilings().stream().mapToDouble(c -> c).sorted().toArray();
    text.append(
        String.format(
            Locale.ROOT,
            "ceilings: %.4f to %.4f, %d of %d chips can reach the goal%n%n",
            ceilings[0],
            ceilings[ceilings.length - 1],
            result.runs().get(0).tally().feasible(),
            chips.number()));
    text.append(
        String.format(
            Locale.ROOT,
            "evaluations until the trainer claims the goal, and including a certification; by the"
                + " oracle, until an incumbent first has it; – if that is never; %s s an evaluation%n",
            ComparisonPage.EVALUATION));
    text.append(
        String.format(
            Locale.ROOT,
            "%-24s %9s %7s %7s %7s | %9s %7s | %9s %7s %7s %7s %8s%n",
            "trainer",
            "claimed",
            "median",
            "s",
            "wrongly",
            "certified",
            "median",
            "by oracle",
            "median",
            "75 %",
            "90 %",
            "expected"));
    for (Comparison.Run run : result.runs()) {
      Tally t = run.tally();
      text.append(
          String.format(
              Locale.ROOT,
              "%-24s %9s %7s %7s %7d | %9s %7s | %9s %7s %7s %7s %8s%n",
              t.trainer(),
              t.declared() + "/" + t.feasible(),
              ComparisonPage.count(t.declaredMedian()),
              ComparisonPage.seconds(t.declaredMedian()),
              t.wrongly(),
              t.certified() + "/" + t.feasible(),
              ComparisonPage.count(t.certifiedMedian()),
              t.hits() + "/" + t.feasible(),
              ComparisonPage.count(t.median()),
              ComparisonPage.count(t.upperQuartile()),
              ComparisonPage.count(t.ninth()),
              ComparisonPage.count(Math.round(t.expectedRunningTime()))));
    }
    result.runs().forEach(run -> damage(text, run));
    return text.toString();
  }

  private void damage(StringBuilder text, Comparison.Run run) {
    DamageTally d = run.damage();
    if (damage.damage().devices().isEmpty()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s named a sound device on %d of %d chips%n",
              run.tally().trainer(),
              d.wrongly(),
              chips.number()));
      return;
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%n%s on all chips:%n"
                + "  named exactly the failed devices with their faults on %d, after %s"
                + " evaluations (median), %s (most); named a sound device on %d%n"
                + "  95 %% of the ceiling on %d, after %s (median), %s (90 %%), %s (most); on %d"
                + " in the"
                + " end, %.3f of the ceiling on the worst; at most %d evaluations%n",
            run.tally().trainer(),
            d.named(),
            ComparisonPage.count(d.namedMedian()),
            ComparisonPage.count(d.namedMost()),
            d.wrongly(),
            d.near(),
            ComparisonPage.count(d.nearMedian()),
            ComparisonPage.count(d.nearNinth()),
            ComparisonPage.count(d.nearMost()),
            d.kept(),
            d.least(),
            d.evaluationsMost()));
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
