package org.spinbench.app.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.Main;
import org.spinbench.drivers.standin.ChildProgram;

/**
 * The shell and Python blocks of every page, executed one after another in a folder of the page,
 * and their output: a block that follows as {@code text} is the output, where {@code ...} stands
 * for anything. A block that is not executed says why on the line before it ({@link PageBlock}).
 *
 * <p>{@code -Dspinbench.blocks=all} also executes those that are marked as long.
 */
@Tag("slow")
@Timeout(900)
@DisabledOnOs(OS.WINDOWS)
class DocumentedBlocksTest {
  private static final boolean ALL = "all".equals(System.getProperty("spinbench.blocks"));

  /** The site's build executes its blocks, and shows their pictures. */
  private static final Path GALLERY = PageBlock.root().resolve("docs/gallery.md");

  private static final String PYTHON = "python";

  /** What a release has beside the program. */
  private static final List<String> PARTS = List.of("docs", "python");

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> pages() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path page : PageBlock.pages()) {
      List<PageBlock> blocks = PageBlock.of(page);
      if (!page.equals(GALLERY) && blocks.stream().anyMatch(DocumentedBlocksTest::isExecuted)) {
        String name = PageBlock.root().relativize(page).toString();
        tests.add(dynamicTest(name, () -> assertEquals(List.of(), problems(blocks))));
      }
    }
    return tests.stream();
  }

  @Test
  void everyBlockIsExecutedOrSaysWhyNot() throws IOException {
    Map<String, String> counts = new TreeMap<>();
    int executed = 0;
    int all = 0;
    for (Path page : PageBlock.pages()) {
      List<PageBlock> blocks =
          PageBlock.of(page).stream().filter(block -> block.in("sh", PYTHON)).toList();
      long here = blocks.stream().filter(block -> block.reason().isEmpty()).count();
      executed += (int) here;
      all += blocks.size();
      if (!blocks.isEmpty()) {
        counts.put(page.getFileName().toString(), here + " of " + blocks.size());
      }
    }
    System.out.println("blocks of commands executed: " + executed + " of " + all + " " + counts);
    assertTrue(executed >= 30, counts.toString());
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
    List<String> problems = problems(PageBlock.of(GALLERY, page));
    assertEquals(2, problems.size(), problems.toString());
    assertTrue(problems.get(0).contains("false\nended with 1"), problems.get(0));
    assertTrue(problems.get(1).contains("expected:\nfour"), problems.get(1));
  }

  @Test
  void marksSayWhatIsExecuted() throws Exception {
    String page =
        """
        <!-- setup
        echo hidden > hidden.txt
        -->

        <!-- file: shown.txt -->
        ```toml
        shown = 1
        ```

        ```sh
        cat hidden.txt shown.txt
        ```

        ```text
        hidden
        shown = 1
        ```

        <!-- not run: it never ends -->
        ```sh
        false
        ```

        ```python
        print(open("hidden.txt").read() + "and python")
        ```

        ```text
        hidden
        and python
        ```
        """;
    List<PageBlock> blocks = PageBlock.of(GALLERY, page);
    assertEquals("it never ends", blocks.get(4).reason());
    assertEquals("docs/gallery.md:2", blocks.get(0).place());
    assertEquals(List.of(), problems(blocks));
  }

  @Test
  void dotsStandForAnything() {
    assertTrue(fits("a ... c\n...\nend\n", "a bb c\nmore\nlines\nend\n"));
    assertTrue(fits("...\nend\n", "end\n"));
    assertFalse(fits("a ... c\n", "a\nc\n"), "within a line");
    assertFalse(fits("end\n", "end\nmore\n"));
  }

  private static boolean isExecuted(PageBlock block) {
    return block.in("sh", PYTHON) && block.reason().isEmpty() && (ALL || !block.isLong());
  }

  /** The output that follows a block, before the next block of commands; empty if none. */
  private static String output(List<PageBlock> blocks, int block) {
    for (PageBlock next : blocks.subList(block + 1, blocks.size())) {
      if (next.in("text")) {
        return next.text();
      }
      if (next.in("sh", PYTHON)) {
        break;
      }
    }
    return "";
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
  private List<String> problems(List<PageBlock> blocks) throws Exception {
    Path there = Files.createTempDirectory(folder, "page");
    program(there.resolve("spinbench"));
    for (String part : PARTS) {
      Files.createSymbolicLink(there.resolve(part), PageBlock.root().resolve(part));
    }
    for (PageBlock block : blocks) {
      if (!block.file().isEmpty()) {
        Path file = there.resolve(block.file());
        Files.createDirectories(file.getParent());
        Files.writeString(file, block.text());
      }
    }
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      if (isExecuted(blocks.get(i))) {
        problem(blocks.get(i), output(blocks, i), there).ifPresent(problems::add);
      }
    }
    for (String part : PARTS) {
      Files.delete(there.resolve(part));
    }
    return problems;
  }

  private static Optional<String> problem(PageBlock block, String output, Path there)
      throws Exception {
    List<String> shell =
        block.in(PYTHON) ? List.of("python3", "-c") : List.of("/bin/sh", "-e", "-c");
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(shell.stream(), Stream.of(block.text())).toList())
            .directory(there.toFile())
            .redirectErrorStream(true);
    builder.environment().put("CLASSES", ChildProgram.classPath());
    Process process = builder.start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    String told = block.place() + "\n" + block.text();
    if (code != 0) {
      return Optional.of(told + "ended with " + code + ":\n" + printed);
    }
    return output.isEmpty() || fits(output, printed)
        ? Optional.empty()
        : Optional.of(told + "printed:\n" + printed + "expected:\n" + output);
  }

  /** Makes a launcher of the program under test, which is not packaged yet. */
  private static void program(Path launcher) throws IOException {
    List<String> java = ChildProgram.command(List.of(), Main.class, List.of());
    java.set(java.indexOf("-cp") + 1, "$CLASSES");
    String line = java.stream().map(word -> '"' + word + '"').collect(Collectors.joining(" "));
    Files.writeString(launcher, "#!/bin/sh\nexec " + line + " \"$@\"\n");
    assertTrue(launcher.toFile().setExecutable(true));
  }
}
