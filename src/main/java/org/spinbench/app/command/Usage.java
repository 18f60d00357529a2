package org.spinbench.app.command;

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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, and what was meant by a word that is not known. */
final class Usage {
  /** How picocli refuses what is no constant of an enum, and what is no truth value. */
  private static final Pattern NO_CHOICE =
      Pattern.compile(
          "Invalid value for option '([^']*)'.*: expected one of \\[(.*)] \\(.*\\) but was '(.*)'");

  private static final Pattern NO_FLAG =
      Pattern.compile("Invalid value for option '([^']*)'.*: '(.*)' is not a boolean");

  private Usage() {}

  /** Has values of options refused in a user's words. */
  static CommandLine withOwnWords(CommandLine line) {
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
          "'" + text + "' is too large; at most " + Integer.MAX_VALUE + " either side of 0");
    }
    return (int) value;
  }

  private static long longInteger(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      boolean digits = text.matches("[+-]?\\d+");
      throw new TypeConversionException(
          digits
              ? "'" + text + "' is too large; at most " + Long.MAX_VALUE + " either side of 0"
              : "'" + text + "' is no whole number");
    }
  }

  private static double number(String text) {
    double value = Double.NaN;
    if (text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
      value = Double.parseDouble(text);
    }
    if (!Double.isFinite(value)) {
      throw new TypeConversionException("'" + text + "' is no number, as 5 or 2.5e-3");
    }
    return value;
  }

  private static Path path(String text) {
    try {
      if (!text.isBlank()) {
        return Path.of(text);
      }
    } catch (InvalidPathException e) {
      throw new TypeConversionException("'" + text + "' is no name of a file: " + e.getReason());
    }
    throw new TypeConversionException("the name of the file is empty");
  }

  /** What is wrong, in one line. */
  static String problem(ParameterException error) {
    if (error instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      return unmatched(unmatched);
    }
    CommandLine command = error.getCommandLine();
    String message = error.getMessage();
    if (message.startsWith("Missing required subcommand")) {
      return "a command is missing behind "
          + called(command)
          + "; its commands are "
          + String.join(", ", command.getSubcommands().keySet());
    }
    Matcher choice = NO_CHOICE.matcher(message);
    if (choice.matches()) {
      String words = choice.group(2).toLowerCase(Locale.ROOT).replace('_', '-');
      List<String> known = List.of(words.split(", "));
      String typed = choice.group(3);
      return choice.group(1) + ": '" + typed + "' is none of " + words + hint(typed, known);
    }
    Matcher flag = NO_FLAG.matcher(message);
    return flag.matches()
        ? flag.group(1) + " takes no value, but is given '" + flag.group(2) + "'"
        : message;
  }

  private static String called(CommandLine command) {
    return "'" + command.getCommandSpec().qualifiedName().replaceFirst("^spinbench ", "") + "'";
  }

  private static String unmatched(UnmatchedArgumentException error) {
    String word = error.getUnmatched().get(0);
    CommandLine command = error.getCommandLine();
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
