package org.spinbench.drivers.keithley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.SourceFunction;
import org.spinbench.drivers.instrument.role.SourceMeter;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.scpi.ReplyFormatException;
import org.spinbench.drivers.standin.Script;

final class K2400Test {
  private static final String READ = ":READ?;:SENS:VOLT:RANG?;:SENS:CURR:RANG?";

  private final Script script = new Script();
  private final SourceMeter source =
      K2400.on(script.session(), SourceFunction.CURRENT, new Ramp(1e-3, 1), 0.8);

  private void found(String output, String range, String level) {
    script
        .query(":OUTP?", output)
        .query(":SOUR:FUNC?", "CURR")
        .query(":SOUR:CURR:RANG?", range)
        .query(":SOUR:CURR?", level);
    source.inspect();
  }

  @Test
  void inspectAsksAndChangesNothing() {
    found("1", "1.000000E-02", "5.000000E-03");
    script.done();
    assertEquals(5e-3, source.level().current());
    assertEquals(10.5e-3, source.level().maximum(), "105 % of its range");
    assertEquals(Unit.AMPERE, source.level().unit());
  }

  /** Nobody can ask it then, so its user has to know. */
  @Test
  void itSaysThatItAnswersNothingDuringItsPasses() {
    assertEquals(
        List.of(
            "it answers nothing during a pass of its own, of up to 100 levels: if it fails"
                + " meanwhile, that is noticed at the end of the pass"),
        source.notices());
  }

  /** From the reset of the manual, as a source of voltage that is off. */
  @Test
  void prepareGoesFromFunctionToRangeToComplianceToMeters() {
    script
        .query(":SOUR:FUNC?", "VOLT")
        .query(":OUTP?", "0")
        .query(":SOUR:FUNC?", "VOLT")
        .query(":OUTP?", "0")
        .command(":SOUR:FUNC CURR")
        .command(":SOUR:CURR 0")
        .query(":SOUR:CURR:MODE?", "FIX")
        .query(":SOUR:CLE:AUTO?", "0")
        .query(":SOUR:CURR:RANG:AUTO?", "1")
        .command(":SOUR:CURR:RANG:AUTO 0")
        .query(":SOUR:CURR:RANG:AUTO?", "0")
        .query(":SOUR:CURR:RANG?", "1.000000E-06")
        .query(":OUTP?", "0")
        .command(":SOUR:CURR:RANG 0.01")
        .query(":SOUR:CURR:RANG?", "1.000000E-02")
        .query(":SENS:VOLT:PROT?", "2.100000E+01")
        .command(":SENS:VOLT:PROT 0.8")
        .query(":SENS:VOLT:PROT?", "8.000000E-01")
        .query(":SYST:RSEN?", "0")
        .query(":SENS:FUNC:CONC?", "1")
        .query(":SENS:FUNC?", "\"CURR:DC\"")
        .command(":SENS:FUNC:OFF:ALL;:SENS:FUNC 'VOLT','CURR'")
        .query(":SENS:FUNC?", "\"VOLT:DC\",\"CURR:DC\"")
        .query(":SENS:VOLT:RANG:AUTO?", "1")
        .query(":SENS:VOLT:NPLC?", "1.000000E+00")
        .query(":SENS:AVER?", "0")
        .query(":FORM:ELEM?", "VOLT,CURR,RES,TIME,STAT")
        .command(":FORM:ELEM VOLT,CURR,STAT")
        .query(":FORM:ELEM?", "VOLT,CURR,STAT")
        .query(":ARM:SOUR?", "IMM")
        .query(":ARM:COUN?", "1")
        .query(":TRIG:SOUR?", "IMM")
        .query(":TRIG:COUN?", "1");
    source.prepare(9e-3);
    script.done();
    assertThrows(LimitException.class, () -> source.level().set(10.6e-3));
  }

