package org.spinbench.app.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The options of a command as settings of a study file: the same names without hyphens in front,
 * the same defaults, ranges and messages. A bench file is the setting {@value #BENCH}.
 */
public final class OptionSettings {
  /** The setting for the bench file, which is not an option. */
  public static final String BENCH = "bench";

  private static final Set<String> NEVER =
      Set.of("help", "version", "json", "html", "overwrite", "out");

  private OptionSettings() {}

  /**
   * Names of the settings.
   *
   * @param command with options
   * @param without options that a study decides itself, such as seeds
   */
  public static Set<String> names(Object command, Set<String> without) {
    CommandLine line = new CommandLine(command);
    Set<String> names = new TreeSet<>();
    for (OptionSpec option : line.getCommandSpec().options()) {
      names.add(name(option));
    }
    if (!line.getCommandSpec().positionalParameters().isEmpty()) {
      names.add(BENCH);
    }
    names.removeAll(NEVER);
    names.removeAll(without);
    return names;
  }

  private static String name(OptionSpec option) {
    return option.longestName().substring(2);
  }

  /**
   * Gives settings to a command, as if its options had been typed.
   *
   * @throws IllegalArgumentException naming the setting and what is wrong with its value
   */
  public static <C> C given(C command, Map<String, String> settings) {
    CommandLine line = Usage.withOwnWords(new CommandLine(command));
    List<String> words = new ArrayList<>();
    settings.forEach(
        (setting, value) -> {
          OptionSpec option = line.getCommandSpec().findOption("--" + setting);
          if (option == null) {
            words.add(value);
          } else if (option.arity().max() > 0) {
            words.add("--" + setting + "=" + value);
          } else if (value.equals("true")) {
            words.add("--" + setting);
          } else if (!value.equals("false")) {
            throw new IllegalArgumentException(setting + " is " + value + "; true or false");
          }
        });
    String[] given = words.toArray(String[]::new);
    try {
      line.parseArgs(given);
      return command;
    } catch (ParameterException e) {
      throw refused(e, given);
    }
  }

  /** The exception of a command about an option, as one about a setting. */
  public static IllegalArgumentException refused(ParameterException e, String... given) {
    String problem = Usage.problem(e, given).replaceAll("(^|[ ('])--([a-z])", "$1$2");
    return new IllegalArgumentException(problem, e);
  }
}
