package org.spinbench.drivers.keithley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.Reading;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.SourceFunction;
import org.spinbench.drivers.instrument.SourceMeter;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.safety.Ramp;
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
