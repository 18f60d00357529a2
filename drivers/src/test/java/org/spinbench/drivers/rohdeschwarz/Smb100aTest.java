package org.spinbench.drivers.rohdeschwarz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.scpi.InstrumentErrorException;
import org.spinbench.drivers.standin.Script;

final class Smb100aTest {
  private final Script script = new Script();
  private final Smb100a source = Smb100a.on(script.session());

  @Test
  void makingADriverSendsNothing() {
    script.done();
    assertEquals("it", source.name());
  }

  @Test
  void settingsAreSentToTheResolutionOfTheInstrument() {
    script.command(":SOUR:FREQ 250000000.001").command(":SOUR:POW -7.96").command(":OUTP 1");
    source.frequency().set(250e6 + 0.0011);
    source.power().set(-7.958800173440752);
    source.output().set(true);
    script.done();
  }

  /** An instrument with frequency option B106. */
  private void found(String output, String modulation, String offset, String mode) {
    script
        .query(":SOUR:FREQ? MIN", "9000")
        .query(":SOUR:FREQ? MAX", "6000000000")
        .query(":SOUR:POW? MIN", "-145")
        .query(":SOUR:POW? MAX", "24")
        .query(":SOUR:FREQ?", "2520000000")
        .query(":SOUR:POW?", "-14")
        .query(":OUTP?", output)
        .query(":SOUR:MOD?", modulation);
    if (modulation.equals("0") || output.equals("0")) {
      script.query(":SOUR:POW:OFFS?", offset);
    }
    if (offset.equals("0") && (modulation.equals("0") || output.equals("0"))) {
      script.query(":SOUR:FREQ:OFFS?", "0").query(":SOUR:FREQ:MULT?", "1");
    }
    if (offset.equals("0") && (modulation.equals("0") || output.equals("0"))) {
      script.query(":SOUR:FREQ:MODE?", mode);
    }
  }

  @Test
  void inspectNarrowsTheRangesToWhatTheOptionsAllow() {
    found("1", "0", "0", "CW");
    script.query(":SOUR:POW:MODE?", "CW");
    source.inspect();
    script.done();
    assertThrows(LimitException.class, () -> source.frequency().set(6.1e9));
    assertThrows(LimitException.class, () -> source.sweep().stop().set(6.1e9));
    assertThrows(LimitException.class, () -> source.power().set(24.01));
    script.done();
  }

  @Test
  void aToneThatIsNotPlainIsRefused() {
    found("1", "1", "0", "CW");
    assertTrue(
        assertThrows(SettingException.class, source::inspect)
            .getMessage()
            .startsWith("it modulation is on and so is the output"));
    found("0", "0", "-20", "CW");
    assertTrue(
        assertThrows(SettingException.class, source::inspect)
            .getMessage()
            .startsWith("it level_offset is -20.0 and not 0.0"));
    found("1", "0", "0", "SWE");
    assertTrue(
        assertThrows(SettingException.class, source::inspect)
            .getMessage()
            .startsWith("it frequency_mode is SWE and the output is on"));
    found("0", "0", "0", "LIST");
    assertTrue(
        assertThrows(SettingException.class, source::inspect)
            .getMessage()
            .startsWith("it frequency_mode: the instrument answered \"LIST\""));
    script.done();
  }

  @Test
  void aFrequencyThatIsMultipliedBehindTheConnectorIsRefused() {
    found("0", "0", "0.0", "CW");
    script.query(":SOUR:FREQ:OFFS?", "0").query(":SOUR:FREQ:MULT?", "3");
    SettingException e = assertThrows(SettingException.class, source::inspect);
    assertTrue(e.getMessage().startsWith("it frequency_multiplier is 3.0 and not 1.0"));
    script.done();
  }

  @Test
  void aSweepOfLevelsIsRefused() {
    found("0", "0", "0", "CW");
    script.query(":SOUR:POW:MODE?", "SWE");
    SettingException e = assertThrows(SettingException.class, source::inspect);
    assertTrue(e.getMessage().startsWith("it power_mode: the instrument answered \"SWE\""));
    assertThrows(LimitException.class, () -> source.powerMode().set("SWE"));
    script.done();
  }

  @Test
  void prepareEndsSweepsAndModulationOfASilentOutput() {
    found("0", "1", "0", "SWE");
    script.query(":SOUR:POW:MODE?", "CW");
    source.inspect();
    script.command(":SOUR:FREQ:MODE CW").command(":SOUR:MOD 0");
    source.prepare();
    source.prepare();
    script.done();
  }

  @Test
  void preparedForPulsesNothingElseModulates() {
    script
        .command(":SOUR:FREQ:MODE CW")
        .command(":SOUR:AM:STAT 0")
        .command(":SOUR:FM:STAT 0")
        .command(":SOUR:PM:STAT 0")
        .command(":SOUR:PULM:SOUR EXT")
        .command(":SOUR:PULM:POL NORM")
        .command(":SOUR:PULM:STAT 1");
    source.preparePulsed();
    source.preparePulsed();
    script.done();
  }

