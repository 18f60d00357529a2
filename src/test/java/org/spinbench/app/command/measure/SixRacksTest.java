package org.spinbench.app.command.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
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

/**
 * Six racks, each from the example that {@code spinbench bench rack} prints to a first picture by
 * editing the file alone: simulated inside the program, and as instruments behind sockets.
 */
@Tag("slow")
class SixRacksTest {
  private static final String SMU =
      """
      [instruments.smu]
      model = "2400"
      resource = "GPIB0::24::INSTR"
      limits.current = { min = -1e-3, max = 1e-3 }
      limits.compliance = { max = 0.5 }
      """;

  private static final String GPIB =
      """
      [gpib.0]
      controller = "TCPIP::192.168.0.9::1234::SOCKET"
      firmware = "prologix"
      """;

  @TempDir Path folder;

  /**
   * A rack.
   *
   * @param name for people
   * @param edited how many lines differ from the example: added or replaced, or removed if those
   *     are more
   * @param text the bench file without its comments
   * @param command after {@code measure}
   */
  record Rack(String name, int edited, String text, List<String> command) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static List<String> iv(String current, String voltage) {
    return List.of("iv", "--current", current, "--voltage", voltage, "--to", "1e-3");
  }

  static List<Rack> racks() {
    String laboratory =
        GPIB
            + """
            [instruments.rf]
            model = "SMB100A"
            resource = "TCPIP::192.168.0.21::inst0::INSTR"
            limits.power = { max = -10.0 }
            [instruments.analyzer]
            model = "FSV"
            resource = "TCPIP::192.168.0.22::5025::SOCKET"
            """
            + SMU
            + """
            [instruments.smu_2]
            model = "2400"
            resource = "GPIB0::25::INSTR"
            limits.current = { min = -1e-4, max = 1e-4 }
            limits.compliance = { max = 0.2 }
            [instruments.lock_in]
            model = "SR830"
            resource = "GPIB0::8::INSTR"
            limits.amplitude = { max = 0.1 }
            [instruments.dac]
            model = "QDAC-II"
            resource = "TCPIP::192.168.0.23::5025::SOCKET"
            limits.voltage = { min = -0.1, max = 0.1 }
            """;
    String voltmeter =
        """
        [instruments.gs]
        model = "GS200"
        resource = "TCPIP::192.168.0.31::7655::SOCKET"
        limits.current = { min = -1e-3, max = 1e-3 }
        limits.compliance = { max = 1.0 }
        [instruments.meter]
        model = "2182A"
        resource = "ASRL/dev/ttyUSB0::INSTR"
        """;
    String tones =
        """
        [instruments.rf]
        model = "SGS100A"
        resource = "TCPIP::192.168.0.21::inst0::INSTR"
        limits.power = { max = -10.0 }
        [instruments.analyzer]
        model = "N9030B"
        resource = "TCPIP::192.168.0.22::5025::SOCKET"
        """;
    String lockIn =
        """
        [instruments.lock_in]
        model = "SR860"
        resource = "TCPIP::192.168.0.41::inst0::INSTR"
        """;
    List<String> s21 = List.of("s21", "--source", "rf", "--from", "200e6", "--to", "300e6");
    return List.of(
        new Rack(
            "six kinds of instruments, three links",
            19,
            laboratory,
            iv("smu.current", "smu.voltage")),
        new Rack("a single 2400", 8, GPIB + SMU, iv("smu.current", "smu.voltage")),
        new Rack("GS200 and 2182A", 11, voltmeter, iv("gs.current", "meter.voltage")),
        new Rack("SGS100A and N9030B", 9, tones, s21),
        new Rack(
            "a lock-in amplifier",
            12,
            lockIn,
            List.of("noise", "--reading", "lock_in.r", "--samples", "20")),
        new Rack("the example", 0, DefaultBench.text("rack"), s21));
  }

  private static List<String> lines(String text) {
    return text.lines()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** Lines of either text that the other does not have. */
  private static int edited(String text) {
    List<String> added = new ArrayList<>(lines(text));
    List<String> removed = new ArrayList<>();
    for (String line : lines(DefaultBench.text("rack"))) {
      if (!added.remove(line)) {
        removed.add(line);
      }
    }
    return Math.max(added.size(), removed.size());
  }

  private JsonNode measured(Rack rack, String bench, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("rack.toml"), bench);
    Stream<String> line =
        Stream.concat(
            Stream.concat(Stream.of("measure"), rack.command().stream()),
            Stream.of(file.toString(), "--runs", folder.resolve("runs").toString(), "--json"));
    Outcome outcome = Outcome.of(Stream.concat(line, Stream.of(more)).toArray(String[]::new));
    assertEquals(0, outcome.code(), outcome.err());
    JsonNode json = outcome.json();
    assertTrue(Files.size(Path.of(json.get("plot").textValue())) > 1000, "a picture");
    assertTrue(Files.size(Path.of(json.get("data").textValue())) > 100, "data");
    return json;
  }

  @ParameterizedTest
  @MethodSource("racks")
  void aRackMeasuresByItsFileAlone(Rack rack) throws IOException {
    assertEquals(rack.edited(), edited(rack.text()), "edited lines of " + rack);
    JsonNode simulated = measured(rack, rack.text(), "--simulated");
    BenchFile file = BenchFile.parse(rack.text(), "rack.toml");
    SimulatedBench twins = SimulatedBench.inRealTime(file, 1, 50);
    JsonNode served;
    try (ServedBench links = twins.serve(Servers.Ports.loopback())) {
      String text = rack.text().substring(rack.text().indexOf("[instruments."));
      for (Servers.Served one : links.instruments()) {
        String old = file.instruments().get(one.name()).resource();
        ResourceName real = one.resources().get(Servers.Link.SOCKET);
        text = text.replace('"' + old + '"', '"' + real.toString() + '"');
      }
      served = measured(rack, text);
      assertEquals(List.of(), twins.energised(), "at rest");
    }
    assertEquals(simulated.get("points"), served.get("points"));
    assertEquals(simulated.get("findings").size(), served.get("findings").size());
    JsonNode one = simulated.at("/findings/0");
    JsonNode other = served.at("/findings/0");
    assertEquals(one.get("name"), other.get("name"));
    double deviation =
        Math.hypot(one.get("deviation").doubleValue(), other.get("deviation").doubleValue());
    double apart = one.get("value").doubleValue() - other.get("value").doubleValue();
    assertTrue(Math.abs(apart) <= 5 * deviation, one + "\n" + other);
  }
}
