package org.spinbench.drivers.keysight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.SourceFunction;
import org.spinbench.drivers.instrument.role.SourceMeter;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.scpi.ReplyFormatException;
import org.spinbench.drivers.standin.Script;

final class B2900Test {
  private final Script script = new Script();
  private final SourceMeter source =
      B2900.b2901a(script.session(), SourceFunction.CURRENT, new Ramp(1e-3, 1), 0.8);

  @Test
  void inspectAsksAndChangesNothing() {
    script
        .query(":OUTP1?", "1")
        .query(":SOUR1:FUNC:MODE?", "CURR")
        .query(":SOUR1:CURR:RANG?", "+1.000000E-02")
        .query(":SOUR1:CURR?", "+5.000000E-03");
    source.inspect();
    script.done();
    assertEquals(5e-3, source.level().current());
    assertEquals(10.5e-3, source.level().maximum());
  }

  @Test
  void prepareDisarmsTheOutputBeforeAnythingElse() {
    script
        .query(":SOUR1:FUNC:MODE?", "CURR")
        .query(":OUTP1:ON:AUTO?", "1")
        .query(":OUTP1?", "0")
        .query(":SOUR1:FUNC:MODE?", "CURR")
        .command(":SOUR1:CURR 0")
        .query(":OUTP1:ON:AUTO?", "1")
        .command(":OUTP1:ON:AUTO 0")
        .query(":OUTP1:ON:AUTO?", "0")
        .query(":FORM?", "REAL,64")
        .command(":FORM ASC")
        .query(":FORM?", "ASC")
        .query(":SOUR1:CURR:MODE?", "FIX")
        .query(":SOUR1:CURR:RANG:AUTO?", "1")
        .command(":SOUR1:CURR:RANG:AUTO 0")
        .query(":SOUR1:CURR:RANG:AUTO?", "0")
        .query(":SOUR1:CURR:RANG?", "+1.000000E-06")
        .query(":OUTP1?", "0")
        .command(":SOUR1:CURR:RANG 0.01")
        .query(":SOUR1:CURR:RANG?", "+1.000000E-02")
        .query(":SENS1:VOLT:PROT?", "+2.000000E+00")
        .command(":SENS1:VOLT:PROT 0.8")
        .query(":SENS1:VOLT:PROT?", "+8.000000E-01")
        .query(":SENS1:REM?", "1")
        .query(":OUTP1?", "0")
        .command(":SENS1:REM 0")
        .query(":SENS1:REM?", "0")
        .query(":SENS1:VOLT:RANG:AUTO?", "1")
        .query(":SENS1:VOLT:NPLC:AUTO?", "1")
        .command(":SENS1:VOLT:NPLC:AUTO 0")
        .query(":SENS1:VOLT:NPLC:AUTO?", "0")
        .query(":SENS1:VOLT:NPLC?", "+1.000000E-01")
        .command(":SENS1:VOLT:NPLC 1")
        .query(":SENS1:VOLT:NPLC?", "+1.000000E+00")
        .query(":SENS1:WAIT:AUTO?", "1")
        .query(":TRIG1:SOUR?", "AINT")
        .query(":TRIG1:COUN?", "+1.000000E+00");
    source.prepare(9e-3);
    script.done();
  }

  @Test
  void readingsReportWhetherTheMeasuredQuantityIsLimited() {
    String ask =
        ":MEAS:VOLT? (@1);:MEAS:CURR? (@1);:SENS1:VOLT:RANG?;:SENS1:CURR:RANG?;:SENS1:VOLT:PROT:TRIP?";
    script
        .query(":OUTP1?", "1")
        .query(":SYST:LFR?", "50")
        .query(ask, "+2.500000E-01;+5.000000E-03;+2.000000E+00;+1.000000E-02;0")
        .query(":SENS1:VOLT:NPLC?", "+4.000000E+00");
    Reading volts = source.voltage();
    assertEquals(0.25, volts.value());
    assertEquals(5e-6, volts.uncertainty(), 1e-12, "half of one count with four cycles");
    assertEquals(0.08, volts.integration(), 1e-15);
    script
        .query(":OUTP1?", "1")
        .query(ask, "+8.000000E-01;+1.600000E-02;+2.000000E+00;+1.000000E-01;1");
    Reading amperes = source.current();
    assertEquals(16e-3, amperes.value());
    assertTrue(amperes.compliance());
    script.done();
  }

  private void startsPass() {
    script.command(":SOUR1:CURR 0");
    source.level().set(0);
    script
        .query(":OUTP1?", "1")
        .query(":SENS1:VOLT:NPLC?", "+1.000000E+00")
        .query(":SYST:LFR?", "50")
        .command(":SENS1:FUNC \"VOLT\",\"CURR\"")
        .command(":FORM:ELEM:SENS VOLT,CURR,STAT")
        .command(":SOUR1:SWE:RANG FIX")
        .command(":SOUR1:LIST:CURR 0,0.001,0")
        .command(":TRIG1:ACQ:DEL 0.01")
        .command(":TRIG1:COUN 3")
        .command(":SOUR1:CURR:MODE LIST")
        .send(":INIT (@1)");
  }

