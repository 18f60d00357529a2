package org.spinbench.app.command.runs;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.spinbench.app.command.Outputs;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.app.command.label.RunsNoteCommand;
import org.spinbench.app.command.label.RunsTagCommand;
import org.spinbench.experiments.imported.RunImport;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.RunVerifier;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.salvage.Recovery;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.run.store.RunStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands for run files. */
@Command(
    name = "runs",
    description = "Lists, labels, shows, compares, exports, imports and removes runs.",
    mixinStandardHelpOptions = true,
    subcommands = {
      RunsListCommand.class,
      RunsShowCommand.class,
      RunsExportCommand.class,
      RunsCompareCommand.class,
      RunsFitCommand.class,
      RunsPlotCommand.class,
      RunsTagCommand.class,
      RunsNoteCommand.class,
      RunsImportCommand.class,
      RunsPruneCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class RunsCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "verify",
      description = {
        "Checks the file of a run: its tables, and every message by checksums.",
        "Reports the first damaged place, and the number of undamaged lines before it."
      },
      mixinStandardHelpOptions = true)
  int verify(
      @Parameters(paramLabel = "RUN", description = RunsFolder.NAME) String name,
      @Option(
              names = "--recover",
              paramLabel = "FILE",
              description =
                  "save all readable data of a damaged file into a new one: every row of every"
                      + " table, and the messages up to the damage")
          Path recovered,
      @Option(
              names = "--runs",
              paramLabel = "DIR",
              defaultValue = "runs",
              description = "folder of run files (default: ${DEFAULT-VALUE})")
          Path folder) {
    Outputs.requireFile(spec, "--recover", recovered);
    Outputs.requireNew(spec, "--recover", recovered, "choose another name");
    Path path = new Runs(folder).find(name);
    Recovery.otherKind(path)
        .ifPresent(
            kind -> {
              throw new RunException(path + " is " + kind + ", not a run file");
            });
    Optional<String> damage = damage(path);
    if (recovered != null) {
      recover(path, damage, recovered);
    } else if (damage.isPresent()) {
      throw new IllegalStateException(damage.get() + remedy(path));
    }
    return 0;
  }

  private static String remedy(Path path) {
    if (RunStore.isOfLaterVersion(path)) {
      return "; verify it with the version of Spinbench that wrote it, or a later one";
    }
    return "; 'spinbench runs verify --recover FILE RUN' saves all readable data";
  }

  /** The damage of a file; prints a confirmation if there is none. */
  private Optional<String> damage(Path path) {
    try (RunFile run = RunFile.read(path)) {
      RunVerifier.Check check = RunVerifier.check(run);
      String lines = check.lines() + " lines of messages and clock readings are undamaged";
      Optional<String> damage = check.damage().or(() -> lostMessages(run));
      if (damage.isEmpty()) {
        boolean none = run.transcripts().sessions().isEmpty();
        String sound = none ? "its tables are undamaged; it holds no messages" : lines;
        spec.commandLine().getOut().println(path + ": " + sound);
      }
      return damage.map(what -> what.replace(RunException.VERIFY, "") + "; the first " + lines);
    } catch (RunException e) {
      return Recovery.cutOff(path)
          .or(() -> Optional.of(e.getMessage().replace(RunException.VERIFY, "")));
    }
  }

  /**
   * Whether messages are missing. Only other programs and the first version measured without
   * messages.
   */
  private static Optional<String> lostMessages(RunFile run) {
    boolean may =
        !run.transcripts().areRecorded()
            || run.isRecovered()
            || run.start().kind().equals(RunImport.KIND);
    return may || !run.transcripts().sessions().isEmpty() || run.readings().isEmpty()
        ? Optional.empty()
        : Optional.of(run.path() + " holds readings, but none of the messages that led to them");
  }

  private void recover(Path path, Optional<String> damage, Path recovered) {
    PrintWriter out = spec.commandLine().getOut();
    damage.ifPresent(out::println);
    Recovery.Saved saved = Recovery.save(path, recovered);
    out.println("saved into " + recovered + ":");
    saved
        .rows()
        .forEach(
            (table, rows) -> {
              Long missing = saved.missing().get(table);
              String lost = missing == null ? "" : ", " + missing + " lost";
              out.println("  " + rows + " rows of " + table + lost);
            });
    out.println("  " + saved.lines() + " lines of messages and clock readings");
  }
}
