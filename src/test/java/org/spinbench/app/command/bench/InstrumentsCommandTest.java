package org.spinbench.app.command.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.app.check.Checkup;
import org.spinbench.app.check.RoundTrip;
import org.spinbench.app.command.Outcome;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.scpi.Identity;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.simulator.bench.SimulatedBench;

/** The commands that talk to single instruments. */
class InstrumentsCommandTest {
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "bench");

  private static final String HELP = "Type a query (*IDN?) or a command (:SOUR:POW -20).";

  private final SimulatedBench simulated = new SimulatedBench(FILE, 1);

  @Test
  void everyInstrumentIsIdentifiedAndGivesBackWhatItIsSent() throws IOException {
    Outcome outcome = Outcome.of("instruments", "--json");
    assertEquals(0, outcome.code(), outcome.err());
    JsonNode json = outcome.json();
    assertTrue(json.get("passed").booleanValue());
    List<String> names = new ArrayList<>();
    json.get("instruments").forEach(one -> names.add(one.get("name").textValue()));
    assertEquals(List.copyOf(FILE.instruments().keySet()), names);
    JsonNode rf = json.get("instruments").get(0);
    assertEquals("SGS100A", rf.get("identifiedModel").textValue());
    assertEquals("SGS-B112,SGS-K22", rf.get("options").textValue());
    assertEquals("-30", rf.get("state").get("power").textValue());
    assertTrue(rf.get("valuesTried").intValue() >= 9);
    assertEquals(0, rf.get("losses").size());
  }

  @Test
  void peopleGetTheSame() {
    Outcome outcome = Outcome.of("instruments", "--state");
    assertTrue(outcome.out().contains("rf_1           SGS100A   INPROC::rf_1::INSTR"));
    assertTrue(
        outcome
            .out()
            .contains("\n    Rohde&Schwarz SGS100A, serial 1416.0505K02/201337, firmware "));
    assertTrue(outcome.out().contains(" settings set and read back: all the same"), outcome.out());
    assertTrue(outcome.out().contains("    power = -30\n"), outcome.out());
    assertTrue(outcome.out().contains("168 settings set and read back: all the same"));
    assertFalse(outcome.out().contains("took no change"), outcome.out());
  }

  @Test
  void modelsAreListedWithoutABench() throws IOException {
    Outcome outcome = Outcome.of("instruments", "--models");
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().startsWith("model     role"), outcome.out());
    assertTrue(
        outcome.out().replaceAll(" +", " ").contains("\nQDAC-II bias source, V, lists 24 7"),
        outcome.out());
    JsonNode json = Outcome.of("instruments", "--models", "--json").json();
    JsonNode models = json.get("models");
    assertEquals("SGS100A", models.get(0).get("model").textValue());
    assertEquals(9, models.get(0).get("settings").intValue());
  }

  @Test
  void theCommandsOfAModelAreListed() throws IOException {
    Outcome outcome = Outcome.of("instruments", "--models", "--commands", "2450");
    assertEquals(0, outcome.code(), outcome.err());
    String text = outcome.out().replace(System.lineSeparator(), "\n");
    assertTrue(text.contains("\nboth   stored  SYSTem:GPIB:ADDRess  int 0..30  (18)\n"), text);
    assertTrue(
        text.contains("\nboth   works   [:SENSe#]:COUNt  int 1..300000\n"), "one of its own code");
    assertTrue(
        text.contains("\n  SCRipt:RUN: the TSP language of this model is not simulated\n"), text);
    assertTrue(text.contains("\nsource: Keithley, Model 2450"), text);
    JsonNode json = Outcome.of("instruments", "--models", "--commands", "2450", "--json").json();
    assertEquals("2450", json.get("model").textValue());
    assertTrue(json.get("commands").size() > 200, "all commands");
  }

  @Test
  void aModelThatDoesNotExistIsNamed() {
    Outcome wrong = Outcome.of("instruments", "--models", "--commands", "2451");
    assertEquals(2, wrong.code());
    assertTrue(
        wrong.err().contains("--commands knows no model 2451; the models are SGS100A,"),
        wrong.err());
    Outcome alone = Outcome.of("instruments", "--commands", "2450");
    assertTrue(alone.err().contains("--commands 2450 needs --models as well"), alone.err());
  }

  @Test
  void whatComesBackRoundedIsListedAndWhatComesBackDifferentFails() {
    RoundTrip.Loss rounded = new RoundTrip.Loss("current", 1.23456789e-3, 1.2346e-3);
    RoundTrip.Loss wrong = new RoundTrip.Loss("frequency", 2.5e8, 2.4e8);
    List<String> refused = Collections.nCopies(7, "x takes no change");
    RoundTrip.Result test =
        new RoundTrip.Result(2, 8, List.of(rounded, wrong), refused, List.of(), "");
    assertEquals(List.of(wrong), test.failures());
    Identity identity = new Identity("maker", "model", "serial", "firmware");
    Checkup checkup =
        new Checkup(
            "rf", "MODEL", "INPROC::rf::INSTR", identity, "", List.of(), Map.of(), test, List.of());
    assertTrue(!checkup.passed());
    String text = new CheckupReport(List.of(checkup)).text(false);
    assertTrue(
        text.contains("- current: sent 0.00123456789, came back 0.0012346 (2.6e-05 of it)"), text);
    assertTrue(text.contains("! frequency: sent 2.5E8, came back 2.4E8 (4.0e-02 of it)"), text);
    assertTrue(text.contains("8 values of 2 settings set and read back: 2 with a loss"), text);
    assertTrue(text.contains("no options"), text);
    assertTrue(text.contains("- ... and 2 more settings took no change"), text);
  }

  @Test
  void aSettingThatIsNotRestoredFailsTheCheck() {
    RoundTrip.Result test =
        new RoundTrip.Result(1, 3, List.of(), List.of(), List.of("x is not as it was found"), "");
    Identity identity = new Identity("maker", "model", "serial", "firmware");
    Checkup checkup =
        new Checkup(
            "rf", "MODEL", "INPROC::rf", identity, "", List.of(), Map.of(), test, List.of());
    assertFalse(checkup.passed());
    String text = new CheckupReport(List.of(checkup)).text(false);
    assertTrue(text.contains("    ! x is not as it was found\n"), text);
    assertTrue(text.contains("    maker model, serial serial, firmware firmware\n"), text);
  }

  /** An N5183B begins at 20 GHz, and the station would not let it back there. */
  @Test
  void whatStandsOutsideALimitIsLeftThere() {
    BenchFile file = BenchFile.parse(DefaultBench.text("characterisation"), "file");
    SimulatedBench other = new SimulatedBench(file, 1);
    try (Bench bench = Bench.open(file, other, other.clock())) {
      RfSource source = (RfSource) bench.instruments().get("rf_2");
      RoundTrip.Result result = RoundTrip.of(source);
      assertEquals(20e9, source.frequency().get());
      assertEquals(List.of(), result.changed());
      assertTrue(
          result.refused().stream().anyMatch(one -> one.startsWith("rf_2 frequency: 2.0E10 Hz")),
          result.refused().toString());
    }
  }

  @Test
  void theStateIsAsBeforeAndNothingIsEverOn() {
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      Map<String, Map<String, String>> before = bench.snapshot();
      for (Checkup checkup : Checkup.of(bench)) {
        assertEquals(List.of(), simulated.energised(), checkup.name());
      }
      bench.snapshot().forEach((name, now) -> assertEquals(before.get(name), now, name));
    }
  }

  @Test
  void aSourceThatIsOnIsLeftAlone() {
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      RfSource source = (RfSource) bench.instruments().get("rf_1");
      source.power().set(-20);
      source.output().set(true);
      long before = bench.messagesSent();
      RoundTrip.Result result = RoundTrip.of(source);
      assertEquals(0, result.values());
      assertEquals("its output is on; nothing was changed", result.skipped());
      assertEquals(1, bench.messagesSent() - before, "it was only asked");
      assertEquals(-20, source.power().get());
    }
  }

  @Test
  void anErrorThatWaitsInAQueueIsFound() {
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      bench.instruments().get("analyzer").session().send(":NONSENSE 1");
      Checkup analyzer =
          Checkup.of(bench).stream()
              .filter(checkup -> checkup.name().equals("analyzer"))
              .findFirst()
              .orElseThrow();
      assertEquals(1, analyzer.errors().size());
      assertTrue(analyzer.errors().get(0).startsWith("-113,"), analyzer.errors().get(0));
      assertTrue(!analyzer.passed());
      assertEquals(List.of(), analyzer.errorsAfter());
    }
  }

  @Test
  void aConsoleReadsStandardInput() {
    Outcome outcome = type("*IDN?\n\n# a remark\n:SOUR:POW 30\nsettings\nhelp\nquit\n*IDN?\n");
    assertEquals(0, outcome.code(), outcome.err());
    List<String> lines = outcome.out().lines().toList();
    assertTrue(lines.get(0).startsWith("Rohde&Schwarz,SGS100A"), lines.get(0));
    assertTrue(lines.get(1).startsWith("refused: rf_1 power: 30.0 dBm"), lines.get(1));
    assertTrue(lines.get(2).startsWith(":SOUR:FREQ"), lines.get(2));
    assertTrue(lines.contains(HELP), outcome.out());
    assertTrue(lines.get(lines.size() - 1).contains("quit"), "nothing after quit");
  }

  @Test
  void theEndOfInputEndsTheConsole() {
    assertEquals(0, type("*ESE?").code());
  }

  private static Outcome type(String text) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    try {
      return Outcome.of("console", "rf_1");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void aMissingInstrumentIsNamed() {
    Outcome outcome = Outcome.of("console", "rf_7");
    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("nothing on this bench is called \"rf_7\"; there are rf_1,"));
    Outcome channel = Outcome.of("console", "field:3");
    assertEquals(1, channel.code());
    assertTrue(
        channel.err().contains("open that of field, whose commands name the channel"),
        channel.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"instruments", "console", "measure"})
  void everyCommandHasHelp(String command) {
    Outcome outcome = Outcome.of(command, "--help");
    assertEquals(0, outcome.code());
    assertTrue(outcome.out().startsWith("Usage: spinbench " + command), outcome.out());
  }
}
