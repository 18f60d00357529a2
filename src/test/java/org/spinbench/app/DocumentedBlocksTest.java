package org.spinbench.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.standin.ChildProgram;

/**
 * The command blocks of the pages, executed by a shell in an empty folder, and their output: every
 * block of the first hour, and on other pages each behind a comment {@code <!-- run -->}. A block
 * that follows as {@code text} is the output, where {@code ...} stands for anything.
 */
@Tag("slow")
@Timeout(900)
@DisabledOnOs(OS.WINDOWS)
class DocumentedBlocksTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String FIRST_HOUR = "docs/first-hour.md";
  private static final String ERRORS = "docs/errors.md";
  private static final String RUN = "<!-- run -->\n";

  /** A block of commands, and the output that follows it before the next block of commands. */
  private static final Pattern BLOCK =
      Pattern.compile(
          "(" + RUN + ")?```sh\n(.*?)```(?:(?:(?!```).)*?```text\n(.*?)```)?", Pattern.DOTALL);

  private record Block(String commands, String output) {}

  @TempDir Path folder;

  @Test
  void theFirstHourGoesAsThePageSays() throws Exception {
    List<Block> blocks = blocks(Files.readString(ROOT.resolve(FIRST_HOUR)), true);
    assertEquals(9, blocks.size(), "blocks of the first hour");
    assertEquals(List.of(), problems(blocks));
  }

  @Test
  void everyErrorOfTheFirstHourIsAsThePageSays() throws Exception {
    List<Block> blocks = blocks(Files.readString(ROOT.resolve(ERRORS)), true);
    assertEquals(10, blocks.size(), "blocks of the errors");
    assertEquals(List.of(), problems(blocks));
  }

  @Test
  void theMarkedBlocksOfOtherPagesGoAsTheySay() throws Exception {
    Map<String, List<String>> wrong = new TreeMap<>();
    int count = 0;
    for (Path page : pages()) {
      List<Block> blocks = blocks(Files.readString(page), false);
      count += blocks.size();
      List<String> problems = problems(blocks);
      if (!problems.isEmpty()) {
        wrong.put(ROOT.relativize(page).toString(), problems);
      }
    }
    assertEquals(Map.of(), wrong);
    assertTrue(count >= 3, count + " blocks");
  }

  @Test
  void aWrongCommandAndAWrongOutputAreFound() throws Exception {
    String page =
        """
        ```sh
        echo one; echo two
        ```

        It prints:

        ```text
        one
        ...
        ```

        ```sh
        false
        ```

        ```sh
        echo three
        ```

        ```text
        four
        ```
        """;
    List<Block> blocks = blocks(page, true);
    assertEquals(List.of("one\n...\n", "", "four\n"), blocks.stream().map(Block::output).toList());
    List<String> problems = problems(blocks);
    assertEquals(2, problems.size(), problems.toString());
    assertTrue(problems.get(0).startsWith("false\nended with 1"), problems.get(0));
    assertTrue(problems.get(1).contains("expected:\nfour"), problems.get(1));
    assertTrue(blocks(RUN + page, false).size() == 1 && blocks(page, false).isEmpty());
  }

  @Test
  void dotsStandForAnything() {
    assertTrue(fits("a ... c\n...\nend\n", "a bb c\nmore\nlines\nend\n"));
    assertTrue(fits("...\nend\n", "end\n"));
    assertFalse(fits("a ... c\n", "a\nc\n"), "within a line");
    assertFalse(fits("end\n", "end\nmore\n"));
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of(ROOT.resolve("README.md")),
              files.filter(
                  file -> file.toString().endsWith(".md") && !file.endsWith("first-hour.md")))
          .sorted()
          .toList();
    }
  }

  private static List<Block> blocks(String page, boolean all) {
    List<Block> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(page);
    while (block.find()) {
      if (all || block.group(1) != null) {
        blocks.add(new Block(block.group(2), block.group(3) == null ? "" : block.group(3)));
      }
    }
    return blocks;
  }

  /** Whether a text has this form, in which a line of dots stands for any number of lines. */
  private static boolean fits(String form, String text) {
    String pattern =
        form.lines()
            .map(line -> line.equals("...") ? "(?s:.*)" : line(line) + "\n")
            .collect(Collectors.joining());
    return text.matches(pattern);
  }

  private static String line(String form) {
    return Stream.of(form.split("\\.\\.\\.", -1))
        .map(Pattern::quote)
        .collect(Collectors.joining(".*"));
  }

  /** What is wrong with blocks that are executed one after another in one folder. */
  private List<String> problems(List<Block> blocks) throws Exception {
    Path there = Files.createTempDirectory(folder, "page");
    program(there.resolve("spinbench"));
    List<String> problems = new ArrayList<>();
    for (Block block : blocks) {
      ProcessBuilder builder =
          new ProcessBuilder("/bin/sh", "-e", "-c", block.commands())
              .directory(there.toFile())
              .redirectErrorStream(true);
      builder.environment().put("CLASSES", ChildProgram.classPath());
      Process process = builder.start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        problems.add(block.commands() + "ended with " + code + ":\n" + printed);
      } else if (!block.output().isEmpty() && !fits(block.output(), printed)) {
        problems.add(block.commands() + "printed:\n" + printed + "expected:\n" + block.output());
      }
    }
    return problems;
  }

  /** Makes a launcher of the program under test, which is not packaged yet. */
  private static void program(Path launcher) throws IOException {
    List<String> java =
        ChildProgram.command(
            List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"), Main.class, List.of());
    java.set(java.indexOf("-cp") + 1, "$CLASSES");
    String line = java.stream().map(word -> '"' + word + '"').collect(Collectors.joining(" "));
    Files.writeString(launcher, "#!/bin/sh\nexec " + line + " \"$@\"\n");
    assertTrue(launcher.toFile().setExecutable(true));
  }
}
