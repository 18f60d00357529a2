package org.spinbench.app.command.queue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spinbench.app.command.Effects;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.app.command.Usage;
import org.spinbench.app.command.UtcTime;
import org.spinbench.app.command.measure.CalibrateCommand;
import org.spinbench.app.command.measure.MeasureCommand;
import org.spinbench.app.command.runs.ResumeCommand;
import org.spinbench.app.command.train.BroadcastCommand;
import org.spinbench.app.command.train.TrainCommand;
import org.spinbench.app.command.train.WatchCommand;
import org.spinbench.app.queue.QueueEntry;
import org.spinbench.app.queue.QueueFile;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.drivers.transport.SystemClock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Adds a command line to the queue. */
@Command(
    name = "add",
    description = {
      "Adds a command to the end of the queue, after checking its options:",
      " spinbench queue add --if-succeeded measure PLAN.toml BENCH.toml --tag cold",
      "Its files are found from the present folder."
    },
    mixinStandardHelpOptions = true)
final class QueueAddCommand implements Callable<Integer> {
  private static final Map<String, Supplier<Object>> COMMANDS = commands();

  private CommandSpec spec;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "1..*",
      description = "measure, train, calibrate, watch, broadcast or resume, with its arguments")
  private List<String> words;

  @Option(
      names = "--not-before",
      paramLabel = "TIME",
      converter = Time.class,
      description = "earliest start: a time, such as 2026-11-01T22:00 (UTC), or +90min, +8h")
  private Instant notBefore;

  @Option(names = "--after", paramLabel = "ID", description = "start when this entry is over")
  private Long after;

  @Option(
      names = "--if-succeeded",
      description = "only if the entry of --after, or else the one before, has succeeded")
  private boolean ifSucceeded;

  @Option(names = "--held", description = "do not start it until 'queue release'")
  private boolean held;

  @Mixin private RunsFolder folder;

  private static Map<String, Supplier<Object>> commands() {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("measure", MeasureCommand::new);
    commands.put("train", TrainCommand::new);
    commands.put("calibrate", CalibrateCommand::new);
    commands.put("watch", WatchCommand::new);
    commands.put("broadcast", BroadcastCommand::new);
    commands.put("resume", ResumeCommand::new);
    return commands;
  }

  /** Everything after the first word of the queued command belongs to that. */
  @Spec
  void spec(CommandSpec own) {
    spec = own;
    own.parser().stopAtPositional(true);
  }

  @Override
  public Integer call() {
    check();
    QueueEntry added =
        new QueueFile(folder.path())
            .add(
                words,
                Path.of("").toAbsolutePath(),
                new SystemClock().now(),
                new QueueEntry.When(notBefore, after, ifSucceeded),
                held);
    spec.commandLine().getOut().println(added.text() + " is " + added.stateText());
    return 0;
  }

  /** Refuses now what would be refused when nobody is there. */
  private void check() {
    String name = words.get(0);
    Supplier<Object> command = COMMANDS.get(name);
    if (command == null) {
      throw refusal("'" + name + "' makes no run; " + Spelling.choices(name, COMMANDS.keySet()));
    }
    CommandLine line =
        Usage.withOwnWords(new CommandLine(command.get()))
            .setCaseInsensitiveEnumValuesAllowed(true);
    String[] arguments = words.subList(1, words.size()).toArray(String[]::new);
    try {
      ParseResult parsed = line.parseArgs(arguments);
      Effects.require(parsed);
      while (parsed.hasSubcommand()) {
        requireFiles(parsed);
        parsed = parsed.subcommand();
      }
      requireFiles(parsed);
    } catch (ParameterException e) {
      throw refusal(name + ": " + Usage.problem(e, arguments));
    }
  }

  private void requireFiles(ParseResult parsed) {
    if (parsed.isUsageHelpRequested()) {
      throw refusal("--help makes no run; leave it out");
    }
    parsed.matchedPositionals().stream()
        .map(PositionalParamSpec::getValue)
        .filter(Path.class::isInstance)
        .filter(file -> !Files.isReadable((Path) file))
        .findFirst()
        .ifPresent(
            file -> {
              throw refusal("there is no file " + file);
            });
  }

  private ParameterException refusal(String reason) {
    return new ParameterException(spec.commandLine(), reason);
  }

  /** A time, or one from now. */
  private static final class Time implements ITypeConverter<Instant> {
    private static final Pattern LATER = Pattern.compile("\\+(\\d{1,4})(s|min|h|d)");

    @Override
    public Instant convert(String text) {
      Matcher later = LATER.matcher(text);
      if (later.matches()) {
        long number = Long.parseLong(later.group(1));
        return new SystemClock()
            .now()
            .plus(
                switch (later.group(2)) {
                  case "s" -> Duration.ofSeconds(number);
                  case "min" -> Duration.ofMinutes(number);
                  case "h" -> Duration.ofHours(number);
                  default -> Duration.ofDays(number);
                });
      }
      if (text.startsWith("+")) {
        throw new TypeConversionException(
            "'" + text + "' is no time from now; write for example +30s, +90min, +8h or +2d");
      }
      return UtcTime.of(text, Duration.ZERO);
    }
  }
}