  @Test
  void aSourceOfVoltageHasItsComplianceInAmperes() {
    SourceMeter voltage =
        K2400.on(script.session(), SourceFunction.VOLTAGE, new Ramp(0.1, 1), 9e-3);
    assertEquals(Unit.AMPERE, voltage.compliance().unit());
    script.command(":SENS:CURR:PROT 0.009").command(":SOUR:VOLT 1.5").query(":OUTP?", "0");
    voltage.compliance().set(9e-3);
    voltage.level().set(1.5);
    script.command(":SOUR:VOLT:RANG 2").command(":SENS:CURR:NPLC 10");
    voltage.range().set(2);
    voltage.integration().set(10);
    script.done();
    assertEquals(2.1, voltage.level().maximum());
    assertEquals(SourceFunction.VOLTAGE, voltage.function());
  }

  @Test
  void aReadingIsBothQuantitiesAtOnce() {
    script
        .query(":OUTP?", "1")
        .query(":SYST:LFR?", "50")
        .query(READ, "+2.500000E-01,+5.000000E-03,+4.710800E+04;2.000000E+00;1.000000E-02")
        .query(":SENS:VOLT:NPLC?", "1.000000E+01");
    Reading volts = source.voltage();
    assertEquals(0.25, volts.value());
    assertEquals(2, volts.range());
    assertEquals(0.2, volts.integration());
    assertEquals(10e-6 / Math.sqrt(10), volts.uncertainty(), 1e-12, "one count at 1 PLC");
    assertFalse(volts.compliance());
    script
        .query(":OUTP?", "1")
        .query(READ, "+2.500000E-01,+5.000000E-03,+4.710800E+04;2.000000E+00;1.000000E-02");
    Reading amperes = source.current();
    assertEquals(5e-3, amperes.value());
    assertEquals(10e-3, amperes.range());
    assertEquals(Unit.AMPERE, amperes.unit());
    script.done();
  }

  @Test
  void theStatusWordReportsComplianceOfEitherKind() {
    script.query(":OUTP?", "1").query(":SYST:LFR?", "50");
    script.query(READ, "+8.000000E-01,+4.000000E-03,+4.711600E+04;2.0E+00;1.0E-02");
    script.query(":SENS:VOLT:NPLC?", "1");
    assertTrue(source.voltage().compliance(), "bit 3");
    script.query(":OUTP?", "1");
    script.query(READ, "+8.000000E-01,+4.000000E-03,+1.126440E+05;2.0E+00;1.0E-02");
    assertTrue(source.voltage().compliance(), "bit 16");
    script.done();
  }

  @Test
  void moreThanTheRangeHoldsIsAnOverload() {
    script.query(":OUTP?", "1").query(":SYST:LFR?", "60");
    script.query(READ, "+9.910000E+37,+4.000000E-03,+4.710900E+04;2.0E+00;1.0E-02");
    script.query(":SENS:VOLT:NPLC?", "1");
    Reading volts = source.voltage();
    assertTrue(volts.overload());
    assertEquals(9.9e37, volts.value());
    assertEquals(1.0 / 60, volts.integration(), 1e-15);
  }

  @Test
  void whatWasNotMeasuredIsNoReading() {
    script.query(":OUTP?", "1").query(":SYST:LFR?", "50");
    script.query(READ, "+9.910000E+37,+4.000000E-03,+4.506000E+04;2.0E+00;1.0E-02");
    SettingException e = assertThrows(SettingException.class, source::voltage);
    assertTrue(e.getMessage().contains("45060"), e.getMessage());
    script.query(":OUTP?", "1").query(READ, "+9.910000E+37,+4.000000E-03;2.0E+00;1.0E-02");
    assertThrows(ReplyFormatException.class, source::voltage, "a field is missing");
  }

  @Test
  void withTheOutputOffNothingIsMeasured() {
    script.query(":OUTP?", "0");
    SettingException e = assertThrows(SettingException.class, source::current);
    assertTrue(e.getMessage().contains("switch it on first"), e.getMessage());
    script.done();
  }

