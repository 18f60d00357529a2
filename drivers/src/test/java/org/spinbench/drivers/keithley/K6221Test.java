package org.spinbench.drivers.keithley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.BiasSource;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NotAtRestException;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.standin.Script;

final class K6221Test {
  private final Script script = new Script();
  private final BiasSource source = K6221.on(script.session(), new Ramp(1e-3, 1), 0.8);

  @Test
  void inspectAsksAndChangesNothing() {
    script
        .query(":OUTP?", "1")
        .query(":SOUR:CURR:RANG?", "2.000000E-02")
        .query(":SOUR:CURR?", "5.000000E-03");
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
}
