package org.spinbench.app.command.benchmark;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures the speed of this program on this computer, and the quality of its training. */
@Command(
    name = "benchmark",
    description =
        "Measures the speed of this program on this computer, and the quality of its "
            + "training.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      BenchmarkLinkCommand.class,
      BenchmarkNetworkCommand.class,
      BenchmarkRecordingCommand.class,
      BenchmarkTrainingCommand.class,
      BenchmarkDriftCommand.class
    })
public final class BenchmarkCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