  @Test
  void aSweepOfManyPointsIsStartedByOneMessage() {
    script
        .command(":SOUR:FREQ:MODE CW")
        .command(":SOUR:FREQ:STAR 1000000000")
        .command(":SOUR:FREQ:STOP 2000000000")
        .command(":SOUR:SWE:POIN 1001")
        .command(":SOUR:SWE:DWEL 0.005")
        .command(":SOUR:SWE:SPAC LIN")
        .command(":TRIG:FSW:SOUR SING")
        .command(":SOUR:FREQ:MODE SWE");
    source.prepareSweep(1e9, 2e9, 1001, 5e-3);
    script.done();
    script.command(":SOUR:SWE:EXEC");
    source.startSweep();
    script.query(":STAT:OPER:COND?", "8").query(":STAT:OPER:COND?", "32");
    assertTrue(source.sweeping());
    assertFalse(source.sweeping());
    script.command(":SOUR:FREQ:MODE CW");
    source.endSweep();
    source.endSweep();
    script.done();
  }

  @Test
  void aSecondSweepSendsWhatDiffers() {
    aSweepOfManyPointsIsStartedByOneMessage();
    script.command(":SOUR:SWE:DWEL 0.01").command(":SOUR:FREQ:MODE SWE");
    source.prepareSweep(1e9, 2e9, 1001, 10e-3);
    script.done();
  }

  @Test
  void aListStandsAtTheLevelThatWasSet() {
    listed();
    script.command(":SOUR:LIST:TRIG:EXEC");
    source.startSweep();
    SettingException e = assertThrows(SettingException.class, () -> source.power().set(0));
    assertTrue(e.getMessage().contains("end the list first"), e.getMessage());
    script.done();
  }

  private void listed() {
    script
        .command(":SOUR:FREQ:MODE CW")
        .command(":SOUR:POW -20.5")
        .command(":SOUR:LIST:SEL '/var/user/spinbench'")
        .command(":SOUR:LIST:FREQ 1E9,3E9,2.0000000005E9")
        .command(":SOUR:LIST:POW -20.5")
        .command(":SOUR:LIST:DWEL 0.001")
        .command(":SOUR:LIST:TRIG:SOUR SING")
        .command(":SOUR:FREQ:MODE LIST");
    source.frequencyMode().set("CW");
    source.power().set(-20.5);
    source.prepareList(1e-3, 1e9, 3e9, 2e9 + 0.5);
    script.done();
  }

  @Test
  void everyFrequencyOfASweepPassesTheLimits() {
    source.settings().limit("frequency", 0.5e9, 4e9);
    source.settings().limit("power", -100, 0);
    script.command(":SOUR:FREQ:MODE CW");
    assertThrows(LimitException.class, () -> source.prepareSweep(1e9, 5e9, 11, 0.01));
    assertThrows(LimitException.class, () -> source.prepareSweep(0.4e9, 3e9, 11, 0.01));
    assertThrows(LimitException.class, () -> source.prepareList(0.01, 1e9, 4.1e9, 2e9));
    script.done();
  }

  @Test
  void aRefusedListIsAnErrorOfTheInstrument() {
    script
        .command(":SOUR:FREQ:MODE CW")
        .query(":SOUR:LIST:SEL '/var/user/spinbench';:SYST:ERR?", "-257,\"File name error\"")
        .query(":SYST:ERR?", "0,\"No error\"");
    InstrumentErrorException e =
        assertThrows(InstrumentErrorException.class, () -> source.prepareList(0.01, 1e9));
    assertEquals(-257, e.errors().get(0).number());
    script.done();
  }

  @Test
  void safeEndsAListLowersTheLevelAndSwitchesOff() {
    listed();
    script
        .command(":SOUR:FREQ:MODE CW")
        .command(":SOUR:POW -145")
        .command(":OUTP 0")
        .query(":OUTP?", "0")
        .query(":SOUR:POW?", "-145");
    source.safe();
    script.done();
  }

  @Test
  void noSettingLeadsToAListOfUnknownLevels() {
    assertThrows(LimitException.class, () -> source.frequencyMode().set("LIST"));
    script.done();
  }

  @Test
  void snapshotAsksEverySetting() {
    List<String> headers =
        List.of(
            ":SOUR:FREQ",
            ":SOUR:POW:ALC",
            ":SOUR:POW:LIM",
            ":SOUR:PHAS",
            ":SOUR:ROSC:SOUR",
            ":SOUR:POW",
            ":OUTP",
            ":SOUR:MOD",
            ":SOUR:AM:STAT",
            ":SOUR:FM:STAT",
            ":SOUR:PM:STAT",
            ":SOUR:PULM:STAT",
            ":SOUR:PULM:SOUR",
            ":SOUR:PULM:POL",
            ":SOUR:POW:OFFS",
            ":SOUR:FREQ:OFFS",
            ":SOUR:FREQ:MULT",
            ":SOUR:FREQ:MODE",
            ":SOUR:POW:MODE",
            ":SOUR:FREQ:STAR",
            ":SOUR:FREQ:STOP",
            ":SOUR:SWE:POIN",
            ":SOUR:SWE:DWEL",
            ":SOUR:SWE:SPAC",
            ":TRIG:FSW:SOUR",
            ":SOUR:LIST:DWEL",
            ":SOUR:LIST:TRIG:SOUR");
    headers.forEach(header -> script.query(header + "?", "0"));
    assertEquals(headers.size(), source.settings().snapshot().size());
    script.done();
  }
}
