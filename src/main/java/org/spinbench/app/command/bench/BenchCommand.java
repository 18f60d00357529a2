package org.spinbench.app.command.bench;

import org.spinbench.drivers.text.Spelling;
import org.spinbench.experiments.DefaultBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a bench file of the program. */
@Command(
    name = "bench",
    description = {
      "Prints the default bench file, or another one that comes with the program. Copy it and"
          + " enter the resource names of your instruments.",
      " spinbench bench > my-bench.toml",
      " spinbench bench characterisation > rack.toml"
    },
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      defaultValue = "nine-junction",
      description =
          "nine-junction (default); characterisation: source meters, lock-in amplifier and "
              + "more; vowels: three inputs, two layers, six outputs; images: sixteen inputs, one "
              + "layer, ten outputs; broadcast: a chip that RF pulses program")
  private String name;

  @Override
  public void run() {
    if (!DefaultBench.NAMES.contains(name)) {
      throw new ParameterException(
          spec.commandLine(),
          "there is no bench '" + name + "'; " + Spelling.choices(name, DefaultBench.NAMES));
    }
    spec.commandLine().getOut().print(DefaultBench.text(name));
    spec.commandLine().getOut().flush();
  }
}
