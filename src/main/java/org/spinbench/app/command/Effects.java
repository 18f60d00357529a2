package org.spinbench.app.command;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Refuses every argument that has no effect in combination with the others, because the user
 * expects an effect.
 *
 * <p>If the effect depends on a file, such as that of {@code --chip-seed} on simulated instruments
 * in the bench file, the code that reads the file checks it. An argument that only repeats the
 * present state, such as {@code --simulated} on a simulated bench, is not refused. Neither is
 * {@code --runs}, which only names a folder.
 */
public final class Effects {
  /** How a rule relates its arguments to a mode. */
  private enum Kind {
    /** They have no effect in the mode. */
    NOT_WITH,

    /** They have an effect only in the mode. */
    ONLY_WITH,

    /** They have an effect only in one of the modes. */
    NOT_WITHOUT,

    /** They never have an effect; the command shares them with others. */
    NEVER
  }

  /**
   * A mode of a command line.
   *
   * @param option that selects it
   * @param value regular expression of the option's values for it
   * @param shown notation for people
   */
  private record Mode(String option, String value, String shown) {
    static Mode of(String words) {
      String[] parts = words.split(" ", 2);
      return new Mode(parts[0], parts.length < 2 ? "(?s)(?!false$).*" : parts[1], words);
    }

    boolean holds(ParseResult line) {
      OptionSpec option = line.commandSpec().findOption(option());
      Object given = option == null ? null : option.getValue();
      Stream<?> values =
          given instanceof Collection<?> several ? several.stream() : Stream.ofNullable(given);
      return values.anyMatch(one -> one.toString().matches("(?i)" + value));
    }
  }

  /**
   * One rule.
   *
   * @param command regular expression of its commands
   * @param arguments names of options, and labels of parameters
   */
  private record Rule(String command, Kind kind, List<Mode> modes, Set<String> arguments) {}

  private static final String PLANS = "measure.*";
  private static final String DRONE = "drone .*";
  private static final String BENCH = "BENCH.toml";

  private static final List<Rule> RULES =
      List.of(
          // Modes that list, print, rehearse or export instead of the command's usual work.
          only("instruments", "--models", "--json", "--commands"),
          not("measure", "--print-plan", BENCH),
          not(
              PLANS,
              "--print-plan",
              "--dry-run",
              "--max-points",
              "--json",
              "--sample",
              "--operator",
              "--tag",
              "--note",
              "--chip-seed",
              "--world",
              "--coupling",
              "--served",
              "--clock",
              "--keys",
              "--record",
              "--replay"),
          not(
              PLANS,
              "--dry-run",
              "--sample",
              "--operator",
              "--tag",
              "--note",
              "--chip-seed",
              "--world",
              "--served",
              "--clock",
              "--keys",
              "--record",
              "--replay"),
          not(
              "benchmark training",
              "--export-chips",
              "--world",
              "--trainer",
              "--budget",
              "--html",
              "--json"),
          needs("study (run|resume)", List.of("--engine spark"), "--master", "--spark-conf"),
          not("study (run|resume)", "--engine spark", "--workers"),
          // A transcript answers, so no instrument is used or served.
          not(".*", "--replay", "--world", "--served", "--clock", "--keys"),
          // The resumed run knows the rest.
          not(
              "measure",
              "--resume",
              "--sample",
              "--operator",
              "--tag",
              "--note",
              "--chip-seed",
              "--world",
              "--coupling",
              "--dry-run",
              "--print-plan",
              "--max-points",
              "--record",
              "--replay"),
          not(
              "train",
              "--resume",
              "--sample",
              "--operator",
              "--tag",
              "--note",
              "--chip-seed",
              "--world",
              "--coupling",
              "--task",
              "--columns",
              "--answer",
              "--classes",
              "--group",
              "--tolerance",
              "--image",
              "--seed",
              "--trainer",
              "--budget",
              "--goal",
              "--certify",
              "--test-samples"),
          not("train", "--certify", "--test-samples"),
          // The run that trained the chip knows its world.
          never("watch", "the run file knows it", "--world"),
          not("console", "--watch", "--expert"),
          not("simulate", "--virtual-time", "--speed"),
          not("replay", "--against", "--from"),
          needs("replay", List.of("--against"), "--calibration", "--fit", "--report"),
          needs("replay", List.of("--against simulator"), "--physics"),
          needs("replay", List.of("--against bench"), "--bench", "--simulated", "--keys"),
          // On a simulated chip with known devices, or of the design, only noise is random.
          needs("replay", List.of("--against bench", "--physics full"), "--chip-seed"),
          needs(
              "compare",
              List.of("--backend simulator", "--backend served"),
              "--bench",
              "--chip-seed"),
          needs("dashboard", List.of("--publish"), "--publish-keys"),
          // Needs a file that could be overwritten.
          needs("calibrate", List.of("--save"), "--overwrite"),
          needs("calibration show", List.of("--html"), "--overwrite"),
          needs("replay", List.of("--report"), "--overwrite"),
          needs("benchmark training", List.of("--html", "--export-chips"), "--overwrite"),
          needs("benchmark drift", List.of("--html"), "--overwrite"),
          needs(DRONE, List.of("--out"), "--overwrite"),
          // Options of generated transmissions, durations of one suite, and quantities that trials
          // draw.
          not(DRONE, "--data", "--transmitters", "--dwell", "--interference"),
          needs("drone evaluate", List.of("--suite unseen", "--suite all"), "--dwells"),
          // The suite of unseen transmitters generates its own, and trains on them with its own
          // schedule.
          not(
              "drone evaluate",
              "--suite unseen",
              "--data",
              "--transmitters",
              "--dwell",
              "--interference",
              "--cooling"),
          // Spectra in HDF5 have their own test set.
          new Rule(
              "broadcast",
              Kind.NOT_WITHOUT,
              List.of(
                  new Mode("--task", "(?s).*(?<!\\.h5|\\.hdf5)", "a --task that is a text file")),
              Set.of("--seed")),
          never(
              "resume",
              "the run file knows it",
              "--chip-seed",
              "--world",
              "--coupling",
              "--clock",
              "--replay"),
          never("drone search", "each trial draws its own cooling", "--cooling"),
          never("drone search", "each trial is judged by one division into folds", "--seeds"));

