package org.spinbench.app.command.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.Main;
import org.spinbench.app.command.Outcome;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.standin.ChildProgram;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.simulator.bench.ServedBench;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.server.Servers;

/** Bench files made from the answers of instruments, and from those of a person. */
class InitCommandTest {
  private static final String TYPED =
      """
      2400
      Bad Name
      smu
      1e-3
      0.5
      SGS100A


      2182A


      """;

  private static final String MADE =
      """
      [instruments.smu]
      model = "2400"
      resource = "INPROC::smu::INSTR"
      limits.current = { min = -0.001, max = 0.001 }    # A
      limits.compliance = { max = 0.5 }    # V

      [instruments.rf]
      model = "SGS100A"
      resource = "INPROC::rf::INSTR"
      # until this line has a limit that your device survives, rf gives nothing:
      # limits.power = { max = ... }    # dBm

      [instruments.voltmeter]
      model = "2182A"
      resource = "INPROC::voltmeter::INSTR"
      """;

  @TempDir Path folder;

  @Test
  void addressesBecomeEntriesThatOpenAtOnce() throws IOException {
    SimulatedBench twins =
        SimulatedBench.inRealTime(BenchFile.parse(DefaultBench.text("rack"), "the rack"), 1, 1);
    try (ServedBench served = twins.serve(Servers.Ports.loopback())) {
      String[] addresses =
          served.instruments().stream()
              .map(one -> one.resources().get(Servers.Link.SOCKET).toString())
              .toArray(String[]::new);
      Path file = folder.resolve("rack.toml");
      Outcome made = init(file, addresses);
      assertEquals(0, made.code(), made.err());
      assertEquals(file + ": smu, rf, analyzer\n", made.out());
      assertTrue(twins.atRest(), "nothing was switched on");
      Outcome doctor = Outcome.of("doctor", file.toString(), "--runs", folder.toString());
      assertTrue(
          doctor.out().matches("(?s).*\nsmu +ok .*\nrf +ok .*\nanalyzer +ok .*"), doctor.out());
      Outcome rest = Outcome.of("safe", file.toString());
      assertEquals(0, rest.code(), rest.err());
    }
  }

  @Test
  void anAddressWithoutAnInstrumentLeavesNoFile() throws IOException {
    String nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = "TCPIP::127.0.0.1::" + socket.getLocalPort() + "::SOCKET";
    }
    Path file = folder.resolve("rack.toml");
    Outcome refused = init(file, nobody, "GPIB0::22::INSTR", "NONSENSE::1");
    assertEquals(1, refused.code());
    assertTrue(refused.err().contains(nobody.replace("TCPIP::", "TCPIP0::")), refused.err());
    assertTrue(refused.err().contains("GPIB0::22::INSTR says nothing by itself"), refused.err());
    assertTrue(refused.err().contains("NONSENSE::1"), refused.err());
    assertTrue(refused.err().contains("Nothing was written."), refused.err());
    assertFalse(Files.exists(file));
  }

  @Test
  void noFileIsOverwritten() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.toml"), "mine");
    Outcome refused = typing(TYPED, file);
    assertEquals(2, refused.code());
    assertTrue(refused.err().contains(file + ": it exists and is not overwritten"), refused.err());
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void answersBecomeEntriesThatOpenAtOnce() throws IOException {
    Path file = folder.resolve("rack.toml");
    Outcome made = typing(TYPED, file);
    assertEquals(0, made.code(), made.err());
    assertTrue(made.err().contains("'Bad Name' cannot be used here"), made.err());
    String text = Files.readString(file);
    assertEquals(MADE, text.substring(text.indexOf("[instruments.smu]")));
    Outcome swept =
        Outcome.of(
            "measure",
            "iv",
            "--current",
            "smu.current",
            "--voltage",
            "smu.voltage",
            "--to",
            "1e-3",
            file.toString(),
            "--dry-run");
    assertEquals(0, swept.code(), swept.err());
    Outcome silent =
        Outcome.of(
            "measure",
            "s21",
            "--source",
            "rf",
            "--from",
            "2e8",
            "--to",
            "4e8",
            file.toString(),
            "--dry-run");
    assertEquals(1, silent.code(), "without a limit the source gives nothing");
  }

  @Test
  void anEntryThatCannotBeUsedIsAskedForAgain() throws IOException {
    Path file = folder.resolve("rack.toml");
    Outcome made = typing("\nnonsense\n2400\n\n-2\n1e400\n0.5\n2400\n\n1e-3\n\n\n", file);
    assertEquals(0, made.code(), made.err());
    assertTrue(made.err().contains("give at least one instrument"), made.err());
    assertTrue(made.err().contains("\"nonsense\""), made.err());
    assertTrue(made.err().contains("'-2' cannot be used here"), made.err());
    assertTrue(made.err().contains("Enter this instrument again."), made.err());
    assertEquals(file + ": smu\n", made.out());
  }

  @Test
  void answersThatEndTooEarlyLeaveNoFile() throws IOException {
    Path file = folder.resolve("rack.toml");
    for (String typed : List.of("", "2400\n", "2400\nsmu\n1e-3\n0.5\n")) {
      Outcome ended = typing(typed, file);
      assertEquals(1, ended.code(), ended.err());
      assertTrue(ended.err().endsWith("Nothing was written.\n"), ended.err());
      assertFalse(Files.exists(file));
    }
  }

  @Test
  void aPersonAtATerminalGetsTheSameFile() throws Exception {
    Path script = Path.of("/usr/bin/script");
    assumeTrue(Files.isExecutable(script), "no program 'script', which makes a terminal");
    Path file = folder.resolve("rack.toml");
    List<String> words =
        ChildProgram.command(
            List.of(
                "-Dspinbench.interactive=true", "-Duser.language=tr"), // whose small I has no dot
            Main.class,
            List.of("init", file.toString()));
    words.set(words.indexOf("-cp") + 1, "$CLASSES");
    String quoted = words.stream().map(word -> '"' + word + '"').collect(Collectors.joining(" "));
    String java = "stty cols 120 rows 30; " + quoted; // without a width no question is shown
    ProcessBuilder builder =
        new ProcessBuilder(script.toString(), "-qec", java, "/dev/null").redirectErrorStream(true);
    builder.environment().put("CLASSES", ChildProgram.classPath());
    builder.environment().put("TERM", "xterm");
    Process process = builder.start();
    String shown;
    try (OutputStream keys = process.getOutputStream()) {
      // The terminal keeps what is typed ahead of the questions.
      keys.write(TYPED.replace('\n', '\r').getBytes(StandardCharsets.UTF_8));
      keys.flush();
      shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
    assertEquals(0, process.waitFor(), shown);
    assertTrue(shown.contains("Name [smu]: "), shown);
    String text = Files.readString(file);
    assertEquals(MADE, text.substring(text.indexOf("[instruments.smu]")));
  }

  private static Outcome init(Path file, String... addresses) {
    String[] words = new String[addresses.length + 2];
    words[0] = "init";
    words[1] = file.toString();
    System.arraycopy(addresses, 0, words, 2, addresses.length);
    return Outcome.of(words);
  }

  private static Outcome typing(String lines, Path file) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
    try {
      return init(file);
    } finally {
      System.setIn(before);
    }
  }
}
