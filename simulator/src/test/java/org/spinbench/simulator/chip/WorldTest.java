package org.spinbench.simulator.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFileException;

@Tag("any-jdk")
class WorldTest {
  private static final Path EXAMPLES = Path.of("..", "docs", "examples", "worlds");

  @Test
  void aWorldReplacesWhatItNamesAndNothingElse() {
    World world =
        World.parse(
            """
            name = "one"
            [spread]
            frequency = 0.03
            [effects.heating]
            """,
            "w.toml");
    BenchFile bench = NineJunctions.FILE;
    BenchFile file = world.over(bench);
    Simulation plain = Simulation.parse(bench.simulation());
    Simulation other = Simulation.parse(file.simulation());
    assertEquals(0.03, other.spread().frequency());
    assertEquals(plain.spread().threshold(), other.spread().threshold());
    assertTrue(other.effects().heating().isPresent());
    assertEquals(plain.synapse(), other.synapse());
    assertEquals(bench, file.withSimulation(bench.simulation()), "all but the simulation is alike");
    assertSame(bench, World.NONE.over(bench));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [efects.heating]               | "efects" is not known here; did you mean "effects"?
          [effects.heeting]              | effects.heeting is no key of this section; did you mean "heating"?
          [effects.heating]\\nresistence=1| effects.heating.resistence is no key of this section; did you mean "resistance"?
          [effects.hysteresis]\\nwidth=-1 | effects.hysteresis.width is -1.0, but must lie between
          """)
  void whatIsWrongIsRefused(String table, String problem) {
    String text = "name = \"x\"\n" + table.replace("\\n", "\n");
    BenchFileException refused =
        assertThrows(BenchFileException.class, () -> World.parse(text, "w.toml"));
    String key = problem.split(" ")[0].replace("\"", "");
    assertTrue(refused.getMessage().contains("w.toml"), refused.getMessage());
    assertTrue(refused.getMessage().contains(key), refused.getMessage());
    String hint = problem.replaceFirst(".*; ", "").replaceFirst(".*(must lie)", "$1");
    assertTrue(refused.getMessage().contains(hint), refused.getMessage());
  }

  @Test
  void whatABenchCannotTakeIsRefusedInTheWorld() {
    World world = World.parse("name = \"x\"\n[spread]\nfrequncy = 0.1\nwidth = 3.0\n", "w.toml");
    BenchFileException refused =
        assertThrows(BenchFileException.class, () -> world.over(NineJunctions.FILE));
    assertTrue(refused.getMessage().contains("line 3: spread.frequncy"), refused.getMessage());
    assertTrue(refused.getMessage().contains("did you mean \"frequency\"?"), refused.getMessage());
    assertTrue(refused.getMessage().contains("spread.width"), refused.getMessage());
    assertTrue(!refused.getMessage().contains("simulation.spread"), refused.getMessage());
  }

  @Test
  void virtualChipsTakeSpreadsAndEffects() {
    World noise = World.parse("name = \"x\"\n[noise]\nfrequency = 1e5\n", "w.toml");
    BenchFileException refused = assertThrows(BenchFileException.class, noise::requireVirtual);
    assertTrue(refused.getMessage().contains("virtual chips take [spread] and [effects]"));
    World mistyped = World.parse("name = \"x\"\n[spread]\nthreshhold = 0.1\n", "w.toml");
    refused = assertThrows(BenchFileException.class, mistyped::requireVirtual);
    assertTrue(refused.getMessage().contains("did you mean \"threshold\"?"), refused.getMessage());
  }

  @Test
  void theExamplesSuitTheDefaultBenchAndVirtualChips() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(EXAMPLES)) {
      files = all.sorted().toList();
    }
    assertTrue(files.size() >= 3, files.toString());
    for (Path file : files) {
      World world = World.parse(Files.readString(file), file.toString());
      world.requireVirtual();
      new JunctionChip(
          NineJunctions.FILE,
          Simulation.parse(world.over(NineJunctions.FILE).simulation()),
          new Draws(1));
    }
  }
}
