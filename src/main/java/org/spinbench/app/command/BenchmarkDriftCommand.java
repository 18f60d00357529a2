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
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.Trainer;
import org.spinbench.experiments.training.Trainers;
import org.spinbench.experiments.upkeep.Upkeep;
import org.spinbench.simulator.ensemble.Damage;
import org.spinbench.simulator.ensemble.Disorder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
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

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "BENCH.toml",
      description = "bench file (default: nine junctions; 'spinbench bench' prints it)")
  private Path benchFile;

  @Option(
      names = "--chips",
      paramLabel = "N",
      defaultValue = "8",
      description = "number of chips (default: ${DEFAULT-VALUE})")
  private int chips;

  @Option(
      names = "--first-chip",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "seed of the first chip; the others follow it (default: ${DEFAULT-VALUE})")
  private long first;

  @Option(
      names = "--spread",
      paramLabel = "S",
      defaultValue = "0.2",
      description = "of devices, one sigma of the logarithm (default: ${DEFAULT-VALUE})")
  private double spread;

  @Option(
      names = "--structural",
      description = "chips have effects that a plain model leaves out: cross-talk, mixing, ...")
  private boolean structural;

  @Option(
      names = "--noise",
      paramLabel = "N",
      defaultValue = "0.02",
      description = "of each reading, over full scale (default: ${DEFAULT-VALUE})")
  private double noise;

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
      names = "--visibility",
      paramLabel = "all|output",
      defaultValue = "all",
      description = "what can be read: all chain voltages, or the output alone (default: all)")
  private String visibility;

  @Option(
      names = "--trainer",
      paramLabel = "NAME",
      defaultValue = "ladder",
      description = "what trains the chips (default: ${DEFAULT-VALUE})")
  private String trainer;

  @Option(
      names = "--task",
      paramLabel = "NAME",
      defaultValue = "diagonal",
      description = "what is to be learned (default: ${DEFAULT-VALUE})")
  private String task;

  @Option(
      names = "--goal",
      paramLabel = "A",
      defaultValue = "0.977",
      description = "accuracy to train to (default: ${DEFAULT-VALUE})")
  private double goal;

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
    DriftStudy.Result result = study.run(first, chips, part -> progress.show("drifting", part, ""));
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
    BenchFile file =
        benchFile == null
            ? BenchFile.parse(DefaultBench.text(), DefaultBench.RESOURCE)
            : BenchFile.read(benchFile);
    try {
      Trainer named = Trainers.named(trainer);
      Upkeep upkeep =
          overhead == null ? Upkeep.standard() : Upkeep.standard().withOverhead(overhead);
      Ensemble ensemble =
          new Ensemble(
              file,
              new Disorder(spread, structural, noise, drift, Damage.NONE),
              Task.named(task),
              visibility.equals("output"),
              goal,
              budget);
      return new DriftStudy(ensemble, named, upkeep, evaluations);
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private void check() {
    if (chips < 1) {
      throw usage("--chips is " + chips + "; at least 1");
    }
    if (!(spread >= 0 && spread <= 1)) {
      throw usage("--spread is " + spread + "; from 0 to 1");
    }
    if (!(noise >= 0 && noise <= 0.5)) {
      throw usage("--noise is " + noise + "; from 0 to 0.5 of full scale");
    }
    if (!(drift >= 0 && drift <= 1)) {
      throw usage("--drift is " + drift + "; from 0 to 1 half widths");
    }
    if (!(goal > 0.5 && goal < 1)) {
      throw usage("--goal is " + goal + "; from 0.5 to less than 1");
    }
    if (evaluations < 1 || budget < 1) {
      throw usage("--evaluations and --budget are at least 1");
    }
    if (!visibility.equals("all") && !visibility.equals("output")) {
      throw usage("--visibility is '" + visibility + "'; it can be all or output");
    }
  }

  private Map<String, String> conditions() {
    Map<String, String> conditions = new LinkedHashMap<>();
    conditions.put("task", task + ", trained to " + goal + " by " + trainer);
    conditions.put("chips", chips + " from seed " + first);
    conditions.put(
        "spread", spread + (structural ? " with structural errors" : " without structural errors"));
    conditions.put("noise", noise + " of full scale");
    conditions.put("drift", drift + " half widths rms, over 30 to 30 000 evaluations");
    conditions.put("visible", visibility);
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
