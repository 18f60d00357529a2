package org.spinbench.app.command.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.Main;
import org.spinbench.app.command.Outcome;
import org.spinbench.drivers.bench.Ownership;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.standin.ChildProgram;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.simulator.bench.ServedBench;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.server.Servers;

/** A rack of three instruments behind sockets, and what the doctor says of them. */
class DoctorCommandTest {
  private static final String RACK = DefaultBench.text("rack");

  @TempDir Path folder;
  private final SimulatedBench twins =
      SimulatedBench.inRealTime(BenchFile.parse(RACK, "the rack"), 1, 1);
  private final ServedBench served = twins.serve(Servers.Ports.loopback());
  private String text = RACK;

  @AfterEach
  void stopServing() {
    served.close();
  }

  @Test
  void theComputerAloneIsChecked() throws IOException {
    boolean before = Files.exists(Path.of("runs"));
    Outcome outcome = Outcome.of("doctor", "--runs", folder.toString());
    assertTrue(outcome.out().startsWith("Java             ok     "), outcome.out());
    assertTrue(outcome.out().contains(" free in " + folder + "\n"), outcome.out());
    assertFalse(outcome.out().contains("rf_1"), outcome.out());
    assertEquals(before, Files.exists(Path.of("runs")), "it only looks");
  }

  @Test
  void everyInstrumentSaysWhoItIsAndIsNotChanged() throws IOException {
    wire("smu");
    wire("rf");
    Map<String, JsonNode> checks = checks();
    assertEquals("ok", checks.get("smu").get("level").textValue(), checks.toString());
    assertTrue(
        checks.get("smu").get("found").textValue().matches("2400 at .*: serial .+, firmware .+"));
    assertEquals("ok", checks.get("rf").get("level").textValue());
    assertTrue(
        checks.get("analyzer").get("found").textValue().endsWith(": simulated inside the program"));
    assertTrue(twins.atRest());
  }

  @Test
  void aDeadAndAWrongInstrumentAreNamedAndTheOthersStillAsked() throws IOException {
    // The analyzer at the address of the RF source, and the source meter where nobody listens.
    text = text.replace("INPROC::analyzer::INSTR", resource("rf"));
    String nobody = "TCPIP::127.0.0.1::" + unused() + "::SOCKET";
    text = text.replace("INPROC::smu::INSTR", nobody);
    Map<String, JsonNode> checks = checks();
    JsonNode dead = checks.get("smu");
    assertEquals("WRONG", dead.get("level").textValue());
    assertTrue(
        dead.get("found").textValue().startsWith("2400 at " + nobody + ": "), dead.toString());
    assertTrue(dead.get("remedy").textValue().startsWith("switch it on; compare the address"));
    assertEquals("ok", checks.get("rf").get("level").textValue());
    JsonNode wrong = checks.get("analyzer");
    assertEquals("WRONG", wrong.get("level").textValue());
    assertTrue(
        wrong.get("found").textValue().contains("should be a FSV")
            && wrong.toString().contains("SMB100A"),
        wrong.toString());

    Outcome people = Outcome.of("doctor", bench().toString(), "--runs", folder.toString());
    assertEquals(1, people.code());
    assertTrue(
        people.out().matches("(?s).*\nsmu +WRONG +2400 at .*\n +> switch it on; .*"), people.out());
    assertTrue(people.out().matches("(?s).*\n\\d of 13 are wrong\\.\n"), people.out());
  }

  @Test
  void anInstrumentOfAnotherProgramIsLeftAlone() throws IOException {
    wire("rf");
    Map<String, ResourceName> rf = Map.of("rf", ResourceName.parse(resource("rf")));
    Ownership other = Ownership.take(rf, "spinbench train theirs.toml");
    try {
      JsonNode found = checks().get("rf");
      assertEquals("note", found.get("level").textValue(), found.toString());
      assertTrue(found.get("found").textValue().contains(": not asked: "), found.toString());
      assertTrue(found.get("found").textValue().contains("spinbench train theirs.toml"));
    } finally {
      other.close();
    }
    assertEquals("ok", checks().get("rf").get("level").textValue());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void withoutFontsTheDoctorSaysSoAndOtherCommandsNameTheDoctor() throws Exception {
    String doctor = withoutFonts("doctor", "--runs", folder.toString());
    assertTrue(
        doctor.matches(
            "(?s).*\npictures +WRONG +fonts cannot be used: .*\n +> sudo apt install .*"),
        doctor);
    String plot = withoutFonts("measure", "spin-diode", "--runs", folder.toString());
    assertTrue(
        plot.contains("spinbench: a library of this system is missing (")
            && plot.contains("'spinbench doctor' says which"),
        plot);
    assertFalse(plot.contains("\tat "), plot);
  }

  /** What the program says where the system knows no font, and which fails for it. */
  private String withoutFonts(String... arguments) throws Exception {
    List<String> command =
        ChildProgram.command(
            List.of("-Duser.home=" + folder), // keeps a list of fonts there
            Main.class,
            List.of(arguments));
    Path none = Files.writeString(folder.resolve("fonts.conf"), "<fontconfig></fontconfig>");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("FONTCONFIG_FILE", none.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(1, process.waitFor(), said);
    return said;
  }

  @Test
  void aWrongBenchFileIsRefusedAsByEveryCommand() throws IOException {
    text = text.replace("model = \"2400\"", "model = \"2499\"");
    Outcome outcome = Outcome.of("doctor", bench().toString());
    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("2499"), outcome.err());
    Outcome keys = Outcome.of("doctor", "--keys", folder.toString());
    assertEquals(1, keys.code());
    assertTrue(keys.err().contains("--keys is for a bench on another computer"), keys.err());
  }

  @Test
  void aLimitOfASettingThatTheInstrumentDoesNotHaveIsFound() throws IOException {
    text = text.replace("limits.compliance", "limits.complience");
    JsonNode wrong = checks().get("bench file");
    assertEquals("WRONG", wrong.get("level").textValue());
    assertTrue(wrong.get("found").textValue().contains("smu.limits.complience"), wrong.toString());
  }

  private Map<String, JsonNode> checks() throws IOException {
    Outcome outcome =
        Outcome.of("doctor", bench().toString(), "--json", "--runs", folder.toString());
    Map<String, JsonNode> checks = new LinkedHashMap<>();
    boolean healthy = true;
    for (JsonNode one : outcome.json().get("checks")) {
      checks.put(one.get("subject").textValue(), one);
      healthy &= !one.get("level").textValue().equals("WRONG");
    }
    assertEquals(healthy, outcome.json().get("healthy").booleanValue());
    assertEquals(healthy ? 0 : 1, outcome.code(), outcome.err());
    return checks;
  }

  private Path bench() throws IOException {
    return Files.writeString(folder.resolve("rack.toml"), text);
  }

  private void wire(String name) {
    text = text.replace("INPROC::" + name + "::INSTR", resource(name));
  }

  private String resource(String name) {
    return served.instruments().stream()
        .filter(one -> one.name().equals(name))
        .map(one -> one.resources().get(Servers.Link.SOCKET).toString())
        .findFirst()
        .orElseThrow();
  }

  /** A port on which nobody listens. */
  private static int unused() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
