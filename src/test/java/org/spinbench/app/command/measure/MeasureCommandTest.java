package org.spinbench.app.command.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.app.command.Outcome;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.text.Durations;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.simulator.bench.ServedBench;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.server.Servers;

@Tag("any-jdk")
class MeasureCommandTest {
  private static final String PLAN =
      """
      name = "A resonance, twice"
      read = ["chain 1.voltage"]

      [set]
      "input 1.power" = 2e-6

      [[sweep]]
      setting = "synapse 1.current"
      list = [0, 2e-3]

      [[sweep]]
      setting = "input 1.frequency"
      from = 230e6
      to = 270e6
      points = 21
      order = "snake"
      """;

  @TempDir Path folder;

  @BeforeAll
  static void withoutAScreen() {
    System.setProperty("java.awt.headless", "true");
  }

  private Path plan(String text) throws IOException {
    return Files.writeString(folder.resolve("plan.toml"), text);
  }

  private Outcome measure(Path plan, String... more) {
    List<String> line = new ArrayList<>(List.of("measure", plan.toString()));
    line.addAll(List.of(more));
    line.addAll(List.of("--runs", folder.resolve("runs").toString()));
    return Outcome.of(line.toArray(String[]::new));
  }

  private List<Path> files(String ending) throws IOException {
    if (!Files.exists(folder.resolve("runs"))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder.resolve("runs"))) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  @Test
  void aPlanIsMeasuredIntoRunFileDataAndPlot() throws IOException {
    Outcome outcome = measure(plan(PLAN), "--json");
    assertEquals(0, outcome.code(), outcome.err());
    ObjectNode json = outcome.json();
    List<String> keys = new ArrayList<>();
    json.fieldNames().forEachRemaining(keys::add);
    assertEquals(
        List.of(
            "plan",
            "points",
            "references",
            "samples",
            "unsettled",
            "overloads",
            "stops",
            "unlisted",
            "findings",
            "remarks",
            "benchSeconds",
            "wallSeconds",
            "scpiMessages",
            "runFile",
            "data",
            "plot",
            "absent",
            "limited"),
        keys);
    assertEquals(42, json.get("points").intValue());
    assertEquals(42 * 0.063, json.get("benchSeconds").doubleValue(), 0.02);
    assertEquals(43, Files.readAllLines(Path.of(json.get("data").textValue())).size());
    assertEquals(1000, ImageIO.read(Path.of(json.get("plot").textValue()).toFile()).getWidth());
    Path runFile = Path.of(json.get("runFile").textValue());
    assertTrue(runFile.getFileName().toString().contains("-measure-a-resonance-twice-"));
    try (RunFile run = RunFile.read(runFile)) {
      assertEquals("measure", run.start().kind());
      assertEquals(Plan.parse(PLAN, "plan"), Plan.parse(run.start().options().get("plan"), "run"));
      assertEquals(StopDocument.SUCCESS, run.stop().orElseThrow().status());
    }
    Outcome show =
        Outcome.of("runs", "show", runFile.toString(), "--runs", folder.resolve("runs").toString());
    assertTrue(show.out().contains("\n42 of 42 setpoints\n42 readings to measure\n"), show.out());
    assertFalse(show.out().contains("of training"), show.out());
    assertTrue(show.out().contains("\nplan:\n  name = \"A resonance, twice\"\n"), show.out());
    assertBegan(show.out(), runFile);
  }

  /** By the clock of the computer first: the one of a simulated bench always begins in 2026. */
  private static void assertBegan(String shown, Path runFile) {
    String name = runFile.getFileName().toString();
    String date =
        name.replaceFirst(
            "(\\d{4})(\\d\\d)(\\d\\d)-(\\d\\d)(\\d\\d)(\\d\\d).*", "$1-$2-$3T$4:$5:$6Z");
    String begun =
        "\nbegun "
            + date
            + "; 2026-01-01T00:00:00Z on the clock of the simulated bench, like all times below\n"
            + "simulated chip 1\n";
    assertTrue(shown.contains(begun), begun + " in " + shown);
    assertFalse(shown.contains("seed 0"), shown);
  }

