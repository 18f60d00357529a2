package org.spinbench.app.command.completion;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A manual page of a command in the language of {@code man}. */
final class ManualPage {
  private static final String BOLD = "\\fB";
  private static final String PLAIN = "\\fR";

  private final StringBuilder page = new StringBuilder();

  private ManualPage() {}

  /** The pages of a command and of all below it, by the names of their files. */
  static Map<String, String> pages(CommandLine root) {
    Map<String, String> pages = new TreeMap<>();
    add(root, pages);
    return pages;
  }

  private static void add(CommandLine command, Map<String, String> pages) {
    pages.put(name(command) + ".1", new ManualPage().of(command));
    command.getSubcommands().values().forEach(below -> add(below, pages));
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName("-");
  }

  private String of(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    Help help = command.getHelp();
    String[] description = spec.usageMessage().description();
    line(".TH \"" + name(command).toUpperCase(Locale.ROOT) + "\" 1 \"\" Spinbench");
    section("NAME");
    text(name(command) + " - " + first(description));
    section("SYNOPSIS");
    text(help.synopsis(0).strip());
    section("DESCRIPTION");
    paragraphs(description);
    if (!spec.positionalParameters().isEmpty() || !spec.options().isEmpty()) {
      section("OPTIONS");
      spec.positionalParameters().forEach(one -> item(one.paramLabel(), one));
      spec.options().stream().filter(one -> !one.hidden()).forEach(one -> item(names(one), one));
    }
    if (!command.getSubcommands().isEmpty()) {
      section("COMMANDS");
      command
          .getSubcommands()
          .values()
          .forEach(
              below -> {
                item(name(below) + "(1)");
                text(first(below.getCommandSpec().usageMessage().description()));
              });
    }
    String[] footer = spec.usageMessage().footer();
    if (footer.length > 0) {
      section("EXAMPLES");
      for (String one : footer) {
        line(".nf");
        text(one);
        line(".fi");
      }
    }
    return page.toString();
  }

  private void item(String head, ArgSpec argument) {
    item(head);
    text(String.join(" ", described(argument)));
  }

  private static String[] described(ArgSpec argument) {
    return Arrays.stream(argument.description())
        .map(one -> one.replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue())))
        .toArray(String[]::new);
  }

  private void item(String head) {
    line(".TP");
    line(BOLD + escaped(head) + PLAIN);
  }

  private static String names(OptionSpec option) {
    String value = option.arity().max() > 0 ? " " + option.paramLabel() : "";
    return Arrays.stream(option.names()).collect(Collectors.joining(", ")) + value;
  }

  private static String first(String... description) {
    return description.length == 0 ? "" : description[0].replaceFirst("(?<=[a-z)])\\. .*", ".");
  }

  private void section(String title) {
    line(".SH " + title);
  }

  private void paragraphs(String... texts) {
    for (String one : texts) {
      line(".PP");
      text(one);
    }
  }

  private void text(String text) {
    text.lines().forEach(one -> line(escaped(one)));
  }

  private void line(String line) {
    page.append(line).append('\n');
  }

  /** A line that begins with a point or an apostrophe would be a command of {@code man}. */
  private static String escaped(String text) {
    String plain = text.replace("\\", "\\e").replace("-", "\\-");
    return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
  }
}
