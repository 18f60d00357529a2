package org.spinbench.app.command.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spinbench.app.command.Outcome;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.simulator.bench.ServedBench;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.server.Servers;

/** Racks of instruments without a chip, from a bench file to a measurement. */
@Tag("any-jdk")
class RackCommandTest {
  /** A rack of a laboratory: VXI-11, a raw socket, and three instruments behind one controller. */
  private static final String LABORATORY =
      """
      [gpib.0]
      controller = "TCPIP::192.168.0.9::1234::SOCKET"
      firmware = "prologix"

      [instruments.rf]
      model = "SMB100A"
      resource = "TCPIP::192.168.0.21::inst0::INSTR"
      limits.power = { max = -10.0 }

      [instruments.analyzer]
      model = "FSV"
      resource = "TCPIP::192.168.0.22::5025::SOCKET"

      [instruments.smu_1]
      model = "2400"
      resource = "GPIB0::24::INSTR"
      limits.current = { min = -1e-3, max = 1e-3 }
      limits.compliance = { max = 0.5 }

      [instruments.smu_2]
      model = "2400"
      resource = "GPIB0::25::INSTR"
      source = "voltage"
      limits.voltage = { min = -0.2, max = 0.2 }
      limits.compliance = { max = 5e-3 }

      [instruments.lock_in]
      model = "SR830"
      resource = "GPIB0::8::INSTR"
      limits.amplitude = { max = 0.1 }

      [instruments.dac]
      model = "QDAC-II"
      resource = "TCPIP::192.168.0.23::5025::SOCKET"
      limits.voltage = { min = -0.1, max = 0.1 }
      """;

  private static final String PLAN =
      """
      name = "all of a rack"
      read = ["smu_1.voltage", "smu_2.current", "lock_in.r", "analyzer.band_power", "dac:3.current"]

      [set]
      "rf.frequency" = 300e6
      "rf.power" = -20
      "rf.output" = true
      "analyzer.centre" = 300e6
      "analyzer.span" = 1e6
      "smu_2.voltage" = 0.1
      "lock_in.amplitude" = 0.02
      "lock_in.time_constant" = 0.01

      [[sweep]]
      setting = "smu_1.current"
      from = 0
      to = 1e-3
      points = 3

      [[sweep]]
      setting = "dac:3.voltage"
      list = [0, 0.1]
      """;

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Outcome measure(String... arguments) {
    return Outcome.of(
        Stream.concat(
                Stream.of("measure"),
                Stream.concat(
                    Stream.of(arguments),
                    Stream.of("--runs", folder.resolve("runs").toString(), "--json")))
            .toArray(String[]::new));
  }

