package org.spinbench.app.command.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.BenchOptions;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.BenchRest;
import org.spinbench.drivers.bench.RestReport;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.scpi.format.ScpiNumber;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.system.SystemTransports;
import org.spinbench.experiments.run.Json;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings a bench to rest on request. */
@Command(
    name = "safe",
    description = {
      "Brings every source of a bench to rest, whichever program left it on: switches RF off,"
          + " ramps biases and field lines to zero, and reads each back.",
      "The exit status is 0 only if every instrument confirms that it is at rest."
    },
    mixinStandardHelpOptions = true)
public final class SafeCommand implements Callable<Integer> {
  /** The one JSON object of {@code --json}; its keys are a promise to scripts. */
  private record AsJson(boolean atRest, List<Map<String, Object>> instruments) {}

  @Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "BENCH.toml",
      description = "bench file of real instruments")
  private Path benchFile;

  @Option(
      names = "--keys",
      paramLabel = "FOLDER",
      description = "keys for a bench on another computer (default: as in the bench file)")
  private Path keys;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  private boolean json;

  @Override
  public Integer call() {
    BenchFile file = Backends.file(benchFile);
    requireReal(file);
    BenchOptions.requireRemote(keys, Backends.real(file, false), Backends.origin(benchFile));
    List<RestReport> reports =
        BenchRest.reports(
            file,
            file.instruments().keySet(),
            new SystemTransports(Backends.links(file, keys).forRest()),
            new SystemClock());
    boolean atRest = reports.stream().allMatch(RestReport::atRest);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.write(new AsJson(atRest, reports.stream().map(SafeCommand::json).toList())));
    } else {
      reports.forEach(one -> out.println(line(one)));
      out.println(
          atRest
              ? Bench.atRest(file)
              : "NOT AT REST. GO AND SWITCH OFF BY HAND: "
                  + reports.stream()
                      .filter(one -> !one.atRest())
                      .map(
                          one ->
                              one.instrument() + " (" + one.model() + ", " + one.resource() + ")")
                      .collect(Collectors.joining("; ")));
    }
    out.flush();
    return atRest ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private void requireReal(BenchFile file) {
    int real = Backends.real(file, false).size();
    int simulated = file.instruments().size() - real;
    if (simulated > 0) {
      throw new ParameterException(
          spec.commandLine(),
          simulated
              + " of the "
              + file.instruments().size()
              + " instruments of "
              + (benchFile == null ? "the default bench" : benchFile)
              + " are simulated inside each program (INPROC::) and cannot be reached by another; give"
              + " a bench file that names instruments");
    }
  }

  private static String line(RestReport one) {
    String state =
        one.problem()
            .map(problem -> "NOT AT REST: " + problem)
            .orElse(
                one.outputs().isEmpty()
                    ? "has no outputs"
                    : one.outputs().stream()
                        .map(SafeCommand::output)
                        .collect(Collectors.joining(", ")));
    return String.format(
        Locale.ROOT, "%-12s %-9s %6.2f s  %s", one.instrument(), one.model(), one.seconds(), state);
  }

  private static String output(RestReport.Output output) {
    return output.name()
        + " "
        + ScpiNumber.format(output.level())
        + " "
        + output.unit().symbol()
        + (output.on() ? ", on" : ", off")
        + (output.left() ? " (left, as the bench file says)" : "");
  }

  private static Map<String, Object> json(RestReport one) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("instrument", one.instrument());
    fields.put("model", one.model());
    fields.put("resource", one.resource());
    fields.put("atRest", one.atRest());
    fields.put("seconds", one.seconds());
    fields.put(
        "outputs",
        one.outputs().stream()
            .map(
                output ->
                    Map.of(
                        "name", output.name(),
                        "level", output.level(),
                        "unit", output.unit().symbol(),
                        "on", output.on(),
                        "left", output.left()))
            .toList());
    one.problem().ifPresent(problem -> fields.put("problem", problem));
    return fields;
  }
}
