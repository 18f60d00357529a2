package org.spinbench.app.command.train;

import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.BenchOfRun;
import org.spinbench.app.command.BenchOptions;
import org.spinbench.app.command.NewRun;
import org.spinbench.app.command.Progress;
import org.spinbench.app.command.Ranges;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.runner.SameNetwork;
import org.spinbench.experiments.upkeep.DriftCompensation;
import org.spinbench.experiments.upkeep.WatchExperiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Keeps a trained chip in tune. */
@Command(
    name = "watch",
    description = {
      "Sets the parameters of a training on its bench, lets the chip work on samples of its "
          + "task, and keeps it in tune: reads anchors, corrects drift, and reports what it finds.",
      "Runs until you stop it (Ctrl-C). Then it brings the bench to rest and prints a report.",
      "A given bench file may differ from that of the run only in instruments and cables.",
      "Exit status: 0 in tune at the end, 1 out of tune or failed, 2 wrong usage."
    },
    mixinStandardHelpOptions = true)
public final class WatchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private BenchOptions options;

  @Parameters(index = "0", paramLabel = "RUN", description = "run of 'train': its name or file")
  private String trained;

  @Option(
      names = "--evaluations",
      paramLabel = "N",
      description =
          "end after this number of evaluations of the chip, including drift compensation")
  private Long evaluations;

  @Option(
      names = "--overhead",
      paramLabel = "PART",
      converter = Ranges.Part.class,
      description = "largest share of the evaluations for drift compensation (default: 0.045)")
  private Double overhead;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "seed of the samples, or of the order of those of a file (default: ${DEFAULT-VALUE})")
  private long seed;

  @Mixin private NewRun made;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  private boolean json;

  @Override
  public Integer call() {
    if (evaluations != null && evaluations < 1) {
      throw new ParameterException(
          spec.commandLine(), "--evaluations is " + evaluations + "; at least 1");
    }
    Progress progress = Progress.to(spec.commandLine());
    ExperimentRunner runner = made.runner(progress, options.benchFile);
    try (RunFile training = new Runs(made.path()).read(trained);
        Backend backend = backend(training)) {
      WatchExperiment watch =
          new WatchExperiment(
              training.path(), upkeep(), seed, end(), new WatchView(progress, end()));
      return runner.run(
          backend, watch, finished -> WatchReport.print(finished, training.path(), spec, json));
    }
  }

  /** The bench of the run, or another one with the same network, with the trained chip. */
  private Backend backend(RunFile training) {
    StartDocument start = training.start();
    boolean own = options.benchFile == null;
    BenchOfRun now = BenchOfRun.now(training, trained, options.benchFile, options.warnings());
    String text = now.text();
    String origin = now.origin();
    BenchFile.Coupling.Mode coupling = training.coupling().orElseThrow();
    if (options.coupling != null && options.coupling != coupling) {
      throw refused("--coupling: " + trained + " trained its chip with the other coupling");
    }
    options.coupling = coupling;
    BenchFile file = BenchFile.parse(text, origin).withCoupling(coupling);
    if (start.chipSeed() == null) {
      requireReal(file, origin);
    } else {
      requireSimulated(file, origin, own, start.chipSeed());
      options.chipSeed = start.chipSeed();
      training.world().ifPresent(world -> options.inWorld(world, "the world of " + trained));
    }
    SameNetwork.require(training, file);
    options.benchFile = now.path().orElse(null);
    return Backends.of(options, text, origin);
  }

  /** Requires the real bench of a real chip; a dry run must be requested by name. */
  private void requireReal(BenchFile file, String origin) {
    if (options.simulated) {
      return;
    }
    if (options.chipSeed != null) {
      throw refused(
          "--chip-seed: "
              + trained
              + " trained a real chip; leave it out, or add --simulated for a dry run");
    }
    if (Backends.real(file, false).size() < file.instruments().size()) {
      throw refused(
          trained
              + " trained a real chip, but "
              + origin
              + " has simulated instruments; give its own bench file, or add --simulated for a dry"
              + " run");
    }
  }

  /**
   * Refuses another chip than the simulated one of the training, because its parameters do not
   * apply to any other.
   */
  private void requireSimulated(BenchFile file, String origin, boolean own, long chip) {
    if (options.chipSeed != null && options.chipSeed != chip) {
      throw refused(
          "--chip-seed: "
              + trained
              + " trained chip "
              + chip
              + "; its parameters do not hold for chip "
              + options.chipSeed
              + ": train that chip first");
    }
    int real = Backends.real(file, options.simulated).size();
    if (own && real == file.instruments().size()) {
      options.simulated = true; // as in the training; otherwise its chip would be a real one
    } else if (real > 0) {
      throw refused(
          trained
              + " trained a simulated chip, but "
              + origin
              + " has real instruments; train the chip of that bench, or add --simulated to watch"
              + " the simulation");
    }
  }

  private ParameterException refused(String reason) {
    return new ParameterException(spec.commandLine(), reason);
  }

  private OptionalLong end() {
    return evaluations == null ? OptionalLong.empty() : OptionalLong.of(evaluations);
  }

  private DriftCompensation upkeep() {
    return overhead == null
        ? DriftCompensation.standard()
        : DriftCompensation.standard().withOverhead(overhead);
  }
}
