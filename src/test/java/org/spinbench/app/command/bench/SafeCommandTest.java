package org.spinbench.app.command.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.command.Outcome;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.simulator.bench.ServedBench;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.server.Servers;

/** A bench that somebody left live, brought to rest by hand; the twins themselves are the judge. */
class SafeCommandTest {
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "the default bench");

  @TempDir Path folder;
  private final SimulatedBench twins = SimulatedBench.inRealTime(FILE, 1, 1);
  private final ServedBench served = twins.serve(Servers.Ports.loopback());
  private Path benchFile;

  @BeforeEach
  void leaveItLive() throws IOException {
    String text = DefaultBench.text();
    for (Servers.Served one : served.instruments()) {
      text =
          text.replace(
              "INPROC::" + one.name() + "::INSTR",
              one.resources().get(Servers.Link.SOCKET).toString());
    }
    benchFile = Files.writeString(folder.resolve("served.toml"), text);
    ChipPorts ports = Bench.open(FILE, twins, new SystemClock()).ports();
    ports.tone(0, 250e6, 50e-6);
    ports.tone(1, 330e6, 50e-6);
    ports.bias(0, 5e-3);
    ports.fieldCurrent(1, 2e-3);
    assertFalse(twins.atRest());
  }

  @AfterEach
  void stopServing() {
    served.close();
  }

  @Test
  void everySourceComesToRestAndIsListed() throws IOException {
    Outcome outcome = Outcome.of("safe", benchFile.toString(), "--json");
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(List.of(), twins.energised());
    assertTrue(outcome.json().get("atRest").booleanValue());
    List<String> listed = new ArrayList<>();
    for (JsonNode one : outcome.json().get("instruments")) {
      listed.add(one.get("instrument").textValue());
      assertTrue(one.get("atRest").booleanValue(), one.toString());
      assertTrue(one.get("seconds").doubleValue() > 0, one.toString());
      for (JsonNode output : one.get("outputs")) {
        boolean dbm = output.get("unit").textValue().equals("dBm");
        assertTrue(dbm || output.get("level").doubleValue() == 0, output.toString());
        assertFalse(dbm && output.get("on").booleanValue(), output.toString());
      }
    }
    assertEquals(List.copyOf(FILE.instruments().keySet()), listed);
    assertEquals(
        24, outcome.json().get("instruments").get(listed.indexOf("field")).get("outputs").size());
  }

  @Test
  void aMissingInstrumentIsNamedAndTheOthersAreAtRest() throws IOException {
    String text = Files.readString(benchFile);
    String meter =
        served.instruments().stream()
            .filter(one -> one.name().equals("rf_1"))
            .findFirst()
            .orElseThrow()
            .resources()
            .get(Servers.Link.SOCKET)
            .toString();
    Files.writeString(benchFile, text.replace(meter, "TCPIP::127.0.0.1::1::SOCKET"));
    Outcome outcome = Outcome.of("safe", benchFile.toString());
    assertEquals(1, outcome.code(), outcome.out());
    assertEquals(List.of("rf_1"), twins.energised());
    assertTrue(
        outcome
            .out()
            .contains("GO AND SWITCH OFF BY HAND: rf_1 (SGS100A, TCPIP::127.0.0.1::1::SOCKET)"),
        outcome.out());
    assertTrue(outcome.out().contains("bias_1 0 A, off"), outcome.out());
  }

  @Test
  void aBenchThatIsInsideOtherProgramsIsRefused() {
    Outcome outcome = Outcome.of("safe");
    assertEquals(2, outcome.code());
    assertTrue(
        outcome.err().contains("of the default bench are simulated inside each program"),
        outcome.err());
  }
}
