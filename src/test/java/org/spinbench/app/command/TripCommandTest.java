package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.NotedEvent;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.simulator.bench.SimulatedBench;

/** Conditions of the bench file that end or pause what a command does. */
class TripCommandTest {
  private static final String TRIP =
      """

      [[safety.trip]]
      name = "neuron 1 jumped"
      when = "neuron 1.resistance outside 30 to 60"
      every = 0.05
      """;

  private static final String PLAN =
      """
      name = "up"
      read = ["chain 1.voltage"]

      [[sweep]]
      setting = "neuron 1.bias"
      list = [4e-3, 4.5e-3, 7e-3, 7.5e-3]
      wait = 0.1
      """;

  @TempDir Path folder;

  /** The rack, whose junctions break at 0.25 V and are then a short. */
  private static String rack() {
    return Outcome.of("bench", "characterisation")
        .out()
        .replace("voltage = 0.9  ", "voltage = 0.25 ");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Outcome run(String command, String rules) throws IOException {
    List<String> line = new ArrayList<>(List.of(command));
    if (command.equals("measure")) {
      line.add(write("plan.toml", PLAN).toString());
    }
    line.add(write("rack.toml", rack() + rules).toString());
    if (command.equals("train")) {
      line.addAll(List.of("--trainer", "bring-up"));
    }
    line.addAll(List.of("--runs", folder.resolve("runs").toString()));
    return Outcome.of(line.toArray(String[]::new));
  }

  private Path runFile() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("runs"))) {
      return files.filter(file -> file.toString().endsWith(".sqlite")).findFirst().orElseThrow();
    }
  }

  private List<NotedEvent> events(String... kinds) throws IOException {
    try (RunFile run = RunFile.read(runFile())) {
      return run.events().stream().filter(event -> List.of(kinds).contains(event.kind())).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"measure", "calibrate", "train"})
  void aTripEndsTheRunWithAnExitCodeOfItsOwn(String command) throws IOException {
    Outcome outcome = run(command, TRIP);
    assertEquals(3, outcome.code(), outcome.err());
    String said =
        "tripped: safety.trip.\"neuron 1 jumped\" of the bench file (neuron 1.resistance outside 30"
            + " to 60): neuron 1.resistance is ";
    assertTrue(outcome.err().contains("spinbench: " + said), outcome.err());
    List<NotedEvent> events = events("trip");
    assertEquals(1, events.size());
    assertTrue(said.contains(events.get(0).detail().substring(0, 40)), events::toString);
    try (RunFile run = RunFile.read(runFile())) {
      assertEquals(StopDocument.FAILED, run.stop().orElseThrow().status());
      assertTrue(run.stop().orElseThrow().message().startsWith(said), run.stop()::toString);
    }
    Outcome replay = Outcome.of("replay", runFile().toString());
    assertEquals(0, replay.code(), replay.err());
  }

  @Test
  void aPauseIsALineAndAnEvent() throws IOException {
    Outcome outcome = run("measure", TRIP + "then = \"pause\"\npauses = 1\n");
    assertEquals(3, outcome.code(), outcome.err());
    assertTrue(
        outcome.err().contains("suspended: safety.trip.\"neuron 1 jumped\" of the bench file"),
        outcome.err());
    assertTrue(
        outcome.err().contains("resumed: safety.trip.\"neuron 1 jumped\" has cleared after 1 s"),
        outcome.err());
    assertEquals(
        List.of("suspended", "resumed", "trip"),
        events("suspended", "resumed", "trip").stream().map(NotedEvent::kind).toList());
    Outcome replay = Outcome.of("replay", runFile().toString());
    assertEquals(0, replay.code(), replay.err());
  }

  /** Before anything of the plan is set, as by every limit. */
  @Test
  void aPlanThatAnInterlockForbidsIsRefused() throws IOException {
    String rule =
        """

        [[safety.interlock]]
        name = "small bias"
        sources = ["neuron 1"]
        only_while = "neuron 1.bias <= 5e-3"
        """;
    Outcome outcome = run("measure", rule);
    assertEquals(1, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains("interlock \"small bias\""), outcome.err());
    assertTrue(outcome.err().contains("neuron 1.bias is 0.007 A"), outcome.err());
    assertFalse(Files.exists(folder.resolve("runs")), "no run began");
  }

  @Test
  void theExampleOfTheManualOpens() throws IOException {
    String manual = Files.readString(Path.of("..", "docs", "safety.md"));
    int begin = manual.indexOf("```toml\n[instruments.thermometer]") + "```toml\n".length();
    String example = manual.substring(begin, manual.indexOf("```", begin));
    String text = Outcome.of("bench", "characterisation").out() + example;
    BenchFile file = BenchFile.parse(text, "docs/safety.md");
    assertEquals(2, file.safety().rules().interlocks().size());
    assertEquals(4, file.safety().rules().trips().size());
    assertEquals(1, file.safety().rules().sensors().size());
    SimulatedBench simulated = new SimulatedBench(file, 1);
    try (Bench bench = Bench.open(file, simulated, simulated.clock())) {
      assertEquals(file, bench.file());
    }
  }
}
