package org.spinbench.app.command.label;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.drivers.bench.file.RunLabels;
import org.spinbench.experiments.run.Metadata;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Changes the labels of a run. */
@Command(
    name = "tag",
    description = {
      "Adds tags to a run, or removes them; sets its sample and its operator.",
      "The run may be in progress. Its measurements stay as they are."
    },
    mixinStandardHelpOptions = true)
public final class RunsTagCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "RUN", description = RunsFolder.NAME)
  private String name;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "TAG",
      description = "words by which 'runs list' finds the run again")
  private List<String> tags = List.of();

  @Option(names = "--remove", description = "remove these tags")
  private boolean remove;

  @Option(names = "--sample", paramLabel = "NAME", description = "what was measured")
  private String sample;

  @Option(names = "--operator", paramLabel = "NAME", description = "who measured")
  private String operator;

  @Mixin private RunsFolder folder;

  @Override
  public Integer call() {
    if (tags.isEmpty() && (remove || sample == null && operator == null)) {
      throw new ParameterException(
          spec.commandLine(), "give the tags to " + (remove ? "remove" : "add"));
    }
    // A converter would make picocli take a wrong tag for one argument too many.
    tags.stream()
        .filter(tag -> !RunLabels.isTag(tag))
        .findFirst()
        .ifPresent(
            tag -> {
              throw new ParameterException(spec.commandLine(), "TAG: " + RunLabels.refusal(tag));
            });
    Path file = new Runs(folder.path()).find(name);
    Metadata now = RunFile.describe(file, this::changed);
    spec.commandLine().getOut().println(file.getFileName() + ": " + MetadataText.line(now));
    return 0;
  }

  private Metadata changed(Metadata before) {
    if (remove) {
      tags.stream()
          .filter(tag -> !before.tags().contains(tag))
          .findFirst()
          .ifPresent(
              tag -> {
                throw new IllegalArgumentException(
                    name
                        + " has no tag '"
                        + tag
                        + "'; it has "
                        + (before.tags().isEmpty() ? "none" : String.join(", ", before.tags())));
              });
    }
    return new Metadata(
        sample == null ? before.sample() : sample,
        operator == null ? before.operator() : operator,
        (remove ? before.untagged(tags) : before.tagged(tags)).tags(),
        before.notes());
  }
}
