package org.spinbench.drivers.rigol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.role.SpectrumAnalyzer;
import org.spinbench.drivers.standin.Blocks;
import org.spinbench.drivers.standin.Script;

final class Dsa815Test {
  private final Script script = new Script();
  private final SpectrumAnalyzer analyzer = Dsa815.on(script.session());

  private void prepare() {
    script
        .command(":CONF:SAN")
        .command(":UNIT:POW DBM")
        .command(":INIT:CONT 0")
        .command(":FREQ:SPAN 40000000")
        .command(":BAND 300000")
        .command(":TRAC1:MODE WRIT")
        .command(":DET RMS")
        .command(":FORM REAL,32")
        .command(":FORM:BORD NORM");
    analyzer.prepare(40e6, 300e3);
    script.done();
  }

  private <S extends Setting> S setting(String name, Class<S> kind) {
    for (Setting setting : analyzer.settings()) {
      if (setting.name().equals(name)) {
        return kind.cast(setting);
      }
    }
    throw new AssertionError(name);
  }

  @Test
  void prepareSetsASingleSweepWithPowerAveraging() {
    prepare();
    analyzer.prepare(40e6, 300e3);
    script.done();
  }

  @Test
  void aSpanThatNeedsMorePointsThanThereAreIsRefused() {
    prepare();
    LimitException e = assertThrows(LimitException.class, () -> analyzer.prepare(40e6, 100e3));
    assertTrue(e.getMessage().contains("4.0E7 Hz needs 1201.0 points"), e.getMessage());
    assertTrue(e.getMessage().contains("always has 601"), e.getMessage());
    script.done();
  }

  @Test
  void aBandwidthThatItDoesNotHaveIsRefusedBeforeAnythingIsSent() {
    LimitException e = assertThrows(LimitException.class, () -> analyzer.prepare(40e6, 200e3));
    assertTrue(
        e.getMessage().contains("200000.0 Hz is not one of [100.0, 300.0, "), e.getMessage());
    assertThrows(LimitException.class, () -> analyzer.prepare(2e9, 300e3));
    script.done();
  }

  private void swept(byte[] block) {
    script
        .command(":FREQ:CENT 340000000")
        .query(":SWE:TIME?", "0.1")
        .query(":DISP:WIN:TRAC:Y:RLEV?", "0")
        .query(":INIT:IMM;*OPC?", "1")
        .query(":TRAC:DATA? TRACE1", block);
    analyzer.centre().set(340e6);
    assertArrayEquals(new double[] {-100, -27.25, -99.5}, analyzer.sweep().levelsDbm());
    script.done();
  }

  @Test
  void aSweepIsBigEndianSingles() {
    prepare();
    swept(Blocks.singles(ByteOrder.BIG_ENDIAN, -100, -27.25f, -99.5f));
  }

  @Test
  void aSweepInTheOtherByteOrder() {
    prepare();
    script.command(":FORM:BORD SWAP");
    setting("byte_order", ChoiceSetting.class).set("SWAP");
    swept(Blocks.singles(ByteOrder.LITTLE_ENDIAN, -100, -27.25f, -99.5f));
  }

  /** DSA800 Programming Guide, TRACe[:DATA]. */
  @Test
  void aSweepInTextComesInABlockToo() {
    prepare();
    script.command(":FORM ASC");
    setting("format", ChoiceSetting.class).set("ASC");
    swept(Blocks.text(" -1.000000e+02, -2.725000e+01, -9.950000e+01"));
  }

  private void bandPower(String wanted) {
    script
        .command(":CHP:AVER 0")
        .query(":CONF?", "CHP")
        .command(":CHP:BAND:INT 30000000")
        .query(":CONF?", "CHP")
        .command(":CHP:FREQ:SPAN " + wanted);
  }

  @Test
  void bandPowerIsTheChannelPower() {
    prepare();
    script
        .query(":DISP:WIN:TRAC:Y:RLEV?", "0")
        .command(":FREQ:CENT 340000000")
        .command(":CONF:CHP")
        .query(":CONF?", "CHP");
    bandPower("40000000");
    script
        .query(":READ:CHP:CHP?", "-2.750000e+01")
        .query(":FREQ:SPAN?", "40000000")
        .query(":READ:CHP:CHP?", "-2.725000e+01");
    assertEquals(-27.5, analyzer.bandPower(340e6, 30e6).value());
    assertEquals(-27.25, analyzer.bandPower(340e6, 30e6).value());
    script.done();
  }

  @Test
  void theChannelIsSetOnlyWhileItIsMeasured() {
    script.query(":CONF?", "SAN").query(":CONF?", "SAN");
    for (String name : new String[] {"channel_bandwidth", "channel_span"}) {
      NumberSetting setting = setting(name, NumberSetting.class);
      SettingException e = assertThrows(SettingException.class, () -> setting.set(1e6));
      assertTrue(e.getMessage().contains("set measurement to CHP first"), e.getMessage());
    }
    script.done();
  }

  @Test
  void rangesAreThoseOfTheModel() {
    assertEquals(9e3, analyzer.centre().minimum());
    assertEquals(1.5e9, analyzer.centre().maximum());
    assertThrows(LimitException.class, () -> analyzer.centre().set(1.6e9));
    assertThrows(LimitException.class, () -> analyzer.resolutionBandwidth().set(200e3));
    assertThrows(LimitException.class, () -> analyzer.resolutionBandwidth().set(30));
    script.done();
  }
}
