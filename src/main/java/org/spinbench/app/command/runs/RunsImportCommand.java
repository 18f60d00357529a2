package org.spinbench.app.command.runs;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.app.command.Version;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.DriverFiles;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.imported.RunImport;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.sweep.SweepRepetition;
import org.spinbench.simulator.bench.SimulatedBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a run file from the data of another program. */
@Command(
    name = "import",
    description = {
      "Makes a run from the data of another program: from a CSV file, or from a log of "
          + "messages in the format of PyVISA.",
      "A map in TOML describes the numbers."
    },
    mixinStandardHelpOptions = true)
final class RunsImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "file with the data")
  private Path file;

  @Option(
      names = "--map",
      paramLabel = "MAP.toml",
      required = true,
      description = "map that describes the numbers")
  private Path map;

  @Option(
      names = "--bench",
      paramLabel = "BENCH.toml",
      description =
          "bench file whose names and units the map uses; it is stored with the run, and names "
              + "that it does not contain are refused")
  private Path bench;

  @Mixin private RunsFolder folder;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        RunImport.read(
            file,
            map,
            bench == null ? "" : DriverFiles.text(bench),
            bench == null ? columns -> {} : this::requireOfBench,
            new Runs(folder.path()),
            Version.program(),
            new SystemClock().now()));
    return 0;
  }

  /** Names and units are checked with a simulated copy of the bench. */
  private void requireOfBench(Columns columns) {
    BenchFile file = Backends.file(bench);
    Bench copy;
    try {
      SimulatedBench simulated = new SimulatedBench(Backends.simulable(file), 1);
      copy = Bench.open(file, simulated, simulated.clock());
    } catch (RuntimeException e) {
      // A bench that cannot be simulated may still be correct.
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          "spinbench: names and units are not checked: the bench has no simulated copy: "
              + e.getMessage());
      return;
    }
    try (copy) {
      SweepRepetition.require(copy, columns);
    } catch (RunException | IllegalArgumentException e) {
      throw new IllegalArgumentException(map + " does not fit " + bench + ": " + e.getMessage(), e);
    }
  }
}
