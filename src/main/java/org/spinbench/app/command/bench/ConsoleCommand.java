package org.spinbench.app.command.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.BenchOptions;
import org.spinbench.app.command.Outputs;
import org.spinbench.app.command.Progress;
import org.spinbench.app.console.Console;
import org.spinbench.app.console.Lines;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.SafeEnding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A console for SCPI to one instrument of a bench. */
@Command(
    name = "console",
    description = {
      "Sends SCPI that you type to an instrument of a bench, and prints replies and errors.",
      "Checks commands against every limit of instrument, station and chip, and refuses those"
          + " that it cannot check. When you leave, it brings to rest what you set, and changes "
          + "nothing else."
    },
    mixinStandardHelpOptions = true)
public final class ConsoleCommand implements Callable<Integer> {
  private static final String HELP =
      """
      Type a query (*IDN?) or a command (:SOUR:POW -20).
        settings   the settings that can be set, with their ranges
        help       this
        quit       brings to rest what was set here, and ends (also: Ctrl-D)
      """;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "name of the instrument in the bench file")
  private String name;

  @Mixin private BenchOptions options;

  @Option(
      names = "--expert",
      description =
          "also send commands that the driver does not know. No limit checks them: they can "
              + "destroy the chip")
  private boolean expert;

  @Option(
      names = "--watch",
      description =
          "show an instrument that another program owns: send only questions, and change "
              + "nothing")
  private boolean watch;

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description =
          "file for the history of typed lines (default: .spinbench_history in your home "
              + "folder)")
  private Path history = Path.of(System.getProperty("user.home"), ".spinbench_history");

  private volatile boolean waiting;

  @Override
  public Integer call() {
    Progress progress = Progress.to(spec.commandLine());
    try (Backend backend = Backends.of(options)) {
      try (Bench bench =
          watch ? backend.openBenchToLook() : backend.openBenchToAskFirst(() -> waiting)) {
        bench.restOnlyWhatWasSet();
        Instrument instrument = instrument(bench);
        SafeEnding.during(backend, bench, progress, guard -> converse(instrument, backend));
      }
      backend.verifyReplayed();
    }
    return 0;
  }

  private Instrument instrument(Bench bench) {
    Instrument instrument = bench.instruments().get(name);
    String whole = name.replaceFirst(":.*", "");
    if (instrument == null && bench.instruments().containsKey(whole)) {
      throw new IllegalArgumentException(
          "a channel has no console of its own; open that of "
              + whole
              + ", whose commands name the channel");
    }
    if (instrument == null) {
      throw new IllegalArgumentException(
          "nothing on this bench is called \""
              + name
              + "\"; "
              + Spelling.choices(name, bench.instruments().keySet()));
    }
    return instrument;
  }

  private Void converse(Instrument instrument, Backend backend) {
    Outputs.requireFile(spec, "--history", history);
    PrintWriter out = spec.commandLine().getOut();
    Console console = new Console(instrument, expert, watch);
    try (Lines lines = Lines.open(name + "> ", history)) {
      if (lines.interactive()) {
        out.println(
            CheckupReport.text(instrument.session().identity())
                + ". Type 'help' for help, 'quit' to end.");
        out.flush();
      }
      String line = next(lines, backend);
      while (line != null && !line.strip().equals("quit") && !line.strip().equals("exit")) {
        answer(console, line.strip()).forEach(out::println);
        out.flush();
        line = next(lines, backend);
      }
    }
    return null;
  }

  /**
   * The next line. Waiting for a person is not a failure; after each line the program counts as
   * working again.
   */
  private String next(Lines lines, Backend backend) {
    waiting = true;
    try {
      return lines.next();
    } finally {
      backend.works();
      waiting = false;
    }
  }

  private static List<String> answer(Console console, String line) {
    return switch (line) {
      case "", "#" -> List.of();
      case "help" -> HELP.lines().toList();
      case "settings" -> console.settings();
      default -> line.startsWith("#") ? List.of() : console.execute(line);
    };
  }
}