  /** A source meter that nobody switches on has nothing to read. */
  @Test
  void aReadingThatIsNeverThereIsNamed() throws IOException {
    Path bench = folder.resolve("rack.toml");
    Files.writeString(bench, DefaultBench.text("characterisation"));
    Path plan =
        plan(
            """
            name = "off"
            read = ["bias_1.voltage", "chain 1.voltage"]
            [set]
            "input 1.power" = 2e-6
            [[sweep]]
            setting = "input 1.frequency"
            from = 240e6
            to = 260e6
            points = 12
            """);
    Outcome outcome = measure(plan, bench.toString());
    assertEquals(0, outcome.code(), outcome.err());
    String none = "bias_1.voltage was read at none of ";
    assertTrue(
        outcome.out().contains("! " + none + "12 points: its output was off\n"), outcome.out());
    assertTrue(
        outcome.err().contains("so far " + none + "10 points: its output was off"), outcome.err());
    Outcome show = Outcome.of("runs", "show", files(".sqlite").get(0).toString());
    assertTrue(show.out().contains("\n" + none + "12 points: its output was off\n"), show.out());
    Path two =
        plan(
            """
            name = "half"
            read = ["bias_1.voltage"]
            [[sweep]]
            setting = "neuron 1.bias"
            list = [0, 1e-4, 2e-4]
            """);
    Outcome half = measure(two, bench.toString(), "--json");
    assertEquals(0, half.code(), half.err());
    assertEquals(
        "[{\"reading\":\"bias_1.voltage\",\"points\":1,\"of\":3}]",
        half.json().get("absent").toString());
  }

  @Test
  void aReportSaysRateAndTheInstrumentsOwnTime() throws IOException {
    Outcome outcome = measure(plan(PLAN));
    assertTrue(outcome.out().startsWith("A resonance, twice: 42 points, 42 readings\n"));
    assertTrue(
        outcome
            .out()
            .contains("the instruments' own time, by the bench's clock: 2.6 s, 15.9 points/s"),
        outcome.out());
    assertTrue(outcome.err().contains("measuring 100 %: 42 of 42 points"), outcome.err());
  }

  @Test
  void aRecordedMeasurementReplaysToTheSameData() throws IOException {
    String transcript = folder.resolve("transcript.txt").toString();
    Outcome recorded = measure(plan(PLAN), "--record", transcript, "--json");
    Outcome replayed = measure(plan(PLAN), "--replay", transcript, "--json");
    assertEquals(0, replayed.code(), replayed.err());
    assertEquals(
        Files.readString(Path.of(recorded.json().get("data").textValue())),
        Files.readString(Path.of(replayed.json().get("data").textValue())));
  }

  @Tag("slow")
  @Test
  void servedOnSocketsTheDataAreTheSame() throws IOException {
    Outcome inside = measure(plan(PLAN), "--json");
    Outcome served = measure(plan(PLAN), "--served", "--json");
    assertEquals(
        Files.readString(Path.of(inside.json().get("data").textValue())),
        Files.readString(Path.of(served.json().get("data").textValue())));
  }

