package org.spinbench.app;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.spinbench.app.check.Computer;
import org.spinbench.app.command.Effects;
import org.spinbench.app.command.Progress;
import org.spinbench.app.command.Usage;
import org.spinbench.app.command.Version;
import org.spinbench.app.command.bench.BenchCommand;
import org.spinbench.app.command.bench.ConsoleCommand;
import org.spinbench.app.command.bench.DoctorCommand;
import org.spinbench.app.command.bench.InitCommand;
import org.spinbench.app.command.bench.InstrumentsCommand;
import org.spinbench.app.command.bench.KeysCommand;
import org.spinbench.app.command.bench.SafeCommand;
import org.spinbench.app.command.bench.ServeCommand;
import org.spinbench.app.command.bench.SimulateCommand;
import org.spinbench.app.command.bench.WatchdogCommand;
import org.spinbench.app.command.benchmark.BenchmarkCommand;
import org.spinbench.app.command.completion.CompletionCommand;
import org.spinbench.app.command.dashboard.DashboardCommand;
import org.spinbench.app.command.drone.DroneCommand;
import org.spinbench.app.command.junction.SimulateJunctionCommand;
import org.spinbench.app.command.measure.CalibrateCommand;
import org.spinbench.app.command.measure.MeasureCommand;
import org.spinbench.app.command.measure.PauseCommand;
import org.spinbench.app.command.queue.QueueCommand;
import org.spinbench.app.command.runs.CalibrationCommand;
import org.spinbench.app.command.runs.CompareCommand;
import org.spinbench.app.command.runs.ReplayCommand;
import org.spinbench.app.command.runs.ResumeCommand;
import org.spinbench.app.command.runs.RunsCommand;
import org.spinbench.app.command.study.StudyCommand;
import org.spinbench.app.command.train.BroadcastCommand;
import org.spinbench.app.command.train.TrainCommand;
import org.spinbench.app.command.train.WatchCommand;
import org.spinbench.drivers.bench.guard.TripException;
import org.spinbench.drivers.instrument.NotAtRestException;
import org.spinbench.drivers.transport.record.ReplayDivergedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line {@code ./spinbench} with all its commands. */
@Command(
    name = "spinbench",
    description =
        "Controls the laboratory bench around an RF neural network of magnetic tunnel "
            + "junctions.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Spinbench implements Runnable {
  private static final List<Class<?>> COMMANDS =
      List.of(
          TrainCommand.class,
          WatchCommand.class,
          CalibrateCommand.class,
          CalibrationCommand.class,
          MeasureCommand.class,
          PauseCommand.class,
          DoctorCommand.class,
          InitCommand.class,
          InstrumentsCommand.class,
          ConsoleCommand.class,
          SafeCommand.class,
          WatchdogCommand.class,
          RunsCommand.class,
          DashboardCommand.class,
          QueueCommand.class,
          ResumeCommand.class,
          ReplayCommand.class,
          CompareCommand.class,
          DroneCommand.class,
          BroadcastCommand.class,
          SimulateCommand.class,
          SimulateJunctionCommand.class,
          ServeCommand.class,
          KeysCommand.class,
          BenchmarkCommand.class,
          StudyCommand.class,
          BenchCommand.class,
          CompletionCommand.class);

  private static final String FIRST_STEPS =
      """
      What one does first:
        spinbench doctor                      what this computer lacks, and how to mend it
        spinbench train                       train a simulated chip; takes a few seconds
        spinbench init rack.toml              make a bench file of your instruments, by questions
        spinbench doctor rack.toml            which of them answer
        spinbench measure --help              measure on them; --simulated tries it without
      """;

  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "show where in the program an error arose (also: SPINBENCH_DEBUG=1)")
  private boolean debug;

  @Option(
      names = Progress.QUIET,
      scope = ScopeType.INHERIT,
      description = "show no progress; results, remarks and errors as ever")
  private boolean quiet;

  /** The class name at the beginning of the message of a wrapped exception. */
  private static final Pattern JAVA_NAME =
      Pattern.compile("\\b([a-z]\\w*\\.)+[A-Z]\\w*(Exception|Error): ");

  private Spinbench() {}

  /** The exit code of a run that ends by a condition of the bench file. */
  private static final int TRIPPED = 3;

  /**
   * Runs one command.
   *
   * @param out receives results
   * @param err receives progress and errors
   * @param arguments after {@code spinbench} on the command line
   * @return 0 after success, 1 after a failure, 2 for wrong usage, 3 if a condition of the bench
   *     file has ended the run
   */
  public static int execute(PrintWriter out, PrintWriter err, String... arguments) {
    Spinbench top = new Spinbench();
    CommandLine line =
        read(top, arguments)
            .setOut(out)
            .setErr(err)
            .setUsageHelpAutoWidth(true)
            .setExecutionStrategy(
                parsed -> {
                  Effects.require(parsed);
                  return new CommandLine.RunLast().execute(parsed);
                })
            .setParameterExceptionHandler(Spinbench::wrongUsage)
            .setExecutionExceptionHandler((error, command, parsed) -> top.failed(error, command));
    try {
      return line.execute(arguments);
    } catch (OutOfMemoryError e) {
      err.println(
          "spinbench: out of memory; give Java more, for example with SPINBENCH_JAVA_OPTS=-Xmx8g,"
              + " or reduce the task");
      return CommandLine.ExitCode.SOFTWARE;
    } catch (LinkageError | InternalError e) {
      return top.failed(e, line);
    }
  }

  /** How a command line is read: with the command that it names, and the others in outline. */
  static CommandLine reader(String... arguments) {
    return read(new Spinbench(), arguments);
  }

  /** Every command with all its options, for completion, manual pages and checks. */
  public static CommandLine whole() {
    return read(new Spinbench(), COMMANDS);
  }

  private static CommandLine read(Spinbench top, String... arguments) {
    Optional<String> called =
        Arrays.stream(arguments).filter(word -> !word.startsWith("-")).findFirst();
    boolean all = called.equals(Optional.of(name(CompletionCommand.class)));
    return read(
        top,
        COMMANDS.stream().filter(one -> all || called.equals(Optional.of(name(one)))).toList());
  }

  /**
   * Makes the command line.
   *
   * @param called commands with options; the others have only a name and a description, since all
   *     options of all commands take longer to make than most commands to run
   */
  private static CommandLine read(Spinbench top, List<Class<?>> called) {
    CommandLine line = new CommandLine(top);
    for (Class<?> one : COMMANDS) {
      line.addSubcommand(name(one), called.contains(one) ? one : outline(one));
    }
    return Usage.withOwnWords(line).setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  private static CommandSpec outline(Class<?> command) {
    CommandSpec spec = CommandSpec.create().name(name(command));
    spec.usageMessage().description(command.getAnnotation(Command.class).description());
    return spec;
  }

  /** First what one does first, then everything. */
  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.println(FIRST_STEPS);
    spec.commandLine().usage(out);
  }

  private static int wrongUsage(ParameterException error, String... given) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("spinbench: " + Usage.problem(error, given));
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return CommandLine.ExitCode.USAGE;
  }

  private int failed(Throwable error, CommandLine command) {
    PrintWriter err = command.getErr();
    if (debug || System.getenv("SPINBENCH_DEBUG") != null) {
      error.printStackTrace(err);
    } else {
      err.println("spinbench: " + message(error));
      // Failures during the cleanup after the first failure, such as a source left on.
      List<Throwable> others = List.of(error.getSuppressed());
      others.stream()
          .filter(also -> !isOfReplay(also) && !isDivergence(also))
          .filter(also -> !isTriedAgain(also, others))
          .forEach(also -> err.println("also: " + message(also)));
    }
    return error instanceof TripException ? TRIPPED : CommandLine.ExitCode.SOFTWARE;
  }

  /**
   * Whether a transcript had no answer while the bench was brought to rest; then no instrument is
   * on.
   */
  private static boolean isOfReplay(Throwable error) {
    List<Throwable> reasons = List.of(error.getSuppressed());
    return error instanceof NotAtRestException
        && !reasons.isEmpty()
        && reasons.stream().allMatch(Spinbench::isDivergence);
  }

  /** Whether the bench was successfully brought to rest again after this failure. */
  private static boolean isTriedAgain(Throwable error, List<Throwable> all) {
    return error instanceof NotAtRestException
        && all.subList(all.indexOf(error) + 1, all.size()).stream()
            .anyMatch(later -> later instanceof NotAtRestException);
  }

  private static boolean isDivergence(Throwable error) {
    return error instanceof ReplayDivergedException
        || error.getCause() != null && isDivergence(error.getCause());
  }

  /** Java's libraries for fonts and pictures need some of the system, which small systems lack. */
  private static boolean isOfSystem(Throwable error) {
    return error instanceof UnsatisfiedLinkError
        || error instanceof NoClassDefFoundError
        || error instanceof InternalError
        || String.valueOf(error.getMessage()).startsWith("Fontconfig ")
        || error.getCause() != null && isOfSystem(error.getCause());
  }

  private static String message(Throwable error) {
    if (isOfSystem(error)) {
      return "a library of this system is missing ("
          + Computer.reason(error)
          + "); 'spinbench doctor' says which, and how to mend it. What was measured is in the run"
          + " file";
    }
    if (error.getMessage() == null) {
      return "internal error ("
          + error.getClass().getSimpleName()
          + "); run the command again with --debug, and report its output";
    }
    return JAVA_NAME.matcher(error.getMessage()).replaceAll("");
  }
}