  @Test
  void fourWireAndRangeStayWhileTheOutputIsOn() {
    script.query(":OUTP?", "1").query(":OUTP?", "1").query(":OUTP?", "0");
    assertThrows(SettingException.class, () -> source.fourWire().set(true));
    assertThrows(SettingException.class, () -> source.range().set(0.1));
    script.command(":SYST:RSEN 1");
    source.fourWire().set(true);
    script.done();
  }

  @Test
  void safeRampsSwitchesOffAndAsksForBoth() {
    script
        .query(":SOUR:FUNC?", "CURR")
        .query(":SOUR:CURR?", "2.000000E-03")
        .command(":SOUR:CURR 0.001")
        .command(":SOUR:CURR 0")
        .command(":OUTP 0")
        .query(":OUTP?", "0")
        .query(":SOUR:CURR?", "0.000000E+00");
    source.safe();
    script.done();
  }

  private void restored() {
    script.command(":SOUR:CURR:MODE FIX").command(":TRIG:COUN 1").command(":SOUR:DEL:AUTO 1");
  }

  private void startsPass() {
    script.command(":SOUR:CURR 0");
    source.level().set(0);
    script
        .query(":OUTP?", "1")
        .query(":SENS:VOLT:NPLC?", "1")
        .query(":SYST:LFR?", "50")
        .command(":SOUR:SWE:RANG FIX")
        .command(":SOUR:LIST:CURR 0,0.001,0")
        .command(":SOUR:DEL 0.01")
        .command(":TRIG:COUN 3")
        .command(":SOUR:CURR:MODE LIST")
        .send(":INIT");
  }

  @Test
  void aPassThereAndBackIsAListThatItGoesThrough() {
    startsPass();
    script.query(
        ":FETC?;:SENS:VOLT:RANG?;:SENS:CURR:RANG?",
        "0,0,6144,4.5E-2,1E-3,6152,1E-6,0,6144;0.2;0.01");
    restored();
    script.query(":SENS:VOLT:RANG:AUTO?", "1");
    assertEquals(100, source.longestPass());
    List<SourceMeter.Measured> measured =
        source.pass(0.01, source.session().clock()::sleep, 0, 1e-3, 0);
    script.done();
    assertEquals(3, measured.size());
    assertEquals(4.5e-2, measured.get(1).voltage().value());
    assertEquals(0.2, measured.get(1).voltage().range());
    assertEquals(1e-3, measured.get(1).current().value());
    assertTrue(measured.get(1).current().compliance());
    assertFalse(measured.get(2).current().compliance());
  }

  @Test
  void aPassThatFailsLeavesAFixedLevel() {
    startsPass();
    script.query(":FETC?;:SENS:VOLT:RANG?;:SENS:CURR:RANG?", "0,0,6144;0.2;0.01");
    script.query("*IDN?", "Maker,Model,1,1.0").query("*ESE?", "0");
    restored();
    assertThrows(
        ReplyFormatException.class,
        () -> source.pass(0.01, source.session().clock()::sleep, 0, 1e-3, 0));
    script.done();
  }

  @Test
  void levelsThatCannotBeAPassAreRefused() {
    script.command(":SOUR:CURR 0");
    source.level().set(0);
    for (double[] levels :
        new double[][] {{0}, new double[101], {0, 2e-3, 0}, {0, 1e-3}, {1e-3, 0}}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> source.pass(0.01, source.session().clock()::sleep, levels));
    }
    assertThrows(
        LimitException.class, () -> source.pass(0.01, source.session().clock()::sleep, 0, 2, 0));
    script.query(":OUTP?", "0");
    assertThrows(
        SettingException.class,
        () -> source.pass(0.01, source.session().clock()::sleep, 0, 1e-3, 0));
    script.done();
  }

  @Test
  void aSmallChangeIsOneCommandAndALargeOneIsARamp() {
    found("1", "1.000000E-02", "1.000000E-03");
    script
        .command(":SOUR:CURR 0.0015")
        .query(":SOUR:CURR?", "1.500000E-03")
        .command(":SOUR:CURR 0.0025")
        .command(":SOUR:CURR 0.0035");
    source.ramp(1.5e-3);
    source.ramp(3.5e-3);
    script.done();
  }
}
