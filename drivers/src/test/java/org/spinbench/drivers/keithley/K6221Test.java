package org.spinbench.drivers.keithley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NotAtRestException;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.SweptBiasSource;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.scpi.InstrumentErrorException;
import org.spinbench.drivers.standin.Script;

final class K6221Test {
  private final Script script = new Script();
  private final SweptBiasSource source = K6221.on(script.session(), new Ramp(1e-3, 1), 0.8);

  @Test
  void inspectAsksAndChangesNothing() {
    script
        .query(":OUTP?", "1")
        .query(":SOUR:CURR:RANG?", "2.000000E-02")
        .query(":SOUR:CURR?", "5.000000E-03")
        .query(":STAT:OPER:COND?", "1024");
    source.inspect();
    script.done();
    assertEquals(5e-3, source.level().current());
    assertEquals(21e-3, source.level().maximum(), 1e-15, "5 % more than its range");
  }

  @Test
  void prepareGoesFromRangeToCompliance() {
    script
        .query(":SOUR:CURR:RANG:AUTO?", "1")
        .query(":OUTP?", "0")
        .command(":SOUR:CURR 0")
        .query(":SOUR:CURR:RANG:AUTO?", "1")
        .command(":SOUR:CURR:RANG:AUTO 0")
        .query(":SOUR:CURR:RANG:AUTO?", "0")
        .query(":SOUR:CURR:RANG?", "1.000000E-01")
        .query(":OUTP?", "0")
        .command(":SOUR:CURR:RANG 0.02")
        .query(":SOUR:CURR:RANG?", "2.000000E-02")
        .query(":SOUR:CURR:COMP?", "1.000000E+01")
        .command(":SOUR:CURR:COMP 0.8")
        .query(":SOUR:CURR:COMP?", "8.000000E-01")
        .query(":SOUR:CURR:FILT?", "0")
        .command(":SOUR:CURR:FILT 1")
        .query(":SOUR:CURR:FILT?", "1");
    source.prepare(9e-3);
    script.done();
  }

  @Test
  void prepareLeavesAloneWhatIsRight() {
    script
        .query(":SOUR:CURR:RANG:AUTO?", "0")
        .query(":SOUR:CURR:RANG?", "2.000000E-02")
        .query(":SOUR:CURR:COMP?", "8.000000E-01")
        .query(":SOUR:CURR:FILT?", "1");
    source.prepare(9e-3);
    script.done();
  }

  @Test
  void theLowestComplianceIsATenthOfAVolt() {
    BiasSource low = K6221.on(script.session(), new Ramp(1e-3, 1), 0.03);
    script
        .query(":SOUR:CURR:RANG:AUTO?", "0")
        .query(":SOUR:CURR:RANG?", "2.000000E-02")
        .query(":SOUR:CURR:COMP?", "1.000000E-01")
        .query(":SOUR:CURR:FILT?", "1");
    low.prepare(9e-3);
    script.done();
  }

  @Test
  void aCurrentBeyondEveryRangeIsRefused() {
    LimitException e = assertThrows(LimitException.class, () -> source.prepare(0.106));
    assertTrue(e.getMessage().contains("0.106 A"), e.getMessage());
    assertTrue(e.getMessage().contains("0.105"), e.getMessage());
    script.done();
  }

  @Test
  void earthIsNotSwitchedOnALiveOutput() {
    List<SwitchSetting> switches = new ArrayList<>();
    for (Setting setting : source.settings()) {
      if (setting.name().equals("low_earthed")) {
        switches.add((SwitchSetting) setting);
      }
    }
    script.query(":OUTP?", "1");
    assertThrows(SettingException.class, () -> switches.get(0).set(true));
    script.query(":OUTP?", "0").command(":OUTP:LTE 1");
    switches.get(0).set(true);
    script.done();
  }

  @Test
  void safeRampsSwitchesOffAndAsksForBoth() {
    script
        .query(":SOUR:CURR?", "-2.000000E-03")
        .command(":SOUR:CURR -0.001")
        .command(":SOUR:CURR 0")
        .command(":OUTP 0")
        .query(":OUTP?", "1")
        .query(":SOUR:CURR?", "0.000000E+00");
    NotAtRestException e = assertThrows(NotAtRestException.class, source::safe);
    assertTrue(e.getMessage().contains("output off"), e.getMessage());
    script.done();
  }

  @Test
  void aSmallChangeIsOneCommand() {
    script.query(":SOUR:CURR?", "0.000000E+00").command(":SOUR:CURR 0.0005");
    source.ramp(0.5e-3);
    script.command(":OUTP 1");
    source.output().set(true);
    script.done();
  }

