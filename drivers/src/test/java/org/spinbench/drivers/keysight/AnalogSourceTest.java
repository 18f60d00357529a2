package org.spinbench.drivers.keysight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.standin.Script;

final class AnalogSourceTest {
  private final Script script = model("N5183B");
  private final AnalogSource source = AnalogSource.on(script.session());

  private static Script model(String model) {
    return new Script(Dialect.SCPI, "Agilent Technologies, " + model + ", MY1, B.01.86");
  }

  @Test
  void makingADriverSendsNothing() {
    script.done();
    assertEquals("it", source.name());
  }

  @Test
  void settingsAreSentToTheResolutionOfTheInstrument() {
    script
        .command(":SOUR:FREQ 250000000.001")
        .command(":SOUR:POW -7.96")
        .command(":OUTP 1")
        .command(":SOUR:PHAS 1.5707963267948966");
    source.frequency().set(250e6 + 0.0011);
    source.power().set(-7.958800173440752);
    source.output().set(true);
    number("phase").set(Math.PI / 2);
    assertEquals(Unit.RADIAN, number("phase").unit());
    script.done();
  }

  private NumberSetting number(String name) {
    for (Setting setting : source.settings()) {
      if (setting.name().equals(name)) {
        return (NumberSetting) setting;
      }
    }
    throw new AssertionError("no setting " + name);
  }

  private static Script rest(Script script, String output, String modulation, String mode) {
    script
        .query(":SOUR:FREQ?", "+2.0000000000000E+09")
        .query(":SOUR:POW?", "-1.4000000000000E+01")
        .query(":OUTP?", output)
        .query(":OUTP:MOD?", modulation);
    if (output.equals("1") && modulation.equals("1")) {
      return script;
    }
    script
        .query(":SOUR:POW:OFFS?", "+0.0000000000000E+00")
        .query(":SOUR:FREQ:OFFS?", "+0.0000000000000E+00")
        .query(":SOUR:FREQ:MULT?", "+1.0000000000000E+00")
        .query(":SOUR:FREQ:MODE?", mode);
    return mode.equals("LIST") ? script : script.query(":SOUR:POW:MODE?", "FIX");
  }

  @ParameterizedTest
  @CsvSource({
    "N5171B, '503,UNZ', 9e3, 3e9, -144, 19",
    "N5181B, '506', 9e3, 6e9, -144, 19",
    "N5173B, '513,1E1', 9e3, 13e9, -135, 19",
    "N5183B, '532', 9e3, 31.8e9, -20, 19",
    "N5183B, '540,1E1', 9e3, 40e9, -135, 19",
    "E8257D, '\"UNU C.06.06,1E1,520\"', 100e3, 20e9, -135, 10",
    "E8257D, '\"521\"', 10e6, 20e9, -20, 10",
    "E8257D, '\"567,1E1\"', 100e3, 70e9, -110, 5",
    "E8257D, '\"550\"', 100e3, 50e9, -20, 5",
  })
  void optionsNarrowTheRanges(
      String model, String options, double low, double high, double weakest, double strongest) {
    Script found = model(model);
    AnalogSource one = AnalogSource.on(found.session());
    found.query(model.equals("E8257D") ? ":DIAG:CPU:INFO:OPT:DET?" : "*OPT?", options);
    rest(found, "0", "1", "CW");
    one.inspect();
    found.done();
    assertEquals(low, one.frequency().minimum());
    assertEquals(high, one.frequency().maximum());
    assertEquals(high, one.sweep().stop().maximum());
    assertEquals(weakest, one.power().minimum());
    assertEquals(strongest, one.power().maximum());
    assertThrows(LimitException.class, () -> one.power().set(strongest + 0.01));
    found.done();
  }

  @Test
  void optionsThatNameNoRangeAreRefused() {
    script.query("*OPT?", "UNZ,1E1");
    SettingException e = assertThrows(SettingException.class, source::inspect);
    assertTrue(e.getMessage().contains("UNZ,1E1"), e.getMessage());
    script.done();
  }

  @Test
  void aLiveModulatedOrSteppingOutputIsNoTone() {
    script.query("*OPT?", "520");
    rest(script, "1", "1", "CW");
    SettingException e = assertThrows(SettingException.class, source::inspect);
    assertTrue(e.getMessage().startsWith("it modulation is on"), e.getMessage());
    script.query("*OPT?", "520");
    rest(script, "1", "0", "LIST");
    e = assertThrows(SettingException.class, source::inspect);
    assertTrue(e.getMessage().startsWith("it frequency_mode is LIST"), e.getMessage());
    script.done();
  }

