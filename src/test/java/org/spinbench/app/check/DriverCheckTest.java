package org.spinbench.app.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spinbench.app.check.DriverCheck.Line;
import org.spinbench.app.command.Outcome;

/** The check of driver files, and its report. */
class DriverCheckTest {
  private static final Path EXAMPLES = Path.of("..", "docs", "examples", "drivers");

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.sorted().toList();
    }
  }

  private static String example(String model) throws IOException {
    return Files.readString(EXAMPLES.resolve(model + ".toml"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExamplePassesAndSaysWhereItsFactsAreFrom(Path file) throws IOException {
    String toml = Files.readString(file);
    List<Line> lines = DriverCheck.of(toml, file.toString());
    assertTrue(lines.stream().allMatch(Line::passed), lines.toString());
    assertTrue(lines.size() > 8, lines.toString());
    assertTrue(toml.startsWith("# "), "the manual");
    assertEquals(file.getFileName().toString(), lines.get(0).driver() + ".toml");
  }

  private static Line failed(String toml) {
    List<Line> failed =
        DriverCheck.of(toml, "my.toml").stream().filter(line -> !line.passed()).toList();
    assertFalse(failed.isEmpty());
    return failed.get(0);
  }

  /** A manual's long form is answered in its short form. */
  @Test
  void aWordThatDoesNotComeBackIsNamedWithItsLine() throws IOException {
    Line line = failed(example("N1911A").replace("\"W\", \"DBM\"", "\"W\", \"DBM\", \"DBUVolt\""));
    assertEquals("unit comes back", line.check());
    assertTrue(
        line.problem().startsWith("my.toml, line 12: drivers.N1911A.settings.unit: "),
        line.problem());
    assertTrue(line.problem().contains("DBUV"), line.problem());
  }

  @Test
  void twoCommandsThatAreOneAreNamed() throws IOException {
    String twice =
        "\noffset_2 = { command = \"[:SOURce]:POWer:OFFSet[:LEVel]\", must = \"off\" }\n";
    Line line = failed(example("E8267D") + twice.replace("offset_2", "twice"));
    assertTrue(line.problem().startsWith("my.toml"), line.problem());
    assertTrue(line.problem().contains("drivers.E8267D.settings.twice"), line.problem());
  }

  @Test
  void aJarThatIsNotThereFailsTheCheck() throws IOException {
    Line line = failed(example("6220").replaceFirst("role =", "jar = \"/no/such.jar\"\nrole ="));
    assertEquals("opens its twin", line.check());
    assertTrue(line.problem().contains("there is no file"), line.problem());
  }

  @Test
  void theCommandPrintsEveryCheckAndItsExitStatusIsTheVerdict(@TempDir Path folder)
      throws IOException {
    Path good = EXAMPLES.resolve("6220.toml");
    Outcome passed = Outcome.of("instruments", "--check", good.toString());
    assertEquals(0, passed.code(), passed.err());
    assertTrue(
        passed.out().contains("passed  6220: gives a level and comes to rest\n"), passed.out());
    assertTrue(
        passed.out().contains("passed  6220: current out of range is refused by the instrument\n"),
        passed.out());
    Path bad =
        Files.writeString(folder.resolve("my.toml"), example("6220").replace("\"V\"", "\"mV\""));
    Outcome failed = Outcome.of("instruments", "--check", bad.toString());
    assertEquals(1, failed.code());
    assertTrue(
        failed.out().startsWith("FAILED  the table\n        " + bad + ", line 11: "), failed.out());
    JsonNode json = Outcome.of("instruments", "--check", bad.toString(), "--json").json();
    assertFalse(json.get("passed").booleanValue());
    assertTrue(
        json.get("checks").get(0).get("problem").textValue().contains("compliance.unit: one of"),
        json.toString());
  }
}
