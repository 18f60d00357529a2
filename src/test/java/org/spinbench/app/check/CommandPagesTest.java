package org.spinbench.app.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.spinbench.simulator.bench.SimulatedModel;

/**
 * The pages of {@code docs/commands} are what {@code instruments --models --commands MODEL} prints,
 * one page for each model and no other.
 *
 * <p>{@code -Dspinbench.pages=write} writes them anew.
 */
class CommandPagesTest {
  private static final Path PAGES = Path.of("..", "docs", "commands");
  private static final boolean WRITE = "write".equals(System.getProperty("spinbench.pages"));

  @TestFactory
  Stream<DynamicTest> pages() {
    return SimulatedModel.names().stream().map(model -> dynamicTest(model, () -> check(model)));
  }

  private static void check(String model) throws IOException {
    Path page = PAGES.resolve(model + ".txt");
    String text = ModelCommands.of(model).text().replace(System.lineSeparator(), "\n");
    if (WRITE) {
      Files.writeString(page, text);
    }
    assertTrue(
        Files.exists(page), page + " is missing; run this test with -Dspinbench.pages=write");
    assertEquals(text, Files.readString(page), "run this test with -Dspinbench.pages=write");
  }

  @Test
  void noPageIsLeftOfAModelThatIsGone() throws IOException {
    try (Stream<Path> files = Files.list(PAGES)) {
      Set<String> pages =
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
      assertEquals(
          SimulatedModel.names().stream().map(model -> model + ".txt").collect(Collectors.toSet()),
          pages);
    }
  }
}
