package org.spinbench.app.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.pages.ReferencePages;
import org.spinbench.simulator.bench.SimulatedModel;

/**
 * The pages of {@code docs/commands} are what {@code instruments --models --commands MODEL} prints,
 * one page for each model and no other. Those of {@code docs/reference} are what the program says
 * of its commands, files and requests.
 *
 * <p>{@code -Dspinbench.pages=write} writes them again.
 */
@Tag("any-jdk")
class CommandPagesTest {
  private static final Path PAGES = Path.of("..", "docs", "commands");
  private static final Locale OF_THE_COMPUTER = Locale.getDefault();
  private static final boolean WRITE = "write".equals(System.getProperty("spinbench.pages"));

  /** The program itself begins with this; the order of options depends on it. */
  @BeforeAll
  static void inTheWordsOfTheProgram() {
    Locale.setDefault(Locale.ROOT);
  }

  @AfterAll
  static void inTheWordsOfTheComputer() {
    Locale.setDefault(OF_THE_COMPUTER);
  }

  @TestFactory
  Stream<DynamicTest> pages() {
    return SimulatedModel.names().stream()
        .map(model -> dynamicTest(model, () -> check(PAGES.resolve(model + ".txt"), text(model))));
  }

  @TestFactory
  Stream<DynamicTest> reference(@TempDir Path folder) throws IOException {
    return new ReferencePages(folder)
        .all().entrySet().stream()
            .map(
                page ->
                    dynamicTest(
                        page.getKey(), () -> check(Path.of("..", page.getKey()), page.getValue())));
  }

  private static String text(String model) {
    return ModelCommands.of(model).text().replace(System.lineSeparator(), "\n");
  }

  private static void check(Path page, String text) throws IOException {
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
