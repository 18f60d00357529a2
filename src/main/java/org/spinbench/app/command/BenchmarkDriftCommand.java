package org.spinbench.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.spinbench.app.training.DriftPage;
import org.spinbench.app.training.DriftStudy;
import org.spinbench.app.training.Ensemble;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.experiments.training.Trainer;
import org.spinbench.experiments.training.Trainers;
import org.spinbench.experiments.upkeep.Upkeep;
import org.spinbench.simulator.ensemble.Damage;
import org.spinbench.simulator.ensemble.Disorder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks for how much of the time virtual chips that drift stay in tune. */
@Command(
    name = "drift",
    description = {
      "Trains virtual chips that drift, puts them to work, and looks for how much of the time each"
          + " is in tune: left alone, and kept in tune as by 'spinbench watch'.",
      "Chips are drawn from the section [design] of the bench file."
    },
    mixinStandardHelpOptions = true)
final class BenchmarkDriftCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ChipOptions chips;

  @Option(
      names = "--drift",
      paramLabel = "D",
      defaultValue = "0.1",
      description = "of each resonance, rms, in half widths (default: ${DEFAULT-VALUE})")
  private double drift;

  @Option(
      names = "--evaluations",
      paramLabel = "N",
      defaultValue = "10000",
      description = "of each chip after its training (default: ${DEFAULT-VALUE})")
  private long evaluations;

  @Option(
      names = "--overhead",
      paramLabel = "PART",
      description = "largest part of the evaluations that may go to upkeep (default: 0.045)")
  private Double overhead;

  @Option(
      names = "--trainer",
      paramLabel = "NAME",
      defaultValue = "ladder",
      description = "what trains the chips (default: ${DEFAULT-VALUE})")
  private String trainer;

  @Option(
      names = "--budget",
      paramLabel = "N",
      defaultValue = "3000",
      description = "evaluations that the training of a chip may use (default: ${DEFAULT-VALUE})")
  private long budget;

  @Option(names = "--html", paramLabel = "FILE", description = "write a page with curves")
  private Path html;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  private boolean json;

  /** The one JSON object of {@code --json}; its keys are a promise to scripts. */
  private record Json(Map<String, String> conditions, DriftStudy.Result result) {}

  @Override
  public Integer call() throws JsonProcessingException {
    check();
    DriftStudy study = study();
    Progress progress = Progress.to(spec.commandLine().getErr());
    DriftStudy.Result result =
        study.run(chips.first(), chips.number(), part -> progress.show("drifting", part, ""));
    progress.clear();
    if (html != null) {
      write(html, DriftPage.html(result, conditions()));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        json
            ? new ObjectMapper().writeValueAsString(new Json(conditions(), result)) + "\n"
            : text(result));
    out.flush();
    return 0;
  }

  private DriftStudy study() {
    BenchFile file = chips.file();
    try {
      Trainer named = Trainers.named(trainer);
      Upkeep upkeep =
          overhead == null ? Upkeep.standard() : Upkeep.standard().withOverhead(overhead);
      Ensemble ensemble =
          new Ensemble(
              file,
              new Disorder(chips.spread(), chips.structural(), chips.noise(), drift, Damage.NONE),
              chips.assignment(),
              chips.outputOnly(),
              chips.goal(),
              budget);
      return new DriftStudy(ensemble, named, upkeep, evaluations);
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private void check() {
    chips.check(drift);
    if (evaluations < 1 || budget < 1) {
      throw usage("--evaluations and --budget are at least 1");
    }
  }

  private Map<String, String> conditions() {
    Map<String, String> conditions = new LinkedHashMap<>();
    conditions.put("task", chips.task() + ", trained to " + chips.goal() + " by " + trainer);
    conditions.put("chips", chips.drawn());
    conditions.put("spread", chips.scattered());
    conditions.put("noise", chips.noise() + " of full scale");
    conditions.put("drift", drift + " half widths rms, over 30 to 30 000 evaluations");
    conditions.put("visible", chips.visibility());
    conditions.put("training", "at most " + budget + " evaluations");
    conditions.put("work", evaluations + " evaluations, those of upkeep included");
    return conditions;
  }

  private static void write(Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private String text(DriftStudy.Result result) {
    StringBuilder text = new StringBuilder();
    conditions()
        .forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    text.append(
        String.format(
            Locale.ROOT,
            """

            part of the time with an accuracy of at least %.3f, mean over the chips
            %6.1f %%  as trained, left alone
            %6.1f %%  with the keeper's first parameters, left alone
            %6.1f %%  kept in tune, with %.2f %% of the evaluations for upkeep

            %5s %8s %8s %7s %8s %9s %7s %8s %8s %8s %8s
            """,
            result.target(),
            100 * result.alone(),
            100 * result.hardened(),
            100 * result.kept(),
            100 * result.overhead(),
            "chip",
            "ceiling",
            "trained",
            "after",
            "alone",
            "hardened",
            "kept",
            "mean",
            "worst",
            "upkeep",
            "writes"));
    for (DriftStudy.Outcome o : result.chips()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%5d %8.4f %8.4f %7d %7.1f%% %8.1f%% %6.1f%% %8.4f %8.4f %7.2f%% %8d%n",
              o.chip(),
              o.ceiling(),
              o.trained(),
              o.trainedAfter(),
              100 * o.alone().share(),
              100 * o.hardened().share(),
              100 * o.kept().share(),
              o.kept().mean(),
              o.kept().worst(),
              100 * o.overhead(),
              o.writes()));
    }
    return text.toString();
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
