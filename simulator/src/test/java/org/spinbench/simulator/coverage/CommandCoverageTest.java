package org.spinbench.simulator.coverage;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * How many commands of its list each twin takes, against the numbers that have been reached ({@code
 * reached.csv}). {@code messages.csv} has the messages for commands that need a certain state or
 * certain parameters.
 *
 * <p>{@code -Dspinbench.coverage=2450,6221} prints the table of these models and what they refuse;
 * {@code -Dspinbench.coverage=all} prints the table of all.
 */
class CommandCoverageTest {
  private static final String PRINTED = System.getProperty("spinbench.coverage", "");

  @TestFactory
  Stream<DynamicTest> takesAsManyCommandsAsBefore() throws IOException {
    return table("reached.csv").map(row -> dynamicTest(row[0], () -> check(row)));
  }

  private static void check(String[] reached) throws IOException {
    assumeTrue(
        Files.isDirectory(CommandList.folder()),
        () -> "the lists of commands are not at " + CommandList.FOLDER);
    String model = reached[0];
    Coverage coverage = coverage(model);
    assertTrue(
        coverage.essentialTaken() >= Integer.parseInt(reached[1])
            && coverage.allTaken() >= Integer.parseInt(reached[2]),
        () -> coverage.row() + "\n" + String.join("\n", coverage.refused()));
  }

  private static Coverage coverage(String model) throws IOException {
    Map<String, String> prepared = new HashMap<>();
    Map<String, String> instead = new HashMap<>();
    table("messages.csv")
        .filter(row -> List.of(row[0].split(" ")).contains(model))
        .forEach(
            row -> {
              prepared.put(row[1], row[2]);
              if (!row[3].isEmpty()) {
                instead.put(row[1], row[3]);
              }
              if (!row[4].isEmpty()) {
                instead.put(row[1] + '?', row[4]);
              }
            });
    return Coverage.of(model, CommandList.of(model), prepared, instead);
  }

  @Test
  void print() throws IOException {
    assumeTrue(!PRINTED.isEmpty(), "nothing to print");
    boolean all = PRINTED.equals("all");
    List<String> models =
        all ? table("reached.csv").map(row -> row[0]).toList() : List.of(PRINTED.split(","));
    for (String model : models) {
      Coverage coverage = coverage(model);
      System.out.println(coverage.row());
      if (!all) {
        coverage.refused().forEach(System.out::println);
      }
    }
  }

  /** The rows of a table whose cells are separated by bars. */
  private static Stream<String[]> table(String resource) throws IOException {
    try (InputStream stream = CommandCoverageTest.class.getResourceAsStream(resource)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(CommandCoverageTest::cells);
    }
  }

  private static String[] cells(String line) {
    String[] cells = line.split(" \\|(?= |$)", -1);
    for (int i = 0; i < cells.length; i++) {
      cells[i] = cells[i].strip();
    }
    return cells;
  }
}