  @Test
  void prepareSwitchesOffTheModulationThatAResetLeavesOn() {
    script.query("*OPT?", "520");
    rest(script, "0", "1", "CW");
    source.inspect();
    script.command(":OUTP:MOD 0");
    source.prepare();
    source.prepare();
    script.done();
  }

  private void found(String options) {
    script.query("*OPT?", options);
    rest(script, "0", "1", "CW");
    source.inspect();
  }

  @ParameterizedTest
  @ValueSource(strings = {"520,UNU", "520,UNW", "520,1E6,UNZ"})
  void pulsesFromThePulseInputNeedAnOption(String options) {
    found(options);
    script
        .command(":SOUR:PULM:SOUR EXT")
        .command(":SOUR:PULM:EXT:POL NORM")
        .command(":SOUR:PULM:STAT 1");
    source.preparePulsed();
    source.preparePulsed();
    script.done();
    script.command(":OUTP:MOD 0");
    source.prepare();
    script.done();
  }

  @Test
  void nothingElseModulatesPulses() {
    found("520,UNT,UNW");
    for (String kind : List.of("AM1", "AM2", "FM1", "FM2", "PM1", "PM2")) {
      script.command(":SOUR:" + kind + ":STAT 0");
    }
    script
        .command(":SOUR:PULM:SOUR EXT")
        .command(":SOUR:PULM:EXT:POL NORM")
        .command(":SOUR:PULM:STAT 1");
    source.preparePulsed();
    script.done();
  }

  @Test
  void withoutPulseModulatorThereAreNoPulsesAndNoSettingsOfThem() {
    found("520,UNT,UNZ");
    SettingException e = assertThrows(SettingException.class, source::preparePulsed);
    assertTrue(e.getMessage().contains("option UNU, UNW or 1E6"), e.getMessage());
    for (Setting setting : source.settings()) {
      assertFalse(setting.name().startsWith("pulse"), setting.name());
    }
    script.done();
  }

  @Test
  void inspectingTwiceDeclaresNothingTwice() {
    found("520,UNT,UNW");
    found("520,UNT,UNW");
    assertEquals(25 + 9, count());
  }

  private int count() {
    int count = 0;
    for (Setting setting : source.settings()) {
      count += setting.name().isEmpty() ? 0 : 1;
    }
    return count;
  }

  @Test
  void aFixedFrequencyIsAToneToo() {
    script.query("*OPT?", "520");
    rest(script, "1", "0", "FIX");
    source.inspect();
    script.command(":SOUR:FREQ:MODE CW");
    source.prepare();
    script.done();
  }

  @Test
  void aSweepOfManyPointsIsStartedByOneMessage() {
    script
        .command(":SOUR:FREQ:MODE CW")
        .command(":SOUR:FREQ:STAR 1000000000")
        .command(":SOUR:FREQ:STOP 2000000000")
        .command(":SOUR:SWE:POIN 1001")
        .command(":SOUR:SWE:DWEL 0.001")
        .command(":SOUR:LIST:TYPE STEP");
    armed();
    source.prepareSweep(1e9, 2e9, 1001, 1e-3);
    script.command(":SOUR:TSW");
    source.startSweep();
    script.query(":STAT:OPER:COND?", "+8").query(":STAT:OPER:COND?", "+0");
    assertTrue(source.sweeping());
    assertFalse(source.sweeping());
    script.command(":SOUR:FREQ:MODE CW");
    source.endSweep();
    script.done();
  }

  private void armed() {
    script
        .command(":SOUR:POW:MODE FIX")
        .command(":SOUR:LIST:DWEL:TYPE STEP")
        .command(":SOUR:LIST:DIR UP")
        .command(":INIT:CONT 0")
        .command(":TRIG:SOUR IMM")
        .command(":ROUT:CONN:SOUT SETT")
        .command(":SOUR:FREQ:MODE LIST");
  }

  @Test
  void aConnectorCannotGiveOutItself() {
    script.command(":ROUT:CONN:TRIG1:OUTP SETT").command(":ROUT:CONN:TRIG2:OUTP TRIG1");
    choice("trigger_1_out").set("SETT");
    choice("trigger_2_out").set("TRIG1");
    assertThrows(LimitException.class, () -> choice("trigger_1_out").set("TRIG1"));
    assertThrows(LimitException.class, () -> choice("trigger_2_out").set("TRIG2"));
    script.query(":ROUT:CONN:SOUT?", "SW8757D");
    assertEquals("SW8757", choice("sweep_out").get());
    script.done();
  }