  private void endsPass() {
    script
        .command(":ABOR (@1)")
        .command(":SOUR1:CURR:MODE FIX")
        .command(":TRIG1:COUN 1")
        .command(":TRIG1:ACQ:DEL 0");
  }

  @Test
  void aPassTellsComplianceByTheStatusDataOfEachLevel() {
    startsPass();
    script
        .query("*OPC?", "1")
        .query(
            ":FETC:ARR? (@1);:SENS1:VOLT:RANG?;:SENS1:CURR:RANG?",
            "+0.0E+00,+0.0E+00,+1.000000E+00,+8.0E-01,+9.0E-04,+7.000000E+00,"
                + "+9.910000E+37,+0.0E+00,+8.193000E+03;+2.0E+00;+1.0E-02");
    endsPass();
    script.query(":SENS1:VOLT:RANG:AUTO?", "1");
    assertEquals(2500, source.longestPass());
    List<SourceMeter.Measured> measured =
        source.pass(0.01, source.session().clock()::sleep, 0, 1e-3, 0);
    script.done();
    assertFalse(measured.get(0).voltage().compliance(), "bit 0 is the function of the source");
    assertTrue(measured.get(1).voltage().compliance(), "bits 1 and 2");
    assertEquals(0.8, measured.get(1).voltage().value());
    assertEquals(9e-4, measured.get(1).current().value());
    assertEquals(2, measured.get(1).voltage().range());
    assertEquals(0.2, measured.get(0).voltage().range(), "the smallest that holds it");
    assertFalse(measured.get(2).voltage().compliance(), "bit 13 is an overload");
    assertTrue(measured.get(2).voltage().overload());
    assertFalse(measured.get(2).current().overload());
  }

  @Test
  void aPassThatFailsIsEnded() {
    startsPass();
    script
        .query("*OPC?", "1")
        .query(
            ":FETC:ARR? (@1);:SENS1:VOLT:RANG?;:SENS1:CURR:RANG?",
            "+0.0E+00,+0.0E+00,+1.000000E+00;+2.0E+00;+1.0E-02")
        .query("*IDN?", "Maker,Model,1,1.0")
        .query("*ESE?", "0");
    endsPass();
    assertThrows(
        ReplyFormatException.class,
        () -> source.pass(0.01, source.session().clock()::sleep, 0, 1e-3, 0));
    script.done();
  }

  @Test
  void aSourceOfVoltageIsLimitedInCurrent() {
    SourceMeter voltage =
        B2900.b2901a(script.session(), SourceFunction.VOLTAGE, new Ramp(0.1, 1), 9e-3);
    script
        .command(":SENS1:CURR:PROT 0.009")
        .command(":SOUR1:VOLT 0.1")
        .command(":SENS1:CURR:NPLC 2");
    voltage.compliance().set(9e-3);
    voltage.level().set(0.1);
    voltage.integration().set(2);
    script.done();
  }

  @Test
  void safeRampsSwitchesOffAndAsksForBoth() {
    script
        .query(":SOUR1:FUNC:MODE?", "CURR")
        .query(":SOUR1:CURR?", "+1.000000E-03")
        .command(":SOUR1:CURR 0")
        .command(":OUTP1 0")
        .query(":OUTP1?", "0")
        .query(":SOUR1:CURR?", "+0.000000E+00");
    source.safe();
    script.done();
  }

  @Test
  void theLargeModelHasTwoChannels() {
    Channels<SourceMeter> two =
        B2900.b2912a(script.session(), SourceFunction.CURRENT, new Ramp(1e-3, 1), 0.8);
    SourceMeter second = two.channel(2);
    assertEquals("it:2", second.name());
    script
        .query(":OUTP2?", "0")
        .query(":SOUR2:FUNC:MODE?", "CURR")
        .query(":SOUR2:CURR:RANG?", "+1.000000E-03")
        .query(":SOUR2:CURR?", "+0.000000E+00")
        .command(":SOUR2:CURR 0.0005")
        .command(":OUTP2 1");
    two.inspect();
    second.ramp(0.5e-3);
    second.output().set(true);
    script
        .query(":SOUR2:FUNC:MODE?", "CURR")
        .query(":SOUR2:CURR?", "+5.000000E-04")
        .command(":SOUR2:CURR 0")
        .command(":OUTP2 0")
        .query(":OUTP2?", "0")
        .query(":SOUR2:CURR?", "+0.000000E+00");
    two.safe();
    script.done();
    assertEquals(1e-9, second.level().resolution(), 1e-24, "a millionth of the range");
    assertThrows(IllegalArgumentException.class, () -> two.channel(3));
  }
}