  @Test
  void aSourceThatSweepsIsNotTaken() {
    script
        .query(":OUTP?", "1")
        .query(":SOUR:CURR:RANG?", "2.000000E-02")
        .query(":SOUR:CURR?", "0.000000E+00")
        .query(":STAT:OPER:COND?", "8");
    SettingException e = assertThrows(SettingException.class, source::inspect);
    assertTrue(e.getMessage().startsWith("it sweeps with its output on"), e.getMessage());
    script.done();
  }

  @Test
  void whatIsOffIsNotAskedWhetherItSweeps() {
    script
        .query(":OUTP?", "0")
        .query(":SOUR:CURR:RANG?", "2.000000E-02")
        .query(":SOUR:CURR?", "0.000000E+00");
    source.inspect();
    script.done();
  }

  private static final String SWEEP = ":SOUR:SWE:SPAC LIST;:SOUR:SWE:RANG FIX;COUN 1;CAB 0";
  private static final String TRIGGERS = ":ARM:SOUR IMM;:TRIG:SOUR IMM;OUTP SOUR;OLIN 2";

  /** It stands at 1 mA, and is to go up to 1.5 mA and back. */
  private void prepared() {
    script.command(":SOUR:CURR 0.001");
    source.level().set(1e-3);
    script
        .query(":OUTP?", "1")
        .command(SWEEP)
        .command(TRIGGERS)
        .command(":SOUR:LIST:CURR 0.001,0.0015,0.001")
        .query(":SOUR:LIST:CURR:POIN?", "3")
        .command(":SOUR:LIST:DEL 0.048,0.048,0.048")
        .query(":SOUR:LIST:DEL:POIN?", "3")
        .query(":SOUR:CURR:COMP?", "8.000000E-01")
        .command(":SOUR:LIST:COMP 0.8,0.8,0.8")
        .query(":SOUR:LIST:COMP:POIN?", "3");
    source.preparePass(0.0471, 1e-3, 1.5e-3, 1e-3);
    script.done();
  }

  @Test
  void aPassIsAListThatIsArmedAndStarted() {
    prepared();
    script.command(":SOUR:SWE:ARM").command(":INIT");
    source.startSweep();
    script.query(":STAT:OPER:COND?", "8").query(":STAT:OPER:COND?", "1026");
    assertTrue(source.sweeping());
    assertFalse(source.sweeping(), "done and idle");
    script
        .command(":SOUR:SWE:ABOR")
        .query(":OUTP?", "1")
        .command(":SOUR:CURR 0.001")
        .query(":SOUR:CURR?", "1.000000E-03");
    source.endSweep();
    script.done();
    source.endSweep();
    assertFalse(source.sweeping(), "there is nothing to ask");
    script.done();
  }

  /** What an abort does to the output the manual does not say. */
  @Test
  void anOutputThatAnAbortSwitchesOffComesBackFromZero() {
    BiasSource slow = K6221.on(script.session(), new Ramp(0.6e-3, 1), 0.8);
    script.command(":SOUR:CURR 0.0005");
    slow.level().set(0.5e-3);
    script
        .query(":OUTP?", "1")
        .command(SWEEP)
        .command(TRIGGERS)
        .command(":SOUR:LIST:CURR 5E-4,5E-4")
        .query(":SOUR:LIST:CURR:POIN?", "2")
        .command(":SOUR:LIST:DEL 0.001,0.001")
        .query(":SOUR:LIST:DEL:POIN?", "2")
        .query(":SOUR:CURR:COMP?", "8.000000E-01")
        .command(":SOUR:LIST:COMP 0.8,0.8")
        .query(":SOUR:LIST:COMP:POIN?", "2");
    ((SweptBiasSource) slow).preparePass(1e-3, 0.5e-3, 0.5e-3);
    script
        .command(":SOUR:SWE:ABOR")
        .query(":OUTP?", "0")
        .command(":SOUR:CURR 0")
        .command(":OUTP 1")
        .command(":SOUR:CURR 0.0005")
        .query(":SOUR:CURR?", "5.000000E-04");
    ((SweptBiasSource) slow).endSweep();
    script.done();
  }

  @Test
  void aLevelThatIsNotConfirmedAfterAPassIsAnError() {
    prepared();
    script
        .command(":SOUR:SWE:ABOR")
        .query(":OUTP?", "1")
        .command(":SOUR:CURR 0.001")
        .query(":SOUR:CURR?", "1.500000E-03");
    SettingException e = assertThrows(SettingException.class, source::endSweep);
    assertTrue(e.getMessage().contains("was set to 0.001 after a pass, and is 0.0015"), "" + e);
    script.done();
  }

