package org.spinbench.drivers.yokogawa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NotAtRestException;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.safety.SafeSource;
import org.spinbench.drivers.standin.Script;

final class Gs200Test {
  private final Script script = new Script();
  private final SafeSource source = Gs200.on(script.session(), new Ramp(1e-3, 1), 0.8);

  private void found(String output, String function, String range, String level) {
    script
        .query(":OUTP?", output)
        .query(":SOUR:FUNC?", function)
        .query(":SOUR:RANG?", range)
        .query(":SOUR:LEV?", level);
    source.inspect();
  }

  @Test
  void inspectAsksAndChangesNothing() {
    found("1", "CURR", "+10.0000E-3", "+5.00000E-3");
    script.done();
    assertEquals(5e-3, source.level().current());
    assertEquals(Unit.AMPERE, source.level().unit());
  }

  @Test
  void aLiveVoltageSourceIsNotTakenForACurrentSource() {
    script.query(":OUTP?", "1").query(":SOUR:FUNC?", "VOLT");
    SettingException e = assertThrows(SettingException.class, source::inspect);
    assertTrue(e.getMessage().contains("switch it off at its front panel"), e.getMessage());
    script.done();
  }

  @Test
  void aVoltageSourceThatIsOffIsAtRest() {
    script.query(":OUTP?", "0").query(":SOUR:FUNC?", "VOLT");
    source.inspect();
    script.query(":SOUR:FUNC?", "VOLT").query(":OUTP?", "0");
    source.safe();
    script.done();
  }

  @Test
  void aLevelMayReachAHundredAndTwentyPercentOfItsRange() {
    found("0", "CURR", "+10.0000E-3", "+0.00000E+0");
    script.command(":SOUR:LEV 0.012").command(":SOUR:LEV -0.012");
    source.level().set(12e-3);
    source.level().set(-12e-3);
    LimitException e = assertThrows(LimitException.class, () -> source.level().set(12.001e-3));
    assertEquals(LimitException.Level.INSTRUMENT, e.level());
    script.done();
  }

  @Test
  void theLargestRangeIsNotExceeded() {
    found("0", "CURR", "+200.000E-3", "+0.00000E+0");
    script.command(":SOUR:LEV 0.2");
    source.level().set(200e-3);
    assertThrows(LimitException.class, () -> source.level().set(200.1e-3));
    script.done();
  }

  @Test
  void prepareGoesFromFunctionToRangeToProtection() {
    script
        .query(":SOUR:FUNC?", "VOLT")
        .query(":OUTP?", "0")
        .query(":SOUR:FUNC?", "VOLT")
        .query(":OUTP?", "0")
        .command(":SOUR:FUNC CURR")
        .command(":SOUR:LEV 0")
        .query(":SOUR:RANG?", "+1.00000E-3")
        .query(":OUTP?", "0")
        .command(":SOUR:RANG 0.01")
        .query(":SOUR:RANG?", "+10.0000E-3")
        .query(":SOUR:PROT:VOLT?", "+30.0000E+0")
        .command(":SOUR:PROT:VOLT 1")
        .query(":SOUR:PROT:VOLT?", "+1.00000E+0");
    source.prepare(9e-3);
    script.done();
    assertThrows(LimitException.class, () -> source.level().set(13e-3));
  }

  @Test
  void prepareLeavesAloneWhatIsRight() {
    script
        .query(":SOUR:FUNC?", "CURR")
        .query(":SOUR:RANG?", "+10.0000E-3")
        .query(":SOUR:PROT:VOLT?", "+1.00000E+0");
    source.prepare(9e-3);
    script.done();
  }

  @Test
  void prepareBringsALiveOutputToRestBeforeItsRangeChanges() {
    script
        .query(":SOUR:FUNC?", "CURR")
        .query(":SOUR:RANG?", "+1.00000E-3")
        .query(":OUTP?", "1")
        .query(":SOUR:FUNC?", "CURR")
        .query(":SOUR:LEV?", "+1.00000E-3")
        .command(":SOUR:LEV 0")
        .command(":OUTP 0")
        .query(":OUTP?", "0")
        .query(":SOUR:LEV?", "+0.00000E+0")
        .query(":SOUR:FUNC?", "CURR")
        .command(":SOUR:LEV 0")
        .query(":SOUR:RANG?", "+1.00000E-3")
        .query(":OUTP?", "0")
        .command(":SOUR:RANG 0.01")
        .query(":SOUR:RANG?", "+10.0000E-3")
        .query(":SOUR:PROT:VOLT?", "+1.00000E+0");
    source.prepare(9e-3);
    script.done();
  }

  @Test
  void theComplianceIsWhatTheStationAsksForAsFarAsThereIsOne() {
    for (double[] asked : new double[][] {{9.6, 9.6}, {0.1, 1}, {40, 30}}) {
      SafeSource other = Gs200.on(script.session(), new Ramp(1e-3, 1), asked[0]);
      script
          .query(":SOUR:FUNC?", "CURR")
          .query(":SOUR:RANG?", "+10.0000E-3")
          .query(":SOUR:PROT:VOLT?", Double.toString(asked[1]));
      other.prepare(9e-3);
      script.done();
    }
  }

  @Test
  void aCurrentBeyondEveryRangeIsRefused() {
    LimitException e = assertThrows(LimitException.class, () -> source.prepare(0.21));
    assertTrue(e.getMessage().contains("0.21"), e.getMessage());
    script.done();
  }

  @Test
  void theRangeOfALiveOutputIsNotChanged() {
    script.query(":OUTP?", "1");
    SettingException e = assertThrows(SettingException.class, () -> source.range().set(0.1));
    assertTrue(e.getMessage().contains("switch it off first"), e.getMessage());
    script.done();
  }

  @Test
  void thereAreFourRanges() {
    LimitException e = assertThrows(LimitException.class, () -> source.range().set(0.02));
    assertTrue(e.getMessage().contains("0.001, 0.01, 0.1, 0.2"), e.getMessage());
    script.done();
  }

  @Test
  void safeRampsFromWhatTheInstrumentSays() {
    script
        .query(":SOUR:FUNC?", "CURR")
        .query(":SOUR:LEV?", "+2.00000E-3")
        .command(":SOUR:LEV 0.001")
        .command(":SOUR:LEV 0")
        .command(":OUTP 0")
        .query(":OUTP?", "0")
        .query(":SOUR:LEV?", "+0.00000E+0");
    source.safe();
    script.done();
  }

  @Test
  void safeSwitchesOffEvenIfTheRampIsRefused() {
    script
        .query(":SOUR:FUNC?", "CURR")
        .query(":SOUR:LEV?", "+5.00000E-4")
        .query(":SOUR:LEV 0;:SYST:ERR?", "-221,\"Settings conflict\"")
        .query(":SYST:ERR?", "0,\"No error\"")
        .query(":OUTP?", "1")
        .command(":OUTP 0")
        .query(":OUTP?", "0")
        .query(":SOUR:LEV?", "+5.00000E-4");
    NotAtRestException e = assertThrows(NotAtRestException.class, source::safe);
    assertEquals(2, e.getSuppressed().length);
    script.done();
  }

  @Test
  void aSmallChangeIsOneCommandAndALargeOneIsARamp() {
    found("1", "CURR", "+10.0000E-3", "+1.00000E-3");
    script
        .command(":SOUR:LEV 0.0015")
        .query(":SOUR:LEV?", "+1.50000E-3")
        .command(":SOUR:LEV 0.0025")
        .command(":SOUR:LEV 0.0035");
    source.ramp(1.5e-3);
    source.ramp(3.5e-3);
    script.done();
  }
}