  /** Every instrument is at an address where somebody listens, and nobody calls. */
  @Test
  void aDryRunSendsNothing() throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      listening.setSoTimeout(1);
      String port = "::" + listening.getLocalPort() + "::SOCKET";
      String text = DefaultBench.text();
      // Names are told apart by their spelling, and all but the first have no other use.
      for (String name : BenchFile.parse(text, "bench").instruments().keySet()) {
        String host = name.equals("rf_1") ? "127.0.0.1" : name.replace("_", "-") + ".invalid";
        text = text.replace("INPROC::" + name + "::INSTR", "TCPIP::" + host + port);
      }
      Path bench = Files.writeString(folder.resolve("real.toml"), text);
      Outcome outcome = measure(plan(PLAN), bench.toString(), "--dry-run");
      assertEquals(0, outcome.code(), outcome.err());
      assertTrue(outcome.out().contains("dry run, nothing was sent to the bench"), outcome.out());
      assertTrue(outcome.out().contains("42 setpoints"), outcome.out());
      assertTrue(outcome.out().contains("the instruments will need 2.6 s"), outcome.out());
      assertThrows(SocketTimeoutException.class, listening::accept, "somebody called");
      assertEquals(List.of(), files(""), "no run was begun");
      Outcome measured = measure(plan(PLAN), bench.toString());
      assertEquals(1, measured.code());
      listening.accept().close();
    }
  }

  @Test
  void aDryRunNamesWhatIsRefusedAndByWhichLimit() throws IOException {
    Path tooMuch = plan(PLAN.replace("2e-3]", "2e-3, 11e-3]"));
    Outcome outcome = measure(tooMuch, "--dry-run", "--json");
    assertEquals(1, outcome.code());
    JsonNode json = outcome.json();
    assertEquals(63, json.get("points").intValue());
    assertEquals(21, json.get("refused").intValue());
    String refusal = json.get("refusals").get(0).textValue();
    assertTrue(refusal.startsWith("point 43: field channel 1 voltage: 11.0 V is outside"), refusal);
  }

  /** One reading of a simulated voltmeter takes 60 ms; whoever wants more points says so. */
  @Test
  void aPlanOfTooManyPointsIsRefusedWithWhatItWouldTake() {
    String line = "measure noise --samples 1000 --dry-run --max-points ";
    Outcome refused = Outcome.of((line + 999).split(" "));
    assertEquals(1, refused.code(), refused.out());
    assertTrue(refused.err().contains(" has 1000 points: checking them takes about "));
    assertTrue(refused.err().contains(", and measuring about 1 min 00 s. It is refused"));
    assertTrue(refused.err().contains("need --max-points 1000; add it, or use fewer points"));
    Outcome asked = Outcome.of((line + 1000).split(" "));
    assertEquals(0, asked.code(), asked.err());
    assertTrue(asked.out().contains("the instruments will need 1 min 00 s: "), asked.out());
    Outcome large = Outcome.of("measure noise --samples 100001 --dry-run".split(" "));
    assertEquals(0, large.code(), large.err());
    assertTrue(large.err().contains(" has 100001 points: checking them takes about "), large.err());
    assertTrue(large.err().contains(", and measuring about 1 h 40 min"), large.err());
  }

  @Test
  void aBenchFileWithoutASectionOnSimulationCanBeRehearsed() throws IOException {
    Path bench = folder.resolve("real.toml");
    String text = DefaultBench.text();
    Files.writeString(bench, text.substring(0, text.indexOf("\n[simulation]")));
    assertEquals(0, measure(plan(PLAN), bench.toString(), "--dry-run").code());
  }

  @Test
  void theExampleOfTheManualCanBeMeasured() throws IOException {
    String manual = Files.readString(Path.of("..", "docs", "measure.md"));
    String example = manual.split("```toml\n", -1)[1].split("```", -1)[0];
    Outcome outcome = measure(plan(example), "--dry-run", "--json");
    assertEquals(0, outcome.code(), outcome.err() + outcome.out());
    assertEquals(303, outcome.json().get("points").intValue());
    assertEquals(7, outcome.json().get("references").intValue());
  }

  @Test
  void spectraAreKeptBesideTheData() throws IOException {
    String text =
        """
        name = "lines"
        read = ["neuron 1.line_frequency"]
        [[sweep]]
        setting = "neuron 1.bias"
        list = [6e-3, 7e-3]
        """;
    Outcome outcome = measure(plan(text), "--json");
    assertEquals(0, outcome.code(), outcome.err());
    List<String> lines = Files.readAllLines(files("-spectra.csv").get(0));
    assertEquals("point,spectrum,frequency (Hz),level (dBm),overload", lines.get(0));
    assertEquals(1 + 2 * 501, lines.size());
    assertTrue(lines.get(1).startsWith("1,neuron 1,2.6E8,"), lines.get(1));
    BufferedImage plot = ImageIO.read(Path.of(outcome.json().get("plot").textValue()).toFile());
    assertEquals(2 * 520, plot.getHeight(), "a panel for the reading and one for the spectra");
  }

  /** The second of the ranges is refused when its turn comes: the output is on by then. */
  private static final String RANGES =
      """
      name = "ranges"
      read = ["chain 1.voltage"]
      [set]
      "neuron 1.bias" = 1e-3
      [[sweep]]
      setting = "bias_1.range"
      list = [10e-3, 100e-3]
      [[sweep]]
      setting = "synapse 1.current"
      from = 0
      to = 2e-3
      points = 21
      """;

  @Test
  void whatWasMeasuredBeforeAFailureIsKept() throws IOException {
    Outcome outcome = measure(plan(RANGES));
    assertEquals(1, outcome.code());
    assertEquals("", outcome.out());
    String refused = "bias_1 range cannot be changed to 0.1 now: its output is on";
    assertTrue(
        outcome
            .err()
            .startsWith(
                "not all setpoints can be checked in advance; the others are checked one by one"
                    + " during the run: point 22: "
                    + refused),
        outcome.err());
    assertTrue(outcome.err().contains("what was measured so far is in "), outcome.err());
    assertTrue(outcome.err().contains("spinbench: " + refused), outcome.err());
    assertEquals(22, Files.readAllLines(files(".csv").get(0)).size());
    assertEquals(1, files(".png").size());
    try (RunFile run = RunFile.read(files(".sqlite").get(0))) {
      assertEquals(StopDocument.FAILED, run.stop().orElseThrow().status());
      assertTrue(run.stop().orElseThrow().message().contains(refused));
    }
  }

  @Test
  void aPlanWithASetpointOutsideALimitIsRefusedBeforeAnythingIsSet() throws IOException {
    Path transcript = folder.resolve("transcript.txt");
    Path tooMuch = plan(PLAN.replace("2e-3]", "2e-3, 11e-3]"));
    Outcome outcome = measure(tooMuch, "--record", transcript.toString());
    assertEquals(1, outcome.code());
    assertEquals("", outcome.out());
    assertEquals(
        """
        spinbench: the plan "A resonance, twice" is refused, and nothing was set: 21 of its \
        setpoints are outside a limit
          point 43: field channel 1 voltage: 11.0 V is outside -10.0 to 10.0 V, what the \
        instrument can do as it is set; choose a value that it can take \
        (synapse 1.current = 0.011 A, input 1.frequency = 2.3E8 Hz)
          ...
        """,
        outcome.err());
    assertEquals(List.of(), files(""), "no run was begun");
    List<String> sent =
        Files.readAllLines(transcript).stream()
            .filter(line -> line.matches(".* > .*(:FREQ |:OUTP[:A-Z]* 1|:CURR 1|:LEV [^0]).*"))
            .toList();
    assertEquals(List.of(), sent);
    assertTrue(Files.readString(transcript).contains("run after refusal of the plan"));
    Outcome replayed = measure(tooMuch, "--replay", transcript.toString());
    assertEquals(outcome, replayed);
  }

  @Test
  void conditionsThatStopAPlanDoNotCount() throws IOException {
    String stops =
        """
        [[stop]]
        when = "chain 1.voltage > -1"
        ends = "plan"
        """;
    Path tooMuch = plan(PLAN.replace("2e-3]", "11e-3]") + stops);
    Outcome outcome = measure(tooMuch);
    assertEquals(1, outcome.code());
    assertTrue(
        outcome
            .err()
            .endsWith("a [[stop]] does not count here; let the axes end within the limits\n"),
        outcome.err());
    Outcome within = measure(plan(PLAN + stops));
    assertEquals(0, within.code(), within.err());
  }

  @Test
  void aRecipeIsJudgedBeforehandToo() throws IOException {
    Outcome outcome =
        Outcome.of(
            "measure",
            "iv",
            "--current",
            "neuron 1.bias",
            "--voltage",
            "voltmeter_1.voltage",
            "--to",
            "12e-3",
            "--runs",
            folder.resolve("runs").toString());
    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("is refused, and nothing was set"), outcome.err());
    assertTrue(outcome.err().contains("bias_1 current: 0.0"), outcome.err());
    assertEquals(List.of(), files(""));
  }

  /** A cable of which the simulation knows nothing; the bench itself is reached over sockets. */
  @Test
  void aBenchThatCannotBeSimulatedIsMeasuredAllTheSame() throws IOException {
    BenchFile file = BenchFile.parse(DefaultBench.text(), "bench");
    try (ServedBench served = new SimulatedBench(file, 1).serve(Servers.Ports.loopback())) {
      String text = DefaultBench.text();
      for (Servers.Served one : served.instruments()) {
        String resource = one.resources().get(Servers.Link.SOCKET).toString();
        text = text.replace("INPROC::" + one.name() + "::INSTR", resource);
      }
      text = text.replace("model = \"2182A\"\n", "model = \"2182A\"\ntriggered_by = \"rf_1\"\n");
      Path bench = Files.writeString(folder.resolve("real.toml"), text);
      Outcome dry = measure(plan(PLAN), bench.toString(), "--dry-run");
      assertTrue(dry.err().contains("does not trigger the simulated voltmeter_1"), dry.err());
      Outcome outcome = measure(plan(PLAN), bench.toString(), "--json");
      assertEquals(0, outcome.code(), outcome.err());
      assertEquals(42, outcome.json().get("points").intValue());
      assertTrue(
          outcome
              .err()
              .contains(
                  "not all setpoints can be checked in advance; the others are checked one by one"
                      + " during the run: the bench has no simulated copy: bench file:"
                      + " instruments.voltmeter_1.triggered_by"),
          outcome.err());
    }
  }

  /**
   * A version that did not judge beforehand measured up to the limit; that its run is replayed as
   * it was, is tried with a limit that the bench file of the recording did not have.
   */
  @Test
  void aReplayMeasuresAsFarAsItsRecordingDid() throws IOException {
    String transcript = folder.resolve("transcript.txt").toString();
    Path bench = folder.resolve("bench.toml");
    Files.writeString(bench, DefaultBench.text());
    Outcome recorded = measure(plan(PLAN), bench.toString(), "--record", transcript);
    assertEquals(0, recorded.code(), recorded.err());
    Path whole = files(".csv").get(0);
    Files.writeString(
        bench, DefaultBench.text().replace("min = -10.0, max = 10.0", "min = -1.0, max = 1.0"));
    Outcome refused = measure(plan(PLAN), bench.toString());
    assertTrue(refused.err().contains("nothing was set"), refused.err());
    Outcome replayed = measure(plan(PLAN), bench.toString(), "--replay", transcript);
    assertEquals(1, replayed.code());
    assertTrue(
        replayed.err().contains("field channel 1 voltage: 2.0 V is outside"), replayed.err());
    List<Path> others = files(".csv").stream().filter(file -> !file.equals(whole)).toList();
    assertEquals(1, others.size());
    assertEquals(Files.readAllLines(whole).subList(0, 22), Files.readAllLines(others.get(0)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spin-diode --synapse synapse_2",
        "oscillator --neuron neuron_2",
        "iv --current bias_1.current --voltage voltmeter_1.voltage --to 1e-3",
        "noise --reading voltmeter_1.voltage --samples 50",
        "s21 --source rf_1 --from 1e8 --to 2e8"
      })
  void aPrintedPlanOfARecipeMeasuresTheSame(String recipe) throws IOException {
    List<String> line = new ArrayList<>(List.of("measure"));
    for (String word : recipe.split(" ")) {
      line.add(word.matches("(synapse|neuron)_\\d") ? word.replace('_', ' ') : word);
    }
    line.add("--print-plan");
    Outcome printed = Outcome.of(line.toArray(String[]::new));
    assertEquals(0, printed.code(), printed.err());
    Plan plan = Plan.parse(printed.out(), "printed");
    assertEquals(recipe.split(" ")[0], plan.recipe());
    Outcome rehearsed = measure(plan(printed.out()), "--dry-run");
    assertEquals(0, rehearsed.code(), rehearsed.out());
  }

  @Test
  void aRecipeSaysWhatItFound() {
    Outcome outcome =
        Outcome.of("measure", "noise", "--samples", "200", "--runs", folder.toString());
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(
        outcome.out().matches("(?s).*\n  standard deviation: 1[0-9.]+ ± [0-9.]+ nV\n.*"),
        outcome.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          measure                          | give a PLAN.toml, or one of the recipes
          measure iv --to 1e-3             | --current SETTING, --voltage READING are missing
          measure noise --samples many     | 'many' is not a whole number
          measure --chip-seed=4 noise      | --chip-seed=4 noise: put options and the bench file after the name of the recipe: measure noise ...
          measure my.toml noise            | my.toml noise: put options and the bench file after the name
          """)
  void aMistakeIsOneLineAndAHint(String line, String message) {
    Outcome outcome = Outcome.of(line.split(" +"));
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains(message), outcome.err());
  }

  @Test
  void aMistakeInAPlanIsNamed() throws IOException {
    Outcome outcome = measure(plan(PLAN.replace("points = 21", "pionts = 21")));
    assertEquals(1, outcome.code());
    assertTrue(
        outcome
            .err()
            .endsWith(
                "plan.toml, line 15: sweep.\"number 2\".pionts: unknown key; did you mean"
                    + " \"points\"?\n"),
        outcome.err());
    assertFalse(Files.exists(folder.resolve("runs")));
  }

  @Test
  void durationsAreReadable() {
    assertEquals("0.42 s", Durations.text(0.42));
    assertEquals("12.3 s", Durations.text(12.34));
    assertEquals("4 min 05 s", Durations.text(245));
    assertEquals("3 h 25 min", Durations.text(12_300));
  }
}
