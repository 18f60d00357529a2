package org.spinbench.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.simulator.bench.SimulatedBench;

/** What is typed to the instruments of a simulated bench, and what reaches them. */
class ConsoleTest {
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "bench");

  private final SimulatedBench simulated = new SimulatedBench(FILE, 1);
  private final List<String> sent = new ArrayList<>();
  private Bench bench;

  @BeforeEach
  void open() {
    bench = Bench.open(FILE, this::listened, simulated.clock());
    sent.clear();
  }

  @AfterEach
  void close() {
    bench.close();
    assertTrue(simulated.atRest());
  }

  private Transport listened(ResourceName name) {
    Transport inner = simulated.open(name);
    return new Transport() {
      @Override
      public Duration write(byte[] message, Duration timeout) {
        sent.add(new String(message, StandardCharsets.ISO_8859_1));
        return inner.write(message, timeout);
      }

      @Override
      public byte[] read(Duration timeout) {
        return inner.read(timeout);
      }

      @Override
      public boolean clear() {
        return inner.clear();
      }

      @Override
      public boolean tellsAnswersApart() {
        return inner.tellsAnswersApart();
      }

      @Override
      public void close() {
        inner.close();
      }
    };
  }

  private List<String> type(String instrument, String line) {
    return new Console(bench.instruments().get(instrument), false, false).execute(line);
  }

  private List<String> typeAsExpert(String instrument, String line) {
    return new Console(bench.instruments().get(instrument), true, false).execute(line);
  }

  @Test
  void aQueryIsAnswered() {
    assertEquals(
        List.of("Rohde&Schwarz,SGS100A,1416.0505K02/201337,4.10.054.30"), type("rf_1", "*IDN?"));
    assertEquals(List.of("-30"), type("rf_1", "SOURce:POWer?"));
  }

  @Test
  void aWrongQueryShowsTheErrorQueue() {
    List<String> printed = type("rf_1", "FOO?");
    assertTrue(
        printed.get(0).startsWith("failed: rf_1 gave no answer to \"FOO?\""), printed.get(0));
    assertEquals("error -113,\"Undefined header;FOO?\"", printed.get(1));
    assertEquals(List.of("0,\"No error\""), type("rf_1", ":SYST:ERR?"), "it is empty again");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":SOUR:POW -12.5",
        "SOURCE:POWER -12.5",
        "source:power -12.5 dBm",
        ":sour1:pow -1.25E1",
        ":SOUR:FREQ 250e6;POW -12.5"
      })
  void aCommandThatTheDriverKnowsIsASetting(String line) {
    List<String> printed = type("rf_1", line);
    assertEquals("rf_1 power = -12.5 dBm", printed.get(printed.size() - 1));
    assertEquals(List.of("-12.5"), type("rf_1", ":SOUR:POW?"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rf_1     | :SOUR:POW 6           | rf_1 power: 6.0 dBm is above 5.0 dBm, the station's limit
          rf_1     | :SOUR:POW 30          | outside -120.0 to 25.0 dBm, what the instrument can do
          rf_1     | :SOUR:POW MAX         | "MAX" is not a number that can be checked; give one in dBm
          rf_1     | :SOUR:POW 1 W         | "1 W" is not a number that can be checked; give one in dBm
          rf_1     | :SOUR:POW             | "" is not a number that can be checked
          rf_1     | :OUTP:STAT MAYBE      | give ON or OFF, not MAYBE
          rf_1     | :SOUR:POW2 1          | declares no such setting, so no limit can check it
          rf_1     | :SOUR:PHAS 3          | declares no such setting, so no limit can check it
          rf_1     | *RST                  | declares no such setting, so no limit can check it
          rf_1     | *RCL 1                | declares no such setting, so no limit can check it
          rf_1     | *TST?                 | may make rf_1 put something out
          rf_1     | :CAL:ALL?             | may make rf_1 put something out
          bias_1   | :SOUR:LEV 9.5e-3      | bias_1 current: 0.0095 A is outside
          bias_1   | :SOUR:FUNC OHMS       | bias_1 function: OHMS is not one of CURR, VOLT
          field    | :SOUR3:VOLT 10.5      | outside -10.0 to 10.0 V
          field    | SOUR:VOLT 1,(@3)      | "1,(@3)" is not a number that can be checked
          rf_1     | :SOUR:POW 'x          | a text in quotes has no end
          rf_1     | :SOUR:POW 1;          | has no header
          """)
  void whatNoLimitAllowsIsRefusedAndNotSent(String instrument, String line, String message) {
    List<String> printed = type(instrument, line);
    String last = printed.get(printed.size() - 1);
    assertTrue(last.startsWith("refused: "), last);
    assertTrue(last.contains(message), last);
    assertTrue(
        sent.stream().allMatch(text -> text.contains("?") && !text.contains("TST")),
        "was sent: " + sent);
    assertTrue(simulated.atRest());
  }

  @Test
  void whatTheChipDoesNotSurviveIsRefused() {
    assertEquals(List.of("rf_1 power = 4.5 dBm"), type("rf_1", ":SOUR:POW 4.5"));
    assertEquals(List.of("rf_1 output = ON"), type("rf_1", ":OUTP:STAT ON"));
    assertEquals(List.of("rf_2 power = 4.5 dBm"), type("rf_2", ":SOUR:POW 4.5"));
    List<String> printed = type("rf_2", ":OUTP:STAT ON");
    assertTrue(printed.get(0).contains("the chip's limit is"), printed.get(0));
    assertEquals(List.of("rf_1"), simulated.energised());
  }

  @Test
  void aLevelIsRamped() {
    type("bias_1", ":SOUR:RANG 10e-3");
    type("bias_1", ":OUTP ON");
    sent.clear();
    assertEquals(List.of("bias_1 current = 0.004 A"), type("bias_1", ":SOUR:LEV 4e-3"));
    long steps = sent.stream().filter(text -> text.startsWith(":SOUR:LEV ")).count();
    assertEquals(9, steps, "steps of a twentieth of 9 mA: " + sent);
  }

  @Test
  void theLevelOfAChannelIsRampedToo() {
    assertEquals(List.of("field channel 3 voltage = 5 V"), type("field", ":SOUR3:VOLT 5"));
    assertTrue(sent.stream().filter(text -> text.startsWith(":SOUR3:VOLT ")).count() >= 10);
  }

  @Test
  void anOutputIsNotSwitchedOnWithALevel() {
    type("bias_1", ":SOUR:LEV 1e-3");
    List<String> printed = type("bias_1", ":OUTP ON");
    assertTrue(printed.get(0).contains("switching it on would be a step"), printed.get(0));
    type("bias_1", ":SOUR:LEV 0");
    assertEquals(List.of("bias_1 output = ON"), type("bias_1", ":OUTP ON"));
  }

  @Test
  void harmlessCommonCommandsAreSent() {
    assertEquals(List.of(), type("rf_1", "*CLS;*ESE 60"));
    assertEquals(List.of("60"), type("rf_1", "*ESE?"));
  }

  @Test
  void anExpertMaySendWhatNobodyJudges() {
    assertEquals(List.of(), typeAsExpert("rf_1", ":SOUR:FREQ 300e6;*WAI").subList(1, 1));
    assertEquals(List.of(), typeAsExpert("bias_1", "*RST"));
    List<String> printed = typeAsExpert("rf_1", ":SOUR:PAHS 3");
    assertEquals(1, printed.size());
    assertTrue(printed.get(0).startsWith("error -113,"), printed.get(0));
    printed = typeAsExpert("rf_1", ":SOUR:POW 6");
    assertTrue(printed.get(0).contains("the station's limit"), "limits hold for experts as well");
  }

  @Test
  void whatMayCallAFunctionIsNotPrinted() {
    List<String> printed = type("bias_1", "print(smua.measure.i())");
    assertTrue(printed.get(0).contains("may have side effects"), printed.get(0));
  }

  @Test
  void settingsAreListedWithTheirRanges() {
    List<String> lines = new Console(bench.instruments().get("rf_1"), false, false).settings();
    assertTrue(
        lines.stream().anyMatch(line -> line.matches(":SOUR:POW +power +-120 to 5 dBm")),
        lines.toString());
  }

  @Test
  void channelsThatAreAlikeAreListedOnce() {
    Instrument field = bench.instruments().get("field");
    List<String> lines = new Console(field, false, false).settings();
    assertEquals(8, lines.size(), lines.toString());
    assertTrue(lines.get(0).matches(":SOUR1:VOLT +channel 1 voltage +-10 to 10 V"), lines.get(0));
    assertTrue(lines.get(7).startsWith("channels 2 to 24 have the same"), lines.get(7));
    field.settings().limit("channel 3 voltage", -1, 1);
    lines = new Console(field, false, false).settings();
    assertEquals(9, lines.size(), lines.toString());
    assertTrue(
        lines.stream().anyMatch(l -> l.matches(":SOUR3:VOLT +channel 3 voltage +-1 to 1 V")),
        lines.toString());
  }
}
