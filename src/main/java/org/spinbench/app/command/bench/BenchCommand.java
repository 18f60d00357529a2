package org.spinbench.app.command.bench;

import java.io.PrintWriter;
import java.util.Locale;
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
      description =
          "a bench file of the program (default: nine-junction); without NAME they are"
              + " listed on standard error, too")
  private String name;

  @Override
  public void run() {
    if (name == null) {
      list();
      name = DefaultBench.NAMES.get(0);
    }
    if (!DefaultBench.NAMES.contains(name)) {
      throw new ParameterException(
          spec.commandLine(),
          "there is no bench '" + name + "'; " + Spelling.choices(name, DefaultBench.NAMES));
    }
    spec.commandLine().getOut().print(DefaultBench.text(name));
    spec.commandLine().getOut().flush();
  }

  private void list() {
    PrintWriter err = spec.commandLine().getErr();
    err.println("Bench files of the program ('spinbench bench NAME' prints one):");
    DefaultBench.NAMES.forEach(
        one -> err.printf(Locale.ROOT, "  %-20s%s%n", one, DefaultBench.description(one)));
    err.flush();
  }
}
