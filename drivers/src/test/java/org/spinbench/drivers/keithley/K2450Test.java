package org.spinbench.drivers.keithley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.SourceFunction;
import org.spinbench.drivers.instrument.role.SourceMeter;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.scpi.format.ScpiNumber;
import org.spinbench.drivers.standin.Script;

final class K2450Test {
  private final Script script = new Script();
  private final SourceMeter source =
      K2450.on(script.session(), SourceFunction.VOLTAGE, new Ramp(0.5, 10), 5e-3);

  @Test
  void inspectAsksAndChangesNothing() {
    script
        .query(":OUTP?", "1")
        .query(":SOUR:FUNC?", "VOLT")
        .query(":SOUR:VOLT:RANG?", "2")
        .query(":SOUR:VOLT?", "1.5");
    source.inspect();
    script.done();
    assertEquals(1.5, source.level().current());
    assertEquals(2.1, source.level().maximum(), "105 % of its range");
  }

  @Test
  void prepareSetsTheLimitOnTheSideOfTheSource() {
    script
        .query(":SOUR:FUNC?", "VOLT")
        .query("*LANG?", "SCPI")
        .query(":SOUR:VOLT:RANG:AUTO?", "0")
        .query(":SOUR:VOLT:RANG?", "20")
        .query(":OUTP?", "0")
        .query(":SOUR:FUNC?", "VOLT")
        .command(":SOUR:VOLT 0")
        .query("*LANG?", "SCPI")
        .query(":SOUR:VOLT:RANG:AUTO?", "0")
        .query(":SOUR:VOLT:RANG?", "20")
        .query(":OUTP?", "0")
        .command(":SOUR:VOLT:RANG 2")
        .query(":SOUR:VOLT:RANG?", "2")
        .query(":SOUR:VOLT:ILIM?", "0.000105")
        .command(":SOUR:VOLT:ILIM 0.005")
        .query(":SOUR:VOLT:ILIM?", "0.005")
        .query(":SENS:FUNC?", "\"VOLT:DC\"")
        .command(":SENS:FUNC 'CURR'")
        .query(":SENS:FUNC?", "\"CURR:DC\"")
        .query(":SENS:CURR:RSEN?", "0")
        .query(":SENS:CURR:RANG:AUTO?", "1")
        .query(":SENS:CURR:NPLC?", "1")
        .query(":SENS:CURR:AZER?", "1")
        .query(":SENS:CURR:AVER?", "0")
        .query(":SOUR:VOLT:READ:BACK?", "1")
        .query(":SENS:COUN?", "1");
    source.prepare(1.5);
    script.done();
  }

  @Test
  void anotherLanguageIsNotSpoken() {
    script.query(":SOUR:FUNC?", "VOLT").query("*LANG?", "TSP");
    SettingException e = assertThrows(SettingException.class, () -> source.prepare(1.5));
    assertTrue(e.getMessage().contains("TSP"), e.getMessage());
    script.done();
  }

  @Test
  void aSourceOfVoltageMeasuresTheCurrentAndReadsTheVoltageBack() {
    String ask =
        ":READ? \"defbuffer1\",READ,SOUR;:SENS:CURR:RANG?;:SOUR:VOLT:RANG?;:SOUR:VOLT:ILIM:TRIP?";
    script
        .query(":OUTP?", "1")
        .query(":SYST:LFR?", "50")
        .query(ask, "1.500000E-03,1.499990E+00;0.01;2;0")
        .query(":SENS:CURR:NPLC?", "1");
    Reading amperes = source.current();
    assertEquals(1.5e-3, amperes.value());
    assertEquals(0.01, amperes.range());
    assertEquals(10e-9, amperes.uncertainty(), 1e-15);
    script.query(":OUTP?", "1").query(ask, "5.000000E-03,5.000000E-01;0.01;2;1");
    Reading volts = source.voltage();
    assertEquals(0.5, volts.value());
    assertEquals(2, volts.range());
    assertTrue(volts.compliance());
    script.done();
  }

  @Test
  void aSourceOfCurrentMeasuresTheVoltageAndReadsTheCurrentBack() {
    SourceMeter current =
        K2450.on(script.session(), SourceFunction.CURRENT, new Ramp(1e-3, 1), 0.8);
    script.command(":SOUR:CURR:VLIM 0.8").query(":OUTP?", "0").command(":SENS:VOLT:RSEN 1");
    current.compliance().set(0.8);
    current.fourWire().set(true);
    script
        .query(":OUTP?", "1")
        .query(":SYST:LFR?", "50")
        .query(
            ":READ? \"defbuffer1\",READ,SOUR;:SENS:VOLT:RANG?;:SOUR:CURR:RANG?;:SOUR:CURR:VLIM:TRIP?",
            "2.500000E-01,5.000000E-03;2;0.01;0")
        .query(":SENS:VOLT:NPLC?", "1");
    assertEquals(0.25, current.voltage().value());
    script.done();
    assertEquals(Unit.VOLT, current.compliance().unit());
  }

