package org.spinbench.app.command;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.spinbench.drivers.text.Spelling;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Explains what is wrong with a command line, and suggests the word that was probably meant. */
public final class Usage {
  /** Picocli's message for a wrong enum constant, and for a wrong boolean. */
  private static final Pattern NO_CHOICE =
      Pattern.compile(
          "Invalid value for option '([^']*)'.*: expected one of \\[(.*)] \\(.*\\) but was '(.*)'");

  private static final Pattern NO_FLAG =
      Pattern.compile("Invalid value for option '([^']*)'.*: '(.*)' is not a boolean");

  /** Picocli's name of the argument with a wrong value. */
  private static final Pattern WRONG_VALUE =
      Pattern.compile(
          "(?s)Invalid value for (?:option '([^']*)'(?: \\([^)]*\\))?|positional parameter at index"
              + " \\d+ \\(([^)]*)\\)): (.*)");

  /**
   * Largest allowed number: no quantity of a laboratory is larger in its SI unit, and its square is
   * still finite.
   */
  private static final double LARGEST = 1e30;

  /**
   * The beginning of a converter's message about a number out of range, such as "is 0; at least 1".
   */
  static final String IS = "is ";

  private Usage() {}

  /** Replaces picocli's messages about wrong values by plain ones. */
  public static CommandLine withOwnWords(CommandLine line) {
    return line.registerConverter(int.class, Usage::integer)
        .registerConverter(Integer.class, Usage::integer)
        .registerConverter(long.class, Usage::longInteger)
        .registerConverter(Long.class, Usage::longInteger)
        .registerConverter(double.class, Usage::number)
        .registerConverter(Double.class, Usage::number)
        .registerConverter(Path.class, Usage::path);
  }

  private static int integer(String text) {
    long value = longInteger(text);
    if (value != (int) value) {
      throw new TypeConversionException(
          "'" + text + "' is out of range; " + -Integer.MAX_VALUE + " to " + Integer.MAX_VALUE);
    }
    return (int) value;
  }

