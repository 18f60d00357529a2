package org.spinbench.app.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Stack;
import org.spinbench.drivers.bench.file.RunLabels.Notice;
import org.spinbench.experiments.runner.ExperimentRunner;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that shows a run in a browser while it is made. */
public final class DashboardOption {
  private static final int LAST_PORT = 65535;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--dashboard",
      paramLabel = "PORT",
      arity = "0..1",
      parameterConsumer = OptionalPort.class,
      description =
          "show the run in a browser of this computer, at this port (default: any free one);"
              + " prints the address")
  private Integer port;

  /** Takes the next word only if it is a number, because a bench file may follow. */
  private static final class OptionalPort implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec of) {
      boolean given = !words.isEmpty() && words.peek().matches("\\d{1,9}");
      int port = given ? Integer.parseInt(words.pop()) : 0;
      if (port > LAST_PORT) {
        throw new ParameterException(
            of.commandLine(), "--dashboard is " + port + "; must be 0 to " + LAST_PORT);
      }
      option.setValue(port);
    }
  }

  /**
   * Who follows the runs of this command: a browser, if the user has asked for it, and those to
   * whom the bench file sends notices.
   *
   * @param runs folder of the catalogue
   * @param benchFile that the user has named; or null. The copy in a run file is never obeyed,
   *     because somebody else may have made it
   */
  public Audience audience(Path runs, Progress progress, Path benchFile) {
    List<Notice> notices =
        benchFile == null ? List.of() : Backends.file(benchFile).labels().notices();
    return port == null && notices.isEmpty()
        ? Audience.none()
        : Audience.of(
            Optional.ofNullable(port),
            runs,
            command.commandLine().getErr(),
            notices,
            line -> progress.say("spinbench: " + line));
  }

  /** Lets the audience follow the first run of a runner. */
  public ExperimentRunner follow(
      ExperimentRunner runner, Path runs, Progress progress, Path benchFile) {
    return audience(runs, progress, benchFile).followRun(runner);
  }
}