  private void beginsPass(double... levels) {
    script.command(":SOUR:VOLT 0");
    source.level().set(0);
    script.query(":OUTP?", "1").query(":SENS:CURR:NPLC?", "1").query(":SYST:LFR?", "50");
    for (int from = 0; from < levels.length; from += 100) {
      StringJoiner list = new StringJoiner(",", from == 0 ? " " : ":APP ", "");
      for (int k = from; k < Math.min(levels.length, from + 100); k++) {
        list.add(ScpiNumber.format(levels[k]));
      }
      script.command(":SOUR:LIST:VOLT" + list);
    }
    script
        .command(":TRIG:LOAD \"EMPTY\"")
        .command(":TRIG:BLOC:BUFF:CLE 1")
        .command(":TRIG:BLOC:CONF:REC 2, \"VoltCustomSweepList\"")
        .command(":TRIG:BLOC:DEL:CONS 3, 0.01")
        .command(":TRIG:BLOC:MEAS 4")
        .command(":TRIG:BLOC:CONF:NEXT 5, \"VoltCustomSweepList\"")
        .command(":TRIG:BLOC:BRAN:COUN 6, " + levels.length + ", 3")
        .send(":INIT")
        .query("*OPC?", "1");
  }

  private static String data(int count) {
    return ":TRAC:DATA? 1,"
        + count
        + ",\"defbuffer1\",READ,SOUR,SOURSTAT;:SENS:CURR:RANG?;:SOUR:VOLT:RANG?";
  }

  @Test
  void aPassIsATriggerModelThatLeavesTheOutputOn() {
    beginsPass(0, 0.5, 0);
    script
        .query(data(3), "0,0,128,5E-3,3E-1,160,9.9E37,0,136;0.01;2")
        .command(":ABOR")
        .command(":TRIG:LOAD \"EMPTY\"")
        .query(":SENS:CURR:RANG:AUTO?", "0");
    assertEquals(2500, source.longestPass());
    List<SourceMeter.Measured> measured =
        source.pass(0.01, source.session().clock()::sleep, 0, 0.5, 0);
    script.done();
    assertFalse(measured.get(0).current().compliance(), "bit 7 says that the output is on");
    assertTrue(measured.get(1).current().compliance(), "bit 5");
    assertEquals(5e-3, measured.get(1).current().value());
    assertEquals(0.3, measured.get(1).voltage().value(), "read back");
    assertEquals(0.01, measured.get(1).current().range());
    assertEquals(2, measured.get(1).voltage().range());
    assertTrue(measured.get(2).current().overload());
    assertFalse(measured.get(2).current().compliance(), "bit 3 says that the level was read back");
  }

  @Test
  void longListsGoInParts() {
    double[] levels = new double[250];
    beginsPass(levels);
    script
        .query(data(250), "0,0,128,".repeat(249) + "0,0,128;0.01;2")
        .command(":ABOR")
        .command(":TRIG:LOAD \"EMPTY\"")
        .query(":SENS:CURR:RANG:AUTO?", "1");
    assertEquals(250, source.pass(0.01, source.session().clock()::sleep, levels).size());
    script.done();
  }

  @Test
  void limitsBelowTheLowestAreRefused() {
    LimitException e = assertThrows(LimitException.class, () -> source.compliance().set(0));
    assertTrue(e.getMessage().contains("outside 1.0E-6 to 1.05 A"), e.getMessage());
    script.done();
  }

  @Test
  void safeRampsSwitchesOffAndAsksForBoth() {
    script
        .query(":SOUR:FUNC?", "VOLT")
        .query(":SOUR:VOLT?", "1")
        .command(":SOUR:VOLT 0.5")
        .command(":SOUR:VOLT 0")
        .command(":OUTP 0")
        .query(":OUTP?", "0")
        .query(":SOUR:VOLT?", "0");
    source.safe();
    script.done();
  }

  @Test
  void levelsGoInRampsOfItsSteps() {
    script.query(":SOUR:VOLT?", "0").query(":SOUR:VOLT?", "0");
    script.command(":SOUR:VOLT 0.4").command(":SOUR:VOLT 0.8");
    source.ramp(0.8);
    script.done();
  }
}
