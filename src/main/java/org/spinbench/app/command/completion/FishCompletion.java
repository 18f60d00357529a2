package org.spinbench.app.command.completion;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for fish; picocli makes that for bash and zsh only. */
final class FishCompletion {
  private static final String AT = "complete -c ";

  private FishCompletion() {}

  /** The script. */
  static String of(CommandLine root) {
    StringBuilder script = new StringBuilder();
    String program = root.getCommandName();
    add(script, program, "__fish_use_subcommand", root);
    return script.toString();
  }

  private static void add(StringBuilder script, String program, String when, CommandLine command) {
    command
        .getSubcommands()
        .forEach(
            (name, below) -> {
              line(
                  script, program, when + notYet(command), "-f -a " + name, below.getCommandSpec());
              String seen = "__fish_seen_subcommand_from " + name;
              add(
                  script,
                  program,
                  command.getParent() == null ? seen : when + "; and " + seen,
                  below);
            });
    String options = command.getParent() == null ? "" : when;
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!option.hidden()) {
        StringBuilder words = new StringBuilder();
        for (String name : option.names()) {
          words
              .append(name.startsWith("--") ? "-l " : "-s ")
              .append(name.replaceFirst("^--?", ""))
              .append(' ');
        }
        words.append(option.arity().max() > 0 ? "-r" : "-f");
        line(script, program, options, words.toString(), first(option.description()));
      }
    }
  }

  /** The commands below a command are offered until one of them is there. */
  private static String notYet(CommandLine command) {
    return command.getParent() == null
        ? ""
        : "; and not __fish_seen_subcommand_from "
            + String.join(" ", command.getSubcommands().keySet());
  }

  private static void line(
      StringBuilder script, String program, String when, String what, CommandSpec described) {
    line(script, program, when, what, first(described.usageMessage().description()));
  }

  private static void line(
      StringBuilder script, String program, String when, String what, String description) {
    script.append(AT).append(program);
    if (!when.isEmpty()) {
      script.append(" -n ").append(quoted(when));
    }
    script.append(' ').append(what).append(" -d ").append(quoted(description)).append('\n');
  }

  /** The first sentence. */
  private static String first(String... description) {
    return description.length == 0
        ? ""
        : description[0].replaceFirst("(?<=[a-z)])[.:;] .*", "").replaceFirst("\\.$", "");
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
