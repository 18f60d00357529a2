package org.spinbench.app.command.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.spinbench.app.command.Outputs;
import org.spinbench.app.command.OverwriteOption;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.training.Trainers;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Options for the training of virtual chips in a study, and for its output. {@link #usual} has the
 * command's defaults of drift and budget.
 */
final class StudyOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--drift",
      paramLabel = "D",
      description = "drift of each resonance, rms, in half widths (default: ${DEFAULT-VALUE})")
  private double drift;

  @Option(
      names = "--trainer",
      paramLabel = "NAME",
      split = ",",
      defaultValue = TrainingOptions.DEFAULT_TRAINER,
      description = "trainers, separated by commas (default: ${DEFAULT-VALUE})")
  private List<String> trainers;

  @Option(
      names = "--budget",
      paramLabel = "N",
      description =
          "largest number of evaluations for a trainer on one chip (default: ${DEFAULT-VALUE})")
  private long budget;

  @Option(names = "--html", paramLabel = "FILE", description = "write a page with curves")
  private Path html;

  @Mixin private OverwriteOption overwrite;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  private boolean json;

  /**
   * The default value of an option, for its provider of defaults.
   *
   * @return null for other options
   */
  static String usual(ArgSpec argument, String drift, String budget) {
    return switch (argument instanceof OptionSpec option ? option.longestName() : "") {
      case "--drift" -> drift;
      case "--budget" -> budget;
      default -> null;
    };
  }

  double drift() {
    return drift;
  }

  List<String> trainers() {
    return trainers.stream().map(Trainers::canonical).toList();
  }

  /** Whether standard output takes one JSON object, and nothing else. */
  boolean json() {
    return json;
  }

  long budget() {
    return budget;
  }

  /**
   * Refuses options with which no training is possible.
   *
   * @param option that names another file
   * @param file for further output; may be null
   */
  void check(String option, Path file) {
    overwrite.requireFile(option, file);
    check();
  }

  /** Refuses options with which no training is possible. */
  void check() {
    overwrite.requireFile("--html", html);
    if (budget < 1) {
      throw new ParameterException(
          spec.commandLine(), "--budget is " + budget + "; at least 1 evaluation");
    }
  }

  /**
   * Writes the results: a page if requested, then text or JSON.
   *
   * @param object for programs
   */
  void publish(Object object, Supplier<String> text, Supplier<String> page) {
    if (html != null) {
      write(html, page.get());
    }
    Outputs.print(spec, json ? Json.write(object) + "\n" : text.get());
  }

  static void write(Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
