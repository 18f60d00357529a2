package org.spinbench.app.command.train;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.BenchOptions;
import org.spinbench.app.command.NewRun;
import org.spinbench.app.command.Progress;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.study.broadcast.BroadcastExperiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Programs a chip of binary weights by RF, for one or more tasks. */
@Command(
    name = "broadcast",
    description = {
      "Programs a chip of two-state junctions by RF pulses on strip lines, for one or more "
          + "tasks. Reads every test sample on the chip, and compares each accuracy with that of "
          + "free weights.",
      "Without BENCH.toml the bench has twenty-two simulated junctions; 'spinbench bench "
          + "broadcast' prints it."
    },
    mixinStandardHelpOptions = true)
public final class BroadcastCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private BenchOptions options;

  @Option(
      names = "--task",
      paramLabel = "FILE",
      required = true,
      description =
          "samples of one task: a file with comma-separated numbers and a class in each line,"
              + " optionally packed (.gz), or spectra in HDF5 (.h5); repeat the option to switch"
              + " the chip between tasks")
  private List<Path> tasks;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "seed that selects the test samples (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--fit-samples",
      paramLabel = "N",
      defaultValue = "300",
      description =
          "largest number of training samples for each task to read on the chip, to fit its "
              + "digital read-out (default: ${DEFAULT-VALUE})")
  private int fitSamples;

  @Mixin private NewRun made;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  private boolean json;

  @Override
  public Integer call() {
    if (fitSamples < 1) {
      throw new ParameterException(
          spec.commandLine(), "--fit-samples is " + fitSamples + "; at least 1");
    }
    PrintWriter out = spec.commandLine().getOut();
    Progress progress = Progress.to(spec.commandLine());
    BroadcastExperiment experiment = BroadcastExperiment.of(tasks, fitSamples, seed);
    BroadcastReport report;
    try (Backend backend = backend()) {
      report =
          made.runner(progress, options.benchFile)
              .run(backend, experiment, finished -> BroadcastReport.of(finished, progress));
    }
    out.print(json ? report.json() + "\n" : report.text());
    out.flush();
    return 0;
  }

  private Backend backend() {
    return options.benchFile == null
        ? Backends.of(options, DefaultBench.text(DefaultBench.BROADCAST), "the broadcast bench")
        : Backends.of(options);
  }
}
