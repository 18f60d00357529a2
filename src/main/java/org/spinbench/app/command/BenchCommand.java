package org.spinbench.app.command;

import org.spinbench.experiments.DefaultBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the bench file that is used when none is given. */
@Command(
    name = "bench",
    description = {
      "Prints the bench file that is used when none is given: copy it, and change the resource names"
          + " to your instruments'.",
      "  spinbench bench > my-bench.toml"
    },
    mixinStandardHelpOptions = true)
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().getOut().print(DefaultBench.text());
    spec.commandLine().getOut().flush();
  }
}