  /** Column after column of the last point, by the beginnings of their headings. */
  private List<Double> lastPoint(String... headings) throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("runs"))) {
      Path csv = all.filter(one -> one.toString().endsWith(".csv")).findFirst().orElseThrow();
      List<String> lines = Files.readAllLines(csv);
      List<String> names = List.of(lines.get(0).split(","));
      String[] last = lines.get(lines.size() - 1).split(",");
      return Stream.of(headings)
          .map(heading -> Double.valueOf(last[names.indexOf(heading)]))
          .collect(Collectors.toList());
    }
  }

  private void assertMeasured(Outcome outcome) throws IOException {
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(6, outcome.json().get("points").intValue());
    List<Double> last =
        lastPoint(
            "smu_1.voltage (V)",
            "smu_2.current (A)",
            "lock_in.r (V)",
            "analyzer.band_power (dBm)",
            "dac:3.current (A)");
    assertEquals(0.05, last.get(0), 1e-4, "1 mA through 50 ohms");
    assertEquals(2e-3, last.get(1), 1e-5, "0.1 V across 50 ohms");
    assertEquals(0.01, last.get(2), 1e-4, "half of 20 mV, behind 50 ohms");
    assertEquals(-20, last.get(3), 0.5);
    assertEquals(2e-3, last.get(4), 1e-5);
  }

  /** A level that nothing limits may be lowered, but not raised to where it was. */
  @Test
  void instrumentsWithoutLimitsAreLeftAsTheyWereFound() throws IOException {
    String text = LABORATORY.substring(LABORATORY.indexOf("[instruments"));
    text = text.replaceAll("(?m)^limits.*$", "").replaceAll("resource = .*", "resource = \"\"");
    for (String name : List.of("rf", "analyzer", "smu_1", "smu_2", "lock_in", "dac")) {
      text = text.replaceFirst("resource = \"\"", "resource = \"INPROC::" + name + "::INSTR\"");
    }
    Path rack = Files.writeString(folder.resolve("unlimited.toml"), text);
    Outcome outcome = Outcome.of("instruments", rack.toString());
    assertEquals(0, outcome.code(), outcome.out() + outcome.err());
    assertTrue(outcome.out().contains("SMB100A"), outcome.out());
    assertFalse(outcome.out().contains("could not be restored"), outcome.out());
  }

  @Test
  void aRackOfALaboratoryIsTriedOutDry() throws IOException {
    Path bench = file("rack.toml", LABORATORY);
    Path plan = file("plan.toml", PLAN);
    assertMeasured(measure(plan.toString(), bench.toString(), "--simulated"));
  }

  @Test
  void theSamePlanRunsOnInstrumentsBehindLinks() throws IOException {
    BenchFile rack = BenchFile.parse(LABORATORY, "rack.toml");
    SimulatedBench twins = SimulatedBench.inRealTime(rack, 1, 20);
    try (ServedBench served = twins.serve(Servers.Ports.loopback())) {
      String text = LABORATORY.substring(LABORATORY.indexOf("[instruments"));
      for (Servers.Served one : served.instruments()) {
        String old = rack.instruments().get(one.name()).resource();
        ResourceName real = one.resources().get(Servers.Link.SOCKET);
        text = text.replace('"' + old + '"', '"' + real.toString() + '"');
      }
      Path bench = file("rack.toml", text);
      Path plan = file("plan.toml", PLAN);
      assertMeasured(measure(plan.toString(), bench.toString()));
      assertEquals(List.of(), twins.energised());
    }
  }

  /** What each rack measures first: bench file, then the line of a command. */
  static List<List<String>> racks() {
    String smu =
        "[instruments.smu]\nmodel = \"2400\"\nresource = \"ASRL1::INSTR\"\n"
            + "limits.current = { min = -1e-3, max = 1e-3 }\nlimits.compliance = { max = 0.5 }\n";
    String source =
        "[instruments.gs]\nmodel = \"GS200\"\nresource = \"TCPIP::10.0.0.1::7655::SOCKET\"\n"
            + "limits.current = { min = -1e-3, max = 1e-3 }\nlimits.compliance = { max = 1.0 }\n"
            + "[instruments.meter]\nmodel = \"2182A\"\nresource = \"ASRL2::INSTR\"\n";
    String powers =
        "[instruments.rf]\nmodel = \"SGS100A\"\nresource = \"TCPIP::10.0.0.2::INSTR\"\n"
            + "limits.power = { max = 0.0 }\n"
            + "[instruments.analyzer]\nmodel = \"N9030B\"\nresource = \"TCPIP::10.0.0.3::INSTR\"\n";
    String lockIn =
        "[instruments.lock_in]\nmodel = \"SR860\"\nresource = \"TCPIP::10.0.0.4::INSTR\"\n";
    return List.of(
        List.of(smu, "iv", "--current", "smu.current", "--voltage", "smu.voltage", "--to", "1e-3"),
        List.of(
            source, "iv", "--current", "gs.current", "--voltage", "meter.voltage", "--to", "1e-3"),
        List.of(powers, "s21", "--source", "rf", "--from", "200e6", "--to", "400e6"),
        List.of(lockIn, "noise", "--reading", "lock_in.r", "--samples", "20"),
        List.of(DefaultBench.text("rack"), "s21", "--source", "rf", "--from", "2e8", "--to", "3e8"),
        List.of(DefaultBench.text("junction"), "spin-diode"));
  }

  @ParameterizedTest
  @MethodSource("racks")
  void sixRacksMeasureByTheirFilesAlone(List<String> rack) throws IOException {
    Path bench = file("rack.toml", rack.get(0));
    String[] line =
        Stream.concat(rack.stream().skip(1), Stream.of(bench.toString(), "--simulated"))
            .toArray(String[]::new);
    Outcome outcome = measure(line);
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.json().get("points").intValue() > 0);
  }

  @Test
  void aSourceWithoutLimitsIsRefusedWithTheLinesToAdd() throws IOException {
    Path bench =
        file(
            "rack.toml",
            "[instruments.smu]\nmodel = \"2400\"\nresource = \"INPROC::smu::INSTR\"\n");
    Outcome outcome =
        measure(
            "iv",
            "--current",
            "smu.current",
            "--voltage",
            "smu.voltage",
            "--to",
            "1e-3",
            bench.toString());
    assertEquals(1, outcome.code());
    assertTrue(
        outcome
            .err()
            .contains(
                "add your own numbers to [instruments.smu]: limits.current = { min = ..., max = ..."
                    + " } in A, limits.compliance = { max = ... } in V"),
        outcome.err());
  }

  @ParameterizedTest
  @MethodSource("networkCommands")
  void aCommandThatNeedsAChipSaysSo(String command) throws IOException {
    Path bench = file("rack.toml", DefaultBench.text("rack"));
    Outcome outcome = Outcome.of(command, bench.toString());
    assertEquals(1, outcome.code(), outcome.out());
    assertTrue(
        outcome.err().contains("needs a chip, and the bench file describes instruments alone"),
        outcome.err());
  }

  static List<String> networkCommands() {
    return List.of("train", "calibrate");
  }
}
