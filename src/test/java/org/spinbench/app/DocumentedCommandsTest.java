package org.spinbench.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/**
 * The program accepts every command line that the pages show, and has every option that they name.
 * No JDK changes that.
 */
@Tag("slow")
class DocumentedCommandsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** A line of an example, or a command between back quotes. */
  private static final Pattern COMMAND =
      Pattern.compile("^\\./spinbench +(.*)$|`(?:\\./)?spinbench +([^`\\n]+)`", Pattern.MULTILINE);

  /** A word, or words between quotation marks. */
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*[a-z]\\b");

  /** What ends a command within a line of a shell. */
  private static final Pattern END = Pattern.compile(" +(#|>|\\||&).*$");

  /** Options of other programs. */
  private static final Set<String> OTHERS =
      Set.of("--add-modules", "--no-exclusive", "--successful");

  @Test
  void everyCommandIsAccepted() throws IOException {
    List<String> refused = new ArrayList<>();
    int commands = 0;
    for (Path page : pages()) {
      for (MatchResult found : found(COMMAND, page)) {
        boolean named = found.group(1) == null;
        String command = named ? found.group(2) : found.group(1);
        commands++;
        String problem = problem(command, named);
        if (!problem.isEmpty()) {
          refused.add(ROOT.relativize(page) + ": " + command + ": " + problem);
        }
      }
    }
    assertTrue(commands > 100, "only " + commands + " commands were found");
    assertEquals(List.of(), refused);
  }

  @Test
  void everyOptionIsThere() throws IOException {
    Set<String> known = new TreeSet<>(OTHERS);
    options(Spinbench.whole(), known);
    assertTrue(known.size() > 80, known.toString());
    Set<String> unknown = new TreeSet<>();
    for (Path page : pages()) {
      found(OPTION, page).stream()
          .map(MatchResult::group)
          .filter(option -> !known.contains(option))
          .forEach(option -> unknown.add(ROOT.relativize(page) + ": " + option));
    }
    assertEquals(Set.of(), unknown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"train --no-such-option", "runs show", "trian", "benchmark training --chips many"})
  void aWrongCommandIsFound(String command) {
    assertTrue(!problem(command, false).isEmpty(), command);
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")),
              files.filter(file -> file.toString().endsWith(".md")).sorted())
          .toList();
    }
  }

  private static List<MatchResult> found(Pattern what, Path page) throws IOException {
    return what.matcher(Files.readString(page)).results().toList();
  }

  /**
   * What the program has against a command, which it reads but does not run.
   *
   * @param named whether a sentence only names the command, perhaps without its arguments
   */
  private static String problem(String command, boolean named) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(END.matcher(command).replaceFirst("").replaceAll("[\\[\\]]", ""));
    while (word.find()) {
      String plain = word.group(3);
      words.add(
          plain == null
              ? word.group(1) == null ? word.group(2) : word.group(1)
              : plain.replaceAll("\\|.*|,$", "").replaceAll("^(PID|N)$", "1"));
    }
    try {
      Spinbench.reader(words.toArray(String[]::new)).parseArgs(words.toArray(String[]::new));
      return "";
    } catch (ParameterException e) {
      return named && e instanceof MissingParameterException ? "" : e.getMessage();
    }
  }

  /** Adds the options of a command, and of those below it. */
  private static void options(CommandLine command, Set<String> known) {
    command.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
    command.getSubcommands().values().forEach(below -> options(below, known));
  }
}
