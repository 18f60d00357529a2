package org.spinbench.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.imported.RunImport;
import org.spinbench.experiments.run.Runs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a run file of what another program measured. */
@Command(
    name = "import",
    description = {
      "Makes a run of what another program measured: of a CSV file, or of a log of messages in the"
          + " layout of PyVISA's.",
      "A map in TOML says what its numbers are."
    },
    mixinStandardHelpOptions = true)
final class RunsImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "what was measured")
  private Path file;

  @Option(
      names = "--map",
      paramLabel = "MAP.toml",
      required = true,
      description = "what its numbers are")
  private Path map;

  @Option(
      names = "--bench",
      paramLabel = "BENCH.toml",
      description = "bench file whose names the map uses, to be kept with the run")
  private Path bench;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "folder for the run file (default: ${DEFAULT-VALUE})")
  private Path folder;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        RunImport.read(
            file,
            map,
            bench == null ? "" : benchText(),
            new Runs(folder),
            Version.program(),
            new SystemClock().now()));
    return 0;
  }

  /** The text of the bench file, after a look at whether it is one. */
  private String benchText() {
    String text = UserFile.text(bench, "a bench file");
    BenchFile.parse(text, bench.toString());
    return text;
  }
}
