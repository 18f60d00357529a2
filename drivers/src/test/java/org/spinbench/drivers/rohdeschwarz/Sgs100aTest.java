package org.spinbench.drivers.rohdeschwarz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NotAtRestException;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.standin.Script;

final class Sgs100aTest {
  private final Script script = new Script();
  private final Sgs100a source = Sgs100a.on(script.session());

  @Test
  void makingADriverSendsNothing() {
    script.done();
    assertEquals("it", source.name());
    assertEquals(Unit.DBM, source.power().unit());
  }

  @Test
  void settingsAreSentToTheResolutionOfTheInstrument() {
    script
        .command(":SOUR:FREQ 250000000.001")
        .command(":SOUR:POW -7.96")
        .command(":OUTP:STAT 1")
        .command(":OUTP:STAT 0");
    source.frequency().set(250e6 + 0.0011);
    source.power().set(-7.958800173440752);
    source.output().set(true);
    source.output().set(false);
    script.done();
  }

  @Test
  void inspectAsksAndChangesNothing() {
    found("0", "1", "0");
    source.inspect();
    script.done();
    assertEquals(-14, source.power().current());
  }

  private void found(String output, String pulseModulation, String offset) {
    script
        .query("*OPT?", "SGS-B112,SGS-K22")
        .query(":SOUR:FREQ?", "2520000000")
        .query(":SOUR:POW?", "-14")
        .query(":OUTP:STAT?", output)
        .query(":SOUR:PULM:STAT?", pulseModulation);
    if (output.equals("0") || pulseModulation.equals("0")) {
      script.query(":IQ:STAT?", "0").query(":SOUR:POW:OFFS?", offset);
    }
  }

  @Test
  void aLevelOffsetIsRefused() {
    found("0", "0", "10");
    SettingException e = assertThrows(SettingException.class, source::inspect);
    assertTrue(e.getMessage().startsWith("it level_offset is 10.0 and not 0.0"), e.getMessage());
    script.done();
  }

  @Test
  void aLowerFrequencyOptionNarrowsTheRange() {
    found("0", "0", "0");
    source.inspect();
    assertEquals(12.75e9, source.frequency().maximum());
    script.query("*OPT?", "SGS-B106").query(":SOUR:FREQ?", "1E9").query(":SOUR:POW?", "-30");
    script.query(":OUTP:STAT?", "0").query(":SOUR:PULM:STAT?", "0").query(":IQ:STAT?", "0");
    script.query(":SOUR:POW:OFFS?", "0");
    source.inspect();
    assertEquals(6e9, source.frequency().maximum());
    script.done();
  }

  @Test
  void aLiveModulatedOutputIsNoTone() {
    found("1", "1", "0");
    SettingException e = assertThrows(SettingException.class, source::inspect);
    assertTrue(e.getMessage().contains("pulse_modulation is on and so is the output"));
    script.done();
  }

  @Test
  void prepareSwitchesOffTheModulationThatIsOn() {
    found("0", "1", "0");
    source.inspect();
    script.command(":SOUR:PULM:STAT 0");
    source.prepare();
    source.prepare();
    script.done();
  }

  @Test
  void preparedForPulsesItsPulseInputSwitchesTheTone() {
    found("0", "0", "0");
    source.inspect();
    script
        .command(":CONN:TRIG:OMOD PEMS")
        .command(":SOUR:PULM:SOUR EXT")
        .command(":SOUR:PULM:POL NORM")
        .command(":SOUR:PULM:STAT 1");
    source.preparePulsed();
    source.preparePulsed();
    script.done();
  }

  @Test
  void withoutOptionK22ThereIsNoPulseInput() {
    script.query("*OPT?", "SGS-B112").query(":SOUR:FREQ?", "1E9").query(":SOUR:POW?", "-30");
    script.query(":OUTP:STAT?", "0").query(":SOUR:PULM:STAT?", "0").query(":IQ:STAT?", "0");
    script.query(":SOUR:POW:OFFS?", "0");
    source.inspect();
    SettingException e = assertThrows(SettingException.class, source::preparePulsed);
    assertTrue(e.getMessage().contains("option K22"), e.getMessage());
    script.done();
  }

  @Test
  void theEndsOfTheRangesAreTheLastValuesTaken() {
    script
        .command(":SOUR:FREQ 1000000")
        .command(":SOUR:FREQ 12750000000")
        .command(":SOUR:POW -120")
        .command(":SOUR:POW 25");
    source.frequency().set(1e6);
    source.frequency().set(12.75e9);
    source.power().set(-120);
    source.power().set(25);
    assertThrows(LimitException.class, () -> source.frequency().set(0.999999e6));
    assertThrows(LimitException.class, () -> source.frequency().set(12.750001e9));
    assertThrows(LimitException.class, () -> source.power().set(-120.01));
    assertThrows(LimitException.class, () -> source.power().set(25.01));
    script.done();
  }

  @Test
  void safeLowersTheLevelSwitchesOffAndAsksForBoth() {
    script
        .command(":SOUR:POW -120")
        .command(":OUTP:STAT 0")
        .query(":OUTP:STAT?", "0")
        .query(":SOUR:POW?", "-120");
    source.safe();
    script.done();
  }

  @Test
  void safeUsesTheLowestLevelThatTheStationAllows() {
    source.settings().limit("power", -60, 5);
    script
        .command(":SOUR:POW -60")
        .command(":OUTP:STAT 0")
        .query(":OUTP:STAT?", "0")
        .query(":SOUR:POW?", "-60");
    source.safe();
    script.done();
  }

  @Test
  void safeSwitchesOffEvenIfTheLevelIsRefusedAndThenComplains() {
    script
        .query(":SOUR:POW -120;:SYST:ERR?", "-200,\"Execution error\"")
        .query(":SYST:ERR?", "0,\"No error\"")
        .command(":OUTP:STAT 0")
        .query(":OUTP:STAT?", "0")
        .query(":SOUR:POW?", "3");
    NotAtRestException e = assertThrows(NotAtRestException.class, source::safe);
    assertEquals(2, e.getSuppressed().length);
    assertTrue(e.getMessage().contains("-200"), e.getMessage());
    script.done();
  }

  @Test
  void safeComplainsWhenTheOutputSaysItIsOn() {
    script
        .command(":SOUR:POW -120")
        .command(":OUTP:STAT 0")
        .query(":OUTP:STAT?", "1")
        .query(":SOUR:POW?", "-120");
    NotAtRestException e = assertThrows(NotAtRestException.class, source::safe);
    assertTrue(e.getMessage().contains("output off"), e.getMessage());
  }

  @Test
  void snapshotAsksEverySettingInOrder() {
    script
        .query(":SOUR:FREQ?", "250000000")
        .query(":SOUR:POW?", "-7.96")
        .query(":OUTP:STAT?", "1")
        .query(":SOUR:PULM:STAT?", "0")
        .query(":SOUR:PULM:SOUR?", "INT")
        .query(":SOUR:PULM:POL?", "NORM")
        .query(":CONN:TRIG:OMOD?", "SVAL")
        .query(":IQ:STAT?", "0")
        .query(":SOUR:POW:OFFS?", "0");
    assertEquals(
        List.of(
            "frequency=250000000",
            "power=-7.96",
            "output=1",
            "pulse_modulation=0",
            "pulse_source=INT",
            "pulse_polarity=NORM",
            "trigger_connector=SVAL",
            "iq_modulation=0",
            "level_offset=0"),
        source.settings().snapshot().entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .toList());
    script.done();
  }
}