  @Test
  void whatItKeepsIsCountedAndNotSentAgain() {
    prepared();
    script
        .query(":OUTP?", "1")
        .command(SWEEP)
        .command(TRIGGERS)
        .query(":SOUR:LIST:CURR:POIN?", "3")
        .command(":SOUR:LIST:DEL 0.05,0.05,0.05")
        .query(":SOUR:LIST:DEL:POIN?", "3")
        .query(":SOUR:CURR:COMP?", "8.000000E-01")
        .query(":SOUR:LIST:COMP:POIN?", "1");
    SettingException e =
        assertThrows(SettingException.class, () -> source.preparePass(0.05, 1e-3, 1.5e-3, 1e-3));
    assertTrue(e.getMessage().startsWith("it has kept 1 of 3 values of a list"), "" + e);
    script.done();
  }

  @Test
  void aLongListIsSentInParts() {
    script.command(":SOUR:CURR 0");
    source.level().set(0);
    String zeros = String.join(",", Collections.nCopies(100, "0"));
    script.query(":OUTP?", "1").command(SWEEP).command(TRIGGERS);
    script.command(":SOUR:LIST:CURR " + zeros).command(":SOUR:LIST:CURR:APP 0");
    script.query(":SOUR:LIST:CURR:POIN?", "101");
    script.command(":SOUR:LIST:DEL " + zeros.replace("0", "0.01"));
    script.refusal(":SOUR:LIST:DEL:APP 0.01", "-223,\"Too much data\"");
    script.query(":SYST:ERR?", "0,\"No error\"");
    InstrumentErrorException e =
        assertThrows(
            InstrumentErrorException.class, () -> source.preparePass(0.01, new double[101]));
    assertTrue(e.getMessage().contains("-223"), e.getMessage());
    script.done();
  }

  @Test
  void safeEndsAPassAndSwitchesNothingOn() {
    prepared();
    script.command(":SOUR:SWE:ARM").command(":INIT");
    source.startSweep();
    script
        .command(":SOUR:SWE:ABOR")
        .query(":SOUR:CURR?", "1.000000E-03")
        .command(":SOUR:CURR 0")
        .command(":OUTP 0")
        .query(":OUTP?", "0")
        .query(":SOUR:CURR?", "0.000000E+00");
    source.safe();
    script.done();
  }

  @Test
  void whatCannotBeAPassIsRefusedAndNothingIsSent() {
    script.command(":SOUR:CURR 0");
    source.level().set(0);
    assertEquals(2500, source.longestPass());
    for (double[] levels :
        new double[][] {{0}, new double[2501], {0, 2e-3, 0}, {0, 1e-3}, {1e-3, 0}}) {
      assertThrows(IllegalArgumentException.class, () -> source.preparePass(0.01, levels));
    }
    assertThrows(LimitException.class, () -> source.preparePass(0.01, 0, 0.2, 0));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> source.preparePass(0.01, 1.1e-3, 1.1e-3));
    assertTrue(e.getMessage().contains("0.0011 A is further from zero than one step"), "" + e);
    assertThrows(LimitException.class, () -> source.preparePass(1e-4, 0, 0));
    assertThrows(IllegalStateException.class, source::startSweep);
    script.query(":OUTP?", "0");
    assertThrows(SettingException.class, () -> source.preparePass(0.01, 0, 1e-3, 0));
    script.done();
  }

  /** As when they are set one by one: of 20 mA multiples of 2 uA. */
  @Test
  void levelsOfAPassAreMultiplesOfTheResolution() {
    script
        .query(":OUTP?", "0")
        .query(":SOUR:CURR:RANG?", "2.000000E-02")
        .query(":SOUR:CURR?", "0.000000E+00");
    source.inspect();
    assertEquals(-7.4e-5, source.level().rounded(-7.42e-5), 1e-18);
    script
        .query(":OUTP?", "1")
        .command(SWEEP)
        .command(TRIGGERS)
        .command(":SOUR:LIST:CURR 0,-7.4E-5,0")
        .query(":SOUR:LIST:CURR:POIN?", "3")
        .command(":SOUR:LIST:DEL 0.01,0.01,0.01")
        .query(":SOUR:LIST:DEL:POIN?", "3")
        .query(":SOUR:CURR:COMP?", "8.000000E-01")
        .command(":SOUR:LIST:COMP 0.8,0.8,0.8")
        .query(":SOUR:LIST:COMP:POIN?", "3");
    source.preparePass(0.01, 0, -7.42e-5, 0);
    script.done();
  }
}
