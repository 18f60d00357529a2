package org.spinbench.simulator.instrument.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.bench.file.DriverFiles;
import org.spinbench.simulator.bench.Connections;
import org.spinbench.simulator.bench.SimulatedModel;
import org.spinbench.simulator.circuit.DcLevel;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.TerminalLoad;
import org.spinbench.simulator.instrument.Tone;

/** What the twin of a driver table answers and puts out, message by message. */
@Tag("any-jdk")
class TableTwinTest {
  private static final Path EXAMPLES = Path.of("..", "docs", "examples", "drivers");
  private static final String RANGE_ERROR = "-222,\"Data out of range";

  private final Laboratory laboratory = new Laboratory();
  private double applied;
  private TerminalLoad load = Laboratory.load(50);

  private SimulatedInstrument twin(String model, String... replacements) {
    String toml;
    try {
      toml = Files.readString(EXAMPLES.resolve(model + ".toml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int k = 0; k < replacements.length; k += 2) {
      assertTrue(toml.contains(replacements[k]), replacements[k]);
      toml = toml.replace(replacements[k], replacements[k + 1]);
    }
    Connections joined =
        new Connections(
            input -> (from, to) -> applied,
            Connections.NONE.spectrum(),
            (from, to) -> applied,
            output -> nanos -> load.at(nanos));
    return SimulatedModel.of(DriverFiles.parse(toml, model).get(model))
        .make(laboratory.surroundings(false), joined);
  }

  private void refuses(SimulatedInstrument twin, String message, String error) {
    laboratory.send(twin, message);
    String said = laboratory.ask(twin, "SYST:ERR?");
    assertTrue(said.startsWith(error), message + ": " + said);
    assertEquals("0,\"No error\"", laboratory.ask(twin, "SYST:ERR?"));
  }

  private static DcLevel level(SimulatedInstrument twin, Laboratory laboratory) {
    return twin.dcOutputs().get(0).level(laboratory.nanos());
  }

  @ParameterizedTest
  @CsvSource({
    "FREQ 1e9, FREQ?, 1000000000",
    "SOUR:FREQ:CW 1 GHZ, :SOURCE:FREQUENCY?, 1000000000",
    "freq 1.5E9, FREQ?, 1500000000",
    "FREQ MAX, FREQ?, 20000000000",
    "FREQ 1E9, FREQ? MIN, 250000",
    "POW -20.126, POW?, -20.13",
    "OUTP:MOD:STAT ON, OUTP:MOD?, 1",
    "OUTP ON;:OUTP OFF, OUTP?, 0"
  })
  void settingsAreStoredInEveryFormOfTheirCommand(String message, String question, String answer) {
    SimulatedInstrument twin = twin("E8267D");
    laboratory.send(twin, message);
    assertEquals(answer, laboratory.ask(twin, question));
    assertEquals(List.of(), twin.queuedErrors());
  }

  @ParameterizedTest
  @CsvSource({
    "FREQ 21E9, -222",
    "FREQ 1, -222",
    "FREQ 1 V, -131",
    "FREQ, -109",
    "'FREQ 1E9,2', -108",
    "POW 10.1, -222",
    "OUTP MAYBE, -141",
    "FREQ:STEP 1, -113",
    "OUTP:MODU 1, -113"
  })
  void whatTheTableDoesNotSayIsRefused(String message, String error) {
    SimulatedInstrument twin = twin("E8267D");
    String before = laboratory.ask(twin, "FREQ?;POW?;OUTP?");
    refuses(twin, message, error);
    assertEquals(before, laboratory.ask(twin, "FREQ?;POW?;OUTP?"));
  }

  @Test
  void itNamesItselfAndHasTheStandardsStatus() {
    SimulatedInstrument twin = twin("6220");
    assertEquals("MODEL 6220", laboratory.ask(twin, "*IDN?").split(",")[1]);
    assertEquals("0", laboratory.ask(twin, "STAT:OPER:COND?"));
    laboratory.send(twin, "*CLS;NONE:SUCH 1");
    assertEquals("32", laboratory.ask(twin, "*ESR?"));
  }

  @Test
  void anotherErrorQueryReadsTheSameQueue() {
    SimulatedInstrument twin = twin("E8267D", "role =", "errors = \":FAULT:NEXT?\"\nrole =");
    laboratory.send(twin, "FREQ 1");
    assertTrue(laboratory.ask(twin, ":FAULT:NEXT?").startsWith(RANGE_ERROR));
    assertEquals("0,\"No error\"", laboratory.ask(twin, ":FAULT:NEXT?"));
  }

  @Test
  void anRfSourceGivesItsToneWhenItHasSettled() {
    SimulatedInstrument twin = twin("E8267D");
    laboratory.send(twin, "FREQ 2E9;POW 0;OUTP ON");
    long on = laboratory.nanos();
    Tone early = twin.rfOutputs().get(0).tone(on + 1_000_000);
    assertTrue(early.power() < 0.9e-3, "after 1 of 20 ms: " + early.power());
    Tone settled = twin.rfOutputs().get(0).tone(on + 200_000_000);
    assertEquals(1e-3, settled.power(), 1e-9);
    assertEquals(2e9, settled.frequency(), 1);
    assertTrue(twin.energised());
    laboratory.send(twin, "*RST");
    assertFalse(twin.energised());
    assertEquals("-130", laboratory.ask(twin, "POW?"));
    assertTrue(laboratory.changes() > 3, "the bench hears of every change");
  }

  @Test
  void theLevelOfASourceKeepsToItsRange() {
    SimulatedInstrument twin = twin("6220");
    laboratory.send(twin, "SOUR:CURR:RANG 2E-3;:SOUR:CURR 2.1E-3");
    assertEquals("0.0021", laboratory.ask(twin, "SOUR:CURR?"));
    refuses(twin, "SOUR:CURR 2.11E-3", RANGE_ERROR);
    refuses(twin, "SOUR:CURR -2.11E-3", RANGE_ERROR);
    laboratory.send(twin, "SOUR:CURR 1.23456E-3");
    assertEquals(1.2346e-3, laboratory.number(twin, "SOUR:CURR?"), 1e-12, "steps of 0.2 uA");
    laboratory.send(twin, "SOUR:CURR:RANG 1.5E-4");
    assertEquals("0.0002", laboratory.ask(twin, "SOUR:CURR:RANG?"), "the next larger range");
    assertEquals("0", laboratory.ask(twin, "SOUR:CURR?"), "a level that does not fit is zero");
  }

  @Test
  void aCurrentSourceDrivesItsLoadUpToItsCompliance() {
    SimulatedInstrument twin = twin("6220");
    assertEquals(DcLevel.OFF, level(twin, laboratory));
    laboratory.send(twin, "SOUR:CURR:COMP 0.5;:SOUR:CURR 5E-3");
    assertFalse(twin.energised());
    laboratory.send(twin, "OUTP ON");
    assertTrue(twin.energised());
    assertEquals(DcLevel.amperes(5e-3, 0.5), level(twin, laboratory));
    assertEquals("0", laboratory.ask(twin, ":STAT:MEAS:COND?"), "0.25 V");
    load = Laboratory.load(200);
    assertEquals("8", laboratory.ask(twin, ":STAT:MEAS:COND?"), "1 V would be needed");
    laboratory.send(twin, "OUTP OFF");
    assertFalse(twin.energised());
  }

  @Test
  void aVoltageSourceWithoutASwitchIsOnFromTheBeginning() {
    SimulatedInstrument twin =
        twin(
            "E3633A",
            "role =",
            "always_on = true\nrole =",
            "output        = { command = \":OUTPut[:STATe]\" }",
            "");
    assertFalse(twin.energised(), "at zero");
    laboratory.send(twin, "VOLT 1.5;CURR 0.1");
    assertTrue(twin.energised());
    laboratory.elapse(1);
    assertEquals(1.5, level(twin, laboratory).value(), 1e-9);
    assertEquals(0.1, level(twin, laboratory).limit());
    refuses(twin, "VOLT -0.1", RANGE_ERROR);
  }

  @Test
  void aLevelApproachesItsValueInTheSettlingTime() {
    SimulatedInstrument twin = twin("E3633A");
    laboratory.send(twin, "VOLT 5;OUTP ON");
    double early = level(twin, laboratory).value();
    laboratory.elapse(0.09);
    assertEquals(5, level(twin, laboratory).value(), 5.1e-3, "0.1 % after 90 ms");
    assertTrue(early < 0.1, "begins at zero: " + early);
    assertEquals("1", laboratory.ask(twin, "*OPC?"));
  }

  @ParameterizedTest
  @CsvSource({
    "E36312A, 'VOLT 1.5,(@1)', 'VOLT? (@1)', 1.5",
    "E36312A, 'OUTP ON,(@1)', 'OUTP? (@1)', 1",
    "DP832, 'OUTP CH1,ON', 'OUTP? CH1', 1",
    "DP832, 'SOUR1:VOLT 1.5', ':SOURCE1:VOLT?', 1.5"
  })
  void aChannelIsPartOfACommand(String model, String message, String question, String answer) {
    SimulatedInstrument twin = twin(model);
    laboratory.send(twin, message);
    assertEquals(List.of(), twin.queuedErrors());
    assertEquals(answer, laboratory.ask(twin, question));
  }

  @ParameterizedTest
  @CsvSource({
    "E36312A, 'VOLT 1.5,(@2)', -114",
    "E36312A, 'VOLT 1.5', -109",
    "E36312A, 'VOLT 9,(@1)', -222",
    "DP832, 'OUTP CH2,ON', -114",
    "DP832, 'OUTP ON', -109",
    "DP832, 'SOUR2:VOLT 1', -113"
  })
  void anotherChannelIsRefused(String model, String message, String error) {
    SimulatedInstrument twin = twin(model);
    refuses(twin, message, error);
    assertFalse(twin.energised());
  }

  @Test
  void aVoltmeterIntegratesWhenItIsStarted() {
    SimulatedInstrument meter = twin("34401A");
    refuses(meter, "FETC?", "-230");
    laboratory.send(meter, "VOLT:RANG 1;NPLC 10");
    applied = 0.25;
    laboratory.send(meter, "INIT");
    long start = laboratory.nanos();
    assertEquals(0.25, laboratory.number(meter, "FETC?"), 1e-9);
    assertEquals(200_000_000, laboratory.nanos() - start, "10 periods of 50 Hz");
    assertEquals(0.25, laboratory.number(meter, "FETC?"), 1e-9, "the same again");
    assertEquals(200_000_000, laboratory.nanos() - start, "without another conversion");
    applied = 1.3;
    laboratory.send(meter, "INIT");
    assertEquals(9.9e37, laboratory.number(meter, "FETC?"), "more than 120 % of the range");
    meter.endpoint().clear();
    refuses(meter, "FETC?", "-230");
  }

  @Test
  void aPowerMeterTakesItsAveragesAndItsZero() {
    SimulatedInstrument meter = twin("N1911A");
    applied = 2e-6;
    laboratory.send(meter, "AVER:COUN 8;:INIT");
    long start = laboratory.nanos();
    assertEquals(2e-6, laboratory.number(meter, ":FETC?"), 1e-14);
    assertEquals(400_000_000, laboratory.nanos() - start, "8 of 50 ms");
    laboratory.send(meter, ":CAL:ZERO:AUTO ONCE");
    assertEquals("1", laboratory.ask(meter, "*OPC?"));
    assertEquals(10_400_000_000L, laboratory.nanos() - start);
    assertEquals("W", laboratory.ask(meter, "UNIT:POW?"));
    laboratory.send(meter, "UNIT:POW DBM");
    assertEquals("DBM", laboratory.ask(meter, "UNIT:POW?"));
    refuses(meter, "UNIT:POW VOLT", "-141");
  }
}
