package org.spinbench.app.command.queue;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.app.queue.QueueFile;
import org.spinbench.app.queue.QueueRunner;
import org.spinbench.drivers.transport.SystemClock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Executes the queue. */
@Command(
    name = "run",
    description = {
      "Executes the waiting entries of the queue, one at a time, each in a process of its own.",
      "Continues after an entry that failed, unless the bench tripped. The exit status is 1 if not"
          + " every entry succeeded."
    },
    mixinStandardHelpOptions = true)
final class QueueRunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--stay", description = "wait for new entries when none is left")
  private boolean stay;

  @Mixin private RunsFolder folder;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    QueueRunner runner =
        new QueueRunner(
            new QueueFile(folder.path()),
            new SystemClock(),
            line -> {
              err.println(line);
              err.flush();
            });
    return runner.run(stay) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }
}