  private Effects() {}

  private static Rule not(String command, String mode, String... arguments) {
    return new Rule(command, Kind.NOT_WITH, List.of(Mode.of(mode)), Set.of(arguments));
  }

  private static Rule only(String command, String mode, String... arguments) {
    return new Rule(command, Kind.ONLY_WITH, List.of(Mode.of(mode)), Set.of(arguments));
  }

  private static Rule needs(String command, List<String> modes, String... arguments) {
    List<Mode> all = modes.stream().map(Mode::of).toList();
    return new Rule(command, Kind.NOT_WITHOUT, all, Set.of(arguments));
  }

  private static Rule never(String command, String why, String... arguments) {
    return new Rule(command, Kind.NEVER, List.of(new Mode("", "", why)), Set.of(arguments));
  }

  /**
   * Checks a command line.
   *
   * @throws ParameterException naming all arguments that a rule refuses, and why
   */
  public static void require(ParseResult whole) {
    ParseResult line = whole;
    while (line.hasSubcommand()) {
      line = line.subcommand();
    }
    CommandSpec command = line.commandSpec();
    String name = command.qualifiedName().replaceFirst("^spinbench ?", "");
    List<String> given = given(line);
    for (Rule rule : RULES) {
      if (name.matches(rule.command())) {
        List<String> without = idle(rule, line, given);
        if (!without.isEmpty()) {
          throw new ParameterException(command.commandLine(), refusal(rule, without));
        }
      }
    }
  }

  /** The typed arguments, without those that every command accepts. */
  private static List<String> given(ParseResult line) {
    return line.matchedArgs().stream()
        .filter(argument -> !Objects.equals(argument.getValue(), false))
        .map(Effects::name)
        .filter(name -> !name.equals("--debug"))
        .distinct()
        .toList();
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static List<String> idle(Rule rule, ParseResult line, List<String> given) {
    boolean holds = rule.modes().stream().anyMatch(mode -> mode.holds(line));
    if (rule.kind() != Kind.NEVER && holds == (rule.kind() == Kind.NOT_WITHOUT)) {
      return List.of();
    }
    boolean refusesNamed = rule.kind() != Kind.ONLY_WITH;
    String mode = refusesNamed ? "" : rule.modes().get(0).option();
    return given.stream()
        .filter(name -> !name.equals(mode) && rule.arguments().contains(name) == refusesNamed)
        .toList();
  }

  private static String refusal(Rule rule, List<String> idle) {
    boolean one = idle.size() == 1;
    String names =
        one
            ? idle.get(0)
            : String.join(", ", idle.subList(0, idle.size() - 1))
                + " and "
                + idle.get(idle.size() - 1);
    String modes = rule.modes().stream().map(Mode::shown).collect(Collectors.joining(" or "));
    String leave = "; leave " + (one ? "it" : "them") + " out";
    return names
        + (one ? " has" : " have")
        + " no effect"
        + switch (rule.kind()) {
          case NOT_WITH, ONLY_WITH -> " with " + modes + "; leave out " + names + " or " + modes;
          case NOT_WITHOUT -> " without " + modes + leave;
          case NEVER -> ": " + modes + leave;
        };
  }
}
