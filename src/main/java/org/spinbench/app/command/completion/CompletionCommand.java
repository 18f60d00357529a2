package org.spinbench.app.command.completion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.spinbench.app.command.Outputs;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete the commands, and writes the manual pages. */
@Command(
    name = "completion",
    description = {
      "Prints a script with which a shell completes commands and options.",
      "For this shell only: source <(spinbench completion bash)"
    },
    mixinStandardHelpOptions = true)
public final class CompletionCommand implements Callable<Integer> {
  /** A shell that can complete. */
  enum Shell {
    BASH,
    ZSH,
    FISH
  }

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "bash|zsh|fish",
      description = "which shell")
  private Shell shell;

  @Option(
      names = "--man",
      paramLabel = "FOLDER",
      description = "write a manual page for each command into this folder instead")
  private Path manual;

  @Override
  public Integer call() {
    if ((shell == null) == (manual == null)) {
      throw new ParameterException(
          spec.commandLine(), "give either a shell (bash, zsh or fish) or --man FOLDER");
    }
    CommandLine root = spec.root().commandLine();
    if (shell == Shell.FISH) {
      Outputs.print(spec, FishCompletion.of(root));
    } else if (shell != null) {
      // The script of picocli serves zsh as well.
      Outputs.print(spec, AutoComplete.bash(root.getCommandName(), root));
    } else {
      write(root);
    }
    return CommandLine.ExitCode.OK;
  }

  private void write(CommandLine root) {
    try {
      Files.createDirectories(manual);
      ManualPage.pages(root).forEach(this::write);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the folder " + manual, e);
    }
  }

  private void write(String name, String page) {
    try {
      Files.writeString(manual.resolve(name), page);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + manual.resolve(name), e);
    }
  }
}