  static long longInteger(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      boolean digits = text.matches("[+-]?\\d+");
      throw new TypeConversionException(
          digits
              ? "'" + text + "' is out of range; " + -Long.MAX_VALUE + " to " + Long.MAX_VALUE
              : "'" + text + "' is not a whole number");
    }
  }

  static double number(String text) {
    double value = Double.NaN;
    if (text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
      value = Double.parseDouble(text);
    }
    if (!Double.isFinite(value)) {
      throw new TypeConversionException(
          "'" + text + "' is not a number; write for example 5 or 2.5e-3");
    }
    if (Math.abs(value) > LARGEST) {
      throw new TypeConversionException("'" + text + "' is out of range; -1E30 to 1E30");
    }
    return value;
  }

  private static Path path(String text) {
    try {
      if (!text.isBlank()) {
        return Path.of(text);
      }
    } catch (InvalidPathException e) {
      throw new TypeConversionException("'" + text + "' is not a file name: " + e.getReason());
    }
    throw new TypeConversionException("the name of the file is empty");
  }

  /**
   * Requires that so many consecutive seeds exist.
   *
   * @throws ParameterException if the last one would exceed the largest number
   */
  public static void requireSeeds(CommandSpec spec, String option, long first, int number) {
    if (first > Long.MAX_VALUE - number) {
      throw new ParameterException(
          spec.commandLine(),
          option
              + " is "
              + first
              + ", and "
              + number
              + (number == 1 ? " seed" : " seeds")
              + " from there on go beyond "
              + Long.MAX_VALUE
              + "; give a smaller one");
    }
  }

  /**
   * The address of {@code --bind}.
   *
   * @throws ParameterException if it is not an address of this computer
   */
  public static InetAddress address(CommandSpec spec, String bind) {
    String shown = bind.isBlank() ? "empty" : bind;
    try {
      if (!bind.isBlank()) {
        return InetAddress.getByName(bind);
      }
    } catch (UnknownHostException e) {
      // It is refused below, like an empty one.
    }
    throw new ParameterException(
        spec.commandLine(),
        "--bind is "
            + shown
            + ", which is not an address of this computer; give for example 127.0.0.1");
  }

  /**
   * The problem in one line.
   *
   * @param given the command line, word by word
   */
  public static String problem(ParameterException error, String... given) {
    if (error instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      return unmatched(unmatched.getCommandLine(), unmatched.getUnmatched().get(0));
    }
    CommandLine command = error.getCommandLine();
    if (error instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      return missing(missing, given);
    }
    if (error instanceof OverwrittenOptionException twice) {
      return name(twice.getOverwritten()) + " is given more than once; give it once";
    }
    String message = error.getMessage();
    if (message.startsWith("Missing required subcommand")) {
      return "a command is missing after "
          + called(command)
          + "; its commands are "
          + String.join(", ", command.getSubcommands().keySet());
    }
    Matcher choice = NO_CHOICE.matcher(message);
    if (choice.matches()) {
      String words = choice.group(2).toLowerCase(Locale.ROOT).replace('_', '-');
      List<String> known = List.of(words.split(", "));
      String typed = choice.group(3);
      return choice.group(1) + ": '" + typed + "' is not one of " + words + hint(typed, known);
    }
    Matcher flag = NO_FLAG.matcher(message);
    if (flag.matches()) {
      return flag.group(1) + " takes no value, but is given '" + flag.group(2) + "'";
    }
    Matcher value = WRONG_VALUE.matcher(message);
    if (!value.matches()) {
      return message;
    }
    String what = value.group(1) == null ? value.group(2) : value.group(1);
    return what + (value.group(3).startsWith(IS) ? " " : ": ") + value.group(3);
  }

  /** An unknown option may be a misspelling of the missing one. */
  private static String missing(MissingParameterException error, String... given) {
    CommandLine command = error.getCommandLine();
    for (String word : given) {
      String option = word.replaceFirst("=.*", "");
      if (option.startsWith("--") && !command.getCommandSpec().optionsMap().containsKey(option)) {
        return unmatched(command, word);
      }
    }
    String names = error.getMissing().stream().map(Usage::shown).collect(Collectors.joining(", "));
    if (error.getMessage().startsWith("Missing required parameter for option")) {
      return name(error.getMissing().get(0)) + ": its value is missing; give " + names;
    }
    return names + (error.getMissing().size() == 1 ? " is missing" : " are missing");
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String shown(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? option.longestName() + " " + option.paramLabel()
        : argument.paramLabel();
  }

  private static String called(CommandLine command) {
    return "'" + command.getCommandSpec().qualifiedName().replaceFirst("^spinbench ", "") + "'";
  }

  private static String unmatched(CommandLine command, String word) {
    boolean top = command.getParent() == null;
    if (word.startsWith("-") && word.length() > 1) {
      String option = word.replaceFirst("=.*", "");
      return called(command)
          + " has no option "
          + option
          + hint(option, options(command.getCommandSpec()));
    }
    List<String> commands = new ArrayList<>(command.getSubcommands().keySet());
    if (commands.isEmpty() || takesParameters(command)) {
      return "'" + word + "' is one argument too many for " + called(command);
    }
    String hint = hint(word, commands);
    return (top ? "there is no command '" : called(command) + " has no command '")
        + word
        + "'"
        + (hint.isEmpty() ? "; its commands are " + String.join(", ", commands) : hint);
  }

  private static boolean takesParameters(CommandLine command) {
    return !command.getCommandSpec().positionalParameters().isEmpty();
  }

  private static List<String> options(CommandSpec spec) {
    return spec.options().stream()
        .filter(option -> !option.hidden())
        .flatMap(option -> List.of(option.names()).stream())
        .filter(name -> name.startsWith("--"))
        .collect(Collectors.toList());
  }

  private static String hint(String word, List<String> known) {
    return Spelling.hint(word, known).replace('"', '\'');
  }
}
