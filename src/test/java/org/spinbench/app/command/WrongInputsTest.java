package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command is given wrong inputs, those of {@code wrong-inputs.txt}: each is refused in a
 * user's words that name what is wrong, and changes no file.
 */
@Tag("slow")
class WrongInputsTest {
  /** What belongs to the program or to Java, not to its users. */
  private static final Pattern INSIDE =
      Pattern.compile(
          "\\bnull\\b|Exception|\\bjava\\.|\\borg\\.|\\bNaN\\b|Infinity|Optional|Index"
              + " \\d|@[0-9a-f]{6}|^\\s+at |internal error");

  @TempDir static Path folder;

  private static WrongInputs inputs;

  /** Of all files, after the row before. */
  private static Map<String, String> state;

  @BeforeAll
  static void writeFiles() throws Exception {
    System.setProperty("java.awt.headless", "true");
    WrongInputs.files(folder, Path.of("..", "experiments", "benches"));
    inputs = new WrongInputs(folder, WrongInputs.table());
    state = inputs.state();
  }

  static Stream<WrongInputs.Row> rows() {
    return inputs.rows().stream();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isRefusedByName(WrongInputs.Row row) {
    String elsewhere = defaultRuns();
    Outcome outcome = inputs.run(row);
    String said = outcome.err();
    assertNotEquals(0, outcome.code(), said);
    assertEquals("", outcome.out());
    assertFalse(row.expected().isEmpty(), "the table says what is expected");
    for (String part : row.expected()) {
      assertTrue(said.contains(part), () -> "expected: " + part + "\nbut was: " + said);
    }
    // What somebody typed is repeated in quotation marks.
    assertFalse(INSIDE.matcher(said.replaceAll("'[^']*'", "")).find(), said);
    Map<String, String> before = state;
    state = inputs.state();
    assertEquals(before, state, "no file is made, changed or lost");
    assertEquals(elsewhere, defaultRuns(), "nothing is made where runs go by default");
  }

  private static String defaultRuns() {
    String[] files = new File("runs").list();
    return files == null ? "none" : Integer.toString(files.length);
  }
}
