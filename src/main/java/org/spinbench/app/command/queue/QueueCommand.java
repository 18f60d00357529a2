package org.spinbench.app.command.queue;

import java.util.function.UnaryOperator;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.app.queue.QueueChanges;
import org.spinbench.app.queue.QueueEntry;
import org.spinbench.app.queue.QueueFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands of the queue of runs. */
@Command(
    name = "queue",
    description = "Runs measurements, trainings and calibrations one after another.",
    mixinStandardHelpOptions = true,
    subcommands = {QueueAddCommand.class, QueueListCommand.class, QueueRunCommand.class},
    synopsisSubcommandLabel = "COMMAND")
public final class QueueCommand {
  static final String ID = "number of the entry, from 'queue list'";

  @Spec private CommandSpec spec;

  private int change(RunsFolder folder, long id, UnaryOperator<QueueEntry> change) {
    say(new QueueFile(folder.path()).change(id, change));
    return 0;
  }

  private void say(QueueEntry entry) {
    spec.commandLine().getOut().println(entry.text() + " is " + entry.stateText());
  }

  @Command(
      name = "move",
      description = "Moves an entry to another place.",
      mixinStandardHelpOptions = true)
  int move(
      @Parameters(paramLabel = "ID", description = ID) long id,
      @Parameters(paramLabel = "PLACE", description = "1 for the first place") int place,
      @Mixin RunsFolder folder) {
    if (place < 1) {
      throw new ParameterException(
          spec.subcommands().get("move"), "PLACE is " + place + "; at least 1");
    }
    new QueueFile(folder.path()).move(id, place);
    return 0;
  }

  @Command(
      name = "hold",
      description = "Keeps a waiting entry from being executed until it is released.",
      mixinStandardHelpOptions = true)
  int hold(@Parameters(paramLabel = "ID", description = ID) long id, @Mixin RunsFolder folder) {
    return change(folder, id, QueueChanges::held);
  }

  @Command(
      name = "release",
      description =
          "Lets an entry wait for its turn again: one that is held, or one that failed, was"
              + " interrupted or skipped. The queue then resumes its run, if there is one.",
      mixinStandardHelpOptions = true)
  int release(
      @Parameters(paramLabel = "ID", description = ID) long id,
      @Option(names = "--restart", description = "begin a new run instead of resuming the old one")
          boolean restart,
      @Mixin RunsFolder folder) {
    return change(folder, id, entry -> QueueChanges.released(entry, restart));
  }

  @Command(
      name = "remove",
      description = "Removes an entry that is not running; a run that it has made stays.",
      mixinStandardHelpOptions = true)
  int remove(@Parameters(paramLabel = "ID", description = ID) long id, @Mixin RunsFolder folder) {
    QueueEntry removed = new QueueFile(folder.path()).remove(id);
    spec.commandLine().getOut().println("removed " + removed.text());
    return 0;
  }
}
