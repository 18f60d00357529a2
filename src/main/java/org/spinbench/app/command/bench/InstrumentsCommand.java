package org.spinbench.app.command.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.spinbench.app.check.Checkup;
import org.spinbench.app.check.DriverCheck;
import org.spinbench.app.check.ModelCommands;
import org.spinbench.app.check.Models;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.BenchOptions;
import org.spinbench.app.command.Outputs;
import org.spinbench.app.command.Progress;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.InUseException;
import org.spinbench.drivers.bench.file.DriverFiles;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.SafeEnding;
import org.spinbench.simulator.bench.SimulatedModel;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Identifies the instruments of a bench, and checks their settings. */
@Command(
    name = "instruments",
    description = {
      "Prints identity, options, errors and settings of every instrument of a bench. Sets and"
          + " reads back settings at safe values, with outputs off.",
      "The exit status is 1 if an error queue was not empty or a setting did not come back. "
          + "On a bench that another program owns, it only reads."
    },
    mixinStandardHelpOptions = true)
public final class InstrumentsCommand implements Callable<Integer> {
  /** The one JSON object of {@code --models --json}; its keys are a promise to scripts. */
  private record AsJson(List<Models.Line> models) {}

  /** The one JSON object of {@code --check --json}. */
  private record Checks(boolean passed, List<DriverCheck.Line> checks) {}

  @Spec private CommandSpec spec;
  @Mixin private BenchOptions options;

  @Option(names = "--state", description = "print the present value of every setting")
  private boolean state;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  private boolean json;

  @Option(
      names = "--models",
      description =
          "list the supported models with role, channels and number of settings; open no bench")
  private boolean models;

  @Option(
      names = "--commands",
      paramLabel = "MODEL",
      description =
          "with --models: list the commands that the simulated model takes, with parameters,"
              + " default, effect and source, and those of its manual that it refuses")
  private String commands;

  @Option(
      names = "--check",
      paramLabel = "FILE",
      description =
          "check the drivers of a driver file, and print each check, passed or failed with line,"
              + " key and what to do; open no bench")
  private Path driverFile;

  @Override
  public Integer call() {
    if (driverFile != null) {
      return checkDrivers();
    }
    if (commands != null) {
      return listCommands();
    }
    if (models) {
      return listModels();
    }
    Progress progress = Progress.to(spec.commandLine());
    List<Checkup> checkups;
    try (Backend backend = Backends.of(options)) {
      checkups = check(backend, progress);
      backend.verifyReplayed();
    }
    CheckupReport report = new CheckupReport(checkups);
    Outputs.print(spec, json ? report.json() + "\n" : report.text(state));
    boolean passed = checkups.stream().allMatch(Checkup::passed);
    return passed ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private static List<Checkup> check(Backend backend, Progress progress) {
    try (Bench bench = backend.openBenchGuarded()) {
      bench.restOnlyWhatWasSet();
      return SafeEnding.during(backend, bench, progress, guard -> Checkup.of(bench));
    } catch (InUseException owned) {
      progress.say("spinbench: " + owned.getMessage());
      progress.say(
          "spinbench: only reading: nothing is set, and error queues are left to their owner");
      try (Bench bench = backend.openBenchToLook()) {
        return SafeEnding.during(backend, bench, progress, guard -> Checkup.look(bench));
      }
    }
  }

  private int checkDrivers() {
    List<DriverCheck.Line> checks =
        DriverCheck.of(DriverFiles.driverText(driverFile), driverFile.toString());
    boolean passed = checks.stream().allMatch(DriverCheck.Line::passed);
    StringBuilder text = new StringBuilder();
    for (DriverCheck.Line one : checks) {
      text.append(one.passed() ? "passed  " : "FAILED  ").append(one.driver());
      text.append(one.driver().isEmpty() ? "" : ": ").append(one.check()).append('\n');
      text.append(one.passed() ? "" : "        " + one.problem() + "\n");
    }
    Outputs.print(spec, json ? Json.write(new Checks(passed, checks)) + "\n" : text.toString());
    return passed ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private int listCommands() {
    if (!models || !SimulatedModel.names().contains(commands)) {
      String known = String.join(", ", SimulatedModel.names());
      throw new ParameterException(
          spec.commandLine(),
          models
              ? "--commands knows no model " + commands + "; the models are " + known
              : "--commands " + commands + " needs --models as well");
    }
    ModelCommands list = ModelCommands.of(commands);
    Outputs.print(spec, json ? Json.write(list) + "\n" : list.text());
    return CommandLine.ExitCode.OK;
  }

  private int listModels() {
    List<Models.Line> lines = Models.all();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(Json.write(new AsJson(lines)) + "\n");
    } else {
      String row = "%-9s %-27s %8s %8s%n";
      out.printf(Locale.ROOT, row, "model", "role", "channels", "settings");
      for (Models.Line line : lines) {
        out.printf(Locale.ROOT, row, line.model(), line.role(), line.channels(), line.settings());
      }
    }
    out.flush();
    return CommandLine.ExitCode.OK;
  }
}
