package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.bench.Ownership;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.simulator.bench.ServedBench;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.server.Servers;

/**
 * A bench that one program owns and has live, and a second program that comes to it by its sockets.
 * Whatever the second one does, the bench stays as its owner has set it.
 */
class OneOwnerTest {
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "the default bench");
  private static final String OWNER = "spinbench train lab.toml";

  @TempDir Path folder;
  private final SimulatedBench twins = SimulatedBench.inRealTime(FILE, 1, 1);
  private final ServedBench served = twins.serve(Servers.Ports.loopback());
  private final InputStream in = System.in;
  private Path benchFile;
  private Ownership owner;
  private List<String> live;

  @BeforeEach
  void ownItAndHaveItLive() throws IOException {
    String text = DefaultBench.text();
    for (Servers.Served one : served.instruments()) {
      text =
          text.replace(
              "INPROC::" + one.name() + "::INSTR",
              one.resources().get(Servers.Link.SOCKET).toString());
    }
    benchFile = Files.writeString(folder.resolve("served.toml"), text);
    BenchFile file = BenchFile.read(benchFile);
    owner = Ownership.take(Backends.byName(file, Backends.real(file, false)), OWNER);
    ChipPorts ports = Bench.open(FILE, twins, new SystemClock()).ports();
    ports.tone(0, 250e6, 50e-6);
    ports.bias(0, 5e-3);
    ports.fieldCurrent(1, 2e-3);
    live = twins.energised();
    assertEquals(3, live.size());
  }

  @AfterEach
  void stopServing() {
    System.setIn(in);
    owner.close();
    served.close();
  }

  private static void type(String lines) {
    System.setIn(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train BENCH",
        "calibrate BENCH",
        "measure PLAN BENCH",
        "console bias_2 BENCH",
        "serve BENCH",
      })
  void aSecondProgramIsRefusedWithTheOwner(String line) throws IOException {
    Path plan =
        Files.writeString(
            folder.resolve("plan.toml"),
            """
            name = "Leakage"
            read = ["chain 1.voltage"]

            [[sweep]]
            setting = "input 1.frequency"
            from = 230e6
            to = 240e6
            points = 2
            """);
    type("*IDN?\n:SOUR:LEV 0\n");
    String typed = line.replace("BENCH", benchFile.toString()).replace("PLAN", plan.toString());
    Outcome outcome = Outcome.of(typed.split(" "));
    assertEquals(1, outcome.code(), outcome.out());
    assertTrue(outcome.err().contains("is in use by '" + OWNER + "' (process "), outcome.err());
    assertEquals(live, twins.energised());
  }

  @Test
  void aConsoleThatWatchesAsksAndChangesNothing() {
    type("*IDN?\n:SOUR:LEV?\n:SOUR:LEV 0\n:OUTP OFF\nREAD?\n");
    Outcome outcome = Outcome.of("console", "bias_1", benchFile.toString(), "--watch");
    assertEquals(0, outcome.code(), outcome.err());
    List<String> lines = outcome.out().lines().toList();
    assertTrue(lines.get(0).contains("GS2"), outcome.out());
    assertEquals(5e-3, Double.parseDouble(lines.get(1)), 1e-9);
    assertTrue(
        lines.get(2).startsWith("refused: ") && lines.get(2).contains("only looks at bias_1"),
        outcome.out());
    assertTrue(lines.get(3).startsWith("refused: "), outcome.out());
    assertTrue(lines.get(4).startsWith("refused: "), outcome.out());
    assertEquals(live, twins.energised());
  }

  @Test
  void instrumentsLooksAndChangesNothing() {
    twins
        .open(ResourceName.parse("INPROC::bias_2::INSTR"))
        .write(":NONSENSE 1".getBytes(StandardCharsets.US_ASCII), Duration.ofSeconds(10));
    List<String> errors = twins.queuedErrors();
    assertEquals(1, errors.size());
    Outcome outcome = Outcome.of("instruments", benchFile.toString(), "--json");
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains("in use by '" + OWNER + "'"), outcome.err());
    assertTrue(outcome.out().contains("another program owns the bench"), outcome.out());
    assertEquals(live, twins.energised());
    assertEquals(errors, twins.queuedErrors(), "the owner's error queue is not emptied");
  }

  @Test
  void safeTakesPrecedence() {
    Outcome outcome = Outcome.of("safe", benchFile.toString());
    assertEquals(0, outcome.code(), outcome.out());
    assertEquals(List.of(), twins.energised());
  }

  /** The owner has gone and left its sources live. */
  @Test
  void aConsoleThatOnlyAsksLeavesEverythingAsItIs() {
    owner.close();
    type("*IDN?\n:SOUR:LEV?\n");
    Outcome outcome = Outcome.of("console", "bias_1", benchFile.toString());
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(live, twins.energised());
  }

  @Test
  void aConsoleBringsToRestWhatItSetAndNothingElse() {
    owner.close();
    type(":SOUR:LEV 4e-3\n");
    Outcome outcome = Outcome.of("console", "bias_1", benchFile.toString());
    assertEquals(0, outcome.code(), outcome.out() + outcome.err());
    assertEquals(live.stream().filter(name -> !name.equals("bias_1")).toList(), twins.energised());
  }
}
