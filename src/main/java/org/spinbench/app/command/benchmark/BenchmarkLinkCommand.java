package org.spinbench.app.command.benchmark;

import java.util.List;
import java.util.concurrent.Callable;
import org.spinbench.app.benchmark.LinkComparison;
import org.spinbench.app.command.Outputs;
import org.spinbench.app.command.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the links to instruments. */
@Command(
    name = "link",
    description = {
      "Measures every link to a simulated instrument on the loopback interface. For "
          + "comparison it measures a bare Java socket with the same bytes, and pyvisa-py and "
          + "PyMeasure if they are installed.",
      "Run it on an idle machine."
    },
    mixinStandardHelpOptions = true)
final class BenchmarkLinkCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "15",
      description = "number of rounds for each link (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  private boolean json;

  @Override
  public Integer call() {
    if (rounds < 1) {
      throw new ParameterException(spec.commandLine(), "--rounds is " + rounds + "; at least 1");
    }
    Progress progress = Progress.to(spec.commandLine());
    List<LinkComparison.Result> results =
        LinkComparison.measure(rounds, share -> progress.show("measuring", share, ""));
    progress.clear();
    LinkReport report = new LinkReport(results);
    Outputs.print(spec, json ? report.json() + "\n" : report.text());
    return 0;
  }
}
