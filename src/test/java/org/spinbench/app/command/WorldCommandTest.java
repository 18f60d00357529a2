package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.runner.Backend;

/** {@code --world}: what a simulated chip is, hidden from everything that learns about it. */
@Tag("any-jdk")
class WorldCommandTest {
  private static final Path WORLD =
      Path.of("..", "docs", "examples", "worlds", "all-effects.toml").toAbsolutePath().normalize();
  private static final String NAME = "heating, telegraph noise, mode hops, asymmetry, cross-talk";

  @TempDir static Path folder;
  private static Outcome plain;
  private static Outcome other;

  @BeforeAll
  static void train() {
    String line = "train --json --budget 24 --test-samples 10 --runs " + folder;
    plain = run(line);
    other = run(line + " --world WORLD");
    assertEquals(0, plain.code(), plain.err());
    assertEquals(0, other.code(), other.err());
  }

  /** Runs a line of words; {@code WORLD} stands for the file, whose path may have blanks. */
  private static Outcome run(String line) {
    System.setProperty("java.awt.headless", "true");
    return Outcome.of(
        Stream.of(line.split(" "))
            .map(word -> word.equals("WORLD") ? WORLD.toString() : word)
            .toArray(String[]::new));
  }

  @Test
  void jsonSaysThatAWorldWasGiven() throws IOException {
    assertTrue(plain.json().get("world").isNull());
    assertEquals(NAME, other.json().get("world").asText());
  }

  /** All that a training computes with comes from the bench file and from readings. */
  @Test
  void whatLearnsSeesTheSameBytes() {
    BenchOptions with = new BenchOptions();
    with.worldFile = WORLD;
    try (Backend one = Backends.of(new BenchOptions());
        Backend two = Backends.of(with)) {
      assertEquals(one.file(), two.file());
      assertEquals(one.text(), two.text());
      assertEquals(Optional.empty(), one.world());
      assertTrue(two.world().isPresent());
    }
  }

  @Test
  void theRunFileKeepsTheWorldApartFromTheBench() throws IOException {
    try (RunFile one = RunFile.read(Path.of(plain.json().get("runFile").asText()));
        RunFile two = RunFile.read(Path.of(other.json().get("runFile").asText()))) {
      StartDocument start = two.start();
      assertEquals(Optional.of(Files.readString(WORLD)), two.world());
      assertEquals(Optional.empty(), one.world());
      assertEquals(one.start().bench(), start.bench());
      assertEquals(one.start().settings(), start.settings());
      assertNotEquals(
          Json.write(one.stop().orElseThrow().results()),
          Json.write(two.stop().orElseThrow().results()),
          "but the chips answer otherwise");
    }
  }

  @Test
  void aRunOfAWorldIsRepeatedAndShown() throws IOException {
    Path run = Path.of(other.json().get("runFile").asText());
    Outcome replayed = run("replay " + run);
    assertEquals(0, replayed.code(), replayed.err());
    Outcome shown = run("runs show " + run);
    assertTrue(shown.out().contains("name = \"" + NAME), shown.out());
    Outcome against = run("replay " + run + " --against bench");
    assertEquals(0, against.code(), "on the chip of the run, in its world: " + against.err());
  }

  @Test
  void virtualChipsAreOfTheWorldToo() throws IOException {
    String line = "benchmark training --json --chips 1 --budget 40 --first-chip 930001";
    Outcome here = run(line);
    Outcome there = run(line + " --world WORLD");
    assertEquals(0, there.code(), there.err());
    assertEquals(NAME, there.json().at("/conditions/world").asText());
    assertTrue(here.json().at("/conditions/world").isMissingNode());
    assertNotEquals(here.json().get("ceilings"), there.json().get("ceilings"));
  }

  @Test
  void whatCannotBeIsRefused() throws IOException {
    Path wrong = folder.resolve("wrong.toml");
    Files.writeString(wrong, "name = \"x\"\n[effects.heeting]\n");
    Outcome unknown = run("train --world " + wrong);
    assertNotEquals(0, unknown.code(), unknown.err());
    assertTrue(unknown.err().contains("did you mean \"heating\"?"), unknown.err());
    assertTrue(unknown.err().contains(wrong + ", line 2"), unknown.err());
    Outcome resumed = run("train --resume x --world WORLD");
    assertEquals(2, resumed.code());
    assertTrue(resumed.err().contains("--world has no effect with --resume"), resumed.err());
    Files.writeString(wrong, "name = \"x\"\n[noise]\nfrequency = 1e5\n");
    Outcome virtual = run("benchmark training --chips 1 --world " + wrong);
    assertNotEquals(0, virtual.code());
    assertTrue(virtual.err().contains("virtual chips take [spread] and [effects]"), virtual.err());
    Outcome absent = run("calibrate --world " + folder.resolve("none.toml"));
    assertNotEquals(0, absent.code());
    assertTrue(absent.err().contains("there is no such file"), absent.err());
  }
}
