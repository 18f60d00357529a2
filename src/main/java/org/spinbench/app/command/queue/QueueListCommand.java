package org.spinbench.app.command.queue;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.app.command.TextTable;
import org.spinbench.app.queue.QueueEntry;
import org.spinbench.app.queue.QueueFile;
import org.spinbench.experiments.run.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the entries of the queue. */
@Command(
    name = "list",
    description = "Lists the entries of the queue in their order, also those that have ended.",
    mixinStandardHelpOptions = true)
final class QueueListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RunsFolder folder;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  private boolean json;

  private record Listed(List<QueueEntry> entries) {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<QueueEntry> entries = new QueueFile(folder.path()).entries();
    if (json) {
      out.println(Json.write(new Listed(entries)));
    } else if (entries.isEmpty()) {
      spec.commandLine().getErr().println("The queue in " + folder.path() + " is empty.");
    } else {
      List<List<String>> lines = new ArrayList<>();
      lines.add(List.of("id", "state", "command", "conditions", "run", "reason"));
      entries.forEach(entry -> lines.add(line(entry)));
      TextTable.lines(lines).forEach(out::println);
    }
    return 0;
  }

  private static List<String> line(QueueEntry entry) {
    return List.of(
        Long.toString(entry.id()),
        entry.stateText(),
        String.join(" ", entry.words()),
        conditions(entry.when()),
        entry.last().run(),
        entry.last().reason());
  }

  private static String conditions(QueueEntry.When when) {
    List<String> all = new ArrayList<>();
    if (when.notBefore() != null) {
      all.add("not before " + when.notBefore());
    }
    if (when.after() != null) {
      all.add("after " + when.after());
    }
    if (when.ifSucceeded()) {
      all.add("if succeeded");
    }
    return String.join(", ", all);
  }
}