  private ChoiceSetting choice(String name) {
    for (Setting setting : source.settings()) {
      if (setting.name().equals(name)) {
        return (ChoiceSetting) setting;
      }
    }
    throw new AssertionError("no setting " + name);
  }

  @Test
  void aPsgHasNoConnectorsToRoute() {
    Script psg = new Script(Dialect.SCPI, "Agilent Technologies, E8257D, 1, C.06.16");
    for (Setting setting : AnalogSource.on(psg.session()).settings()) {
      assertFalse(setting.header().startsWith(":ROUT"), setting.header());
    }
    psg.done();
  }

  @Test
  void aListGoesThroughAnyFrequencies() {
    script
        .command(":SOUR:FREQ:MODE CW")
        .command(":SOUR:LIST:FREQ 1E9,3E9,2.0000000005E9")
        .command(":SOUR:SWE:DWEL 0.0001")
        .command(":SOUR:LIST:TYPE LIST");
    armed();
    source.prepareList(100e-6, 1e9, 3e9, 2e9 + 0.5);
    script
        .command(":SOUR:FREQ:MODE CW")
        .command(":SOUR:POW -144")
        .command(":OUTP 0")
        .query(":OUTP?", "0")
        .query(":SOUR:POW?", "-144");
    source.safe();
    script.done();
  }

  @Test
  void everyFrequencyOfASweepPassesTheLimits() {
    source.settings().limit("frequency", 0.5e9, 4e9);
    script.command(":SOUR:FREQ:MODE CW");
    assertThrows(LimitException.class, () -> source.prepareSweep(1e9, 5e9, 11, 0.01));
    assertThrows(LimitException.class, () -> source.prepareSweep(0.4e9, 3e9, 11, 0.01));
    assertThrows(LimitException.class, () -> source.prepareList(0.01, 1e9, 4.1e9, 2e9));
    script.done();
  }

  @Test
  void safeContinuesWhenTheSweepCannotBeEnded() {
    script
        .query(":SOUR:FREQ:MODE CW;:SYST:ERR?", "-200,\"Execution error\"")
        .query(":SYST:ERR?", "+0,\"No error\"")
        .command(":SOUR:POW -144")
        .command(":OUTP 0")
        .query(":OUTP?", "0")
        .query(":SOUR:POW?", "-144");
    assertThrows(RuntimeException.class, source::safe);
    script.done();
  }

  @Test
  void noSettingLeadsToLevelsThatStep() {
    assertThrows(LimitException.class, () -> source.powerMode().set("LIST"));
    script.query("*OPT?", "520");
    rest(script, "0", "0", "LIST").query(":SOUR:POW:MODE?", "LIST");
    SettingException e = assertThrows(SettingException.class, source::inspect);
    assertTrue(e.getMessage().startsWith("it power_mode: the instrument answered"));
    script.done();
  }

  @Test
  void snapshotAsksEverySetting() {
    List<String> headers =
        List.of(
            ":SOUR:FREQ",
            ":SOUR:PHAS",
            ":SOUR:POW:ALC",
            ":SOUR:ROSC:SOUR:AUTO",
            ":SOUR:LIST:RETR",
            ":SOUR:POW",
            ":OUTP",
            ":OUTP:MOD",
            ":SOUR:POW:OFFS",
            ":SOUR:FREQ:OFFS",
            ":SOUR:FREQ:MULT",
            ":SOUR:FREQ:MODE",
            ":SOUR:POW:MODE",
            ":SOUR:FREQ:STAR",
            ":SOUR:FREQ:STOP",
            ":SOUR:SWE:POIN",
            ":SOUR:SWE:DWEL",
            ":SOUR:LIST:TYPE",
            ":SOUR:LIST:DWEL:TYPE",
            ":SOUR:LIST:DIR",
            ":INIT:CONT",
            ":TRIG:SOUR",
            ":ROUT:CONN:TRIG1:OUTP",
            ":ROUT:CONN:TRIG2:OUTP",
            ":ROUT:CONN:SOUT");
    headers.forEach(header -> script.query(header + "?", "0"));
    assertEquals(headers.size(), source.settings().snapshot().size());
    script.done();
  }
}
