package org.spinbench.drivers.siglent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.role.SpectrumAnalyzer;
import org.spinbench.drivers.standin.Blocks;
import org.spinbench.drivers.standin.Script;

final class Ssa3021xTest {
  private final Script script = new Script();
  private final SpectrumAnalyzer analyzer = Ssa3021x.on(script.session());

  private void prepare() {
    script
        .command(":INST:SEL SA")
        .command(":INST:MEAS OFF")
        .command(":UNIT:POW DBM")
        .command(":INIT:CONT 0")
        .command(":FREQ:SPAN 40000000")
        .command(":BAND 300000")
        .command(":TRAC1:MODE WRIT")
        .command(":DET:TRAC1 AVER")
        .command(":AVER:TYPE POW")
        .command(":FORM REAL")
        .command(":FORM:BORD NORM");
    analyzer.prepare(40e6, 300e3);
    script.done();
  }

  @Test
  void prepareSetsASingleSweepWithPowerAveraging() {
    prepare();
    analyzer.prepare(40e6, 300e3);
    script.done();
  }

  private void swept(byte[] trace) {
    script
        .command(":FREQ:CENT 340000000")
        .query(":SWE:TIME?", "0.1")
        .query(":DISP:WIND:TRAC:Y:RLEV?", "0")
        .query(":INIT:IMM;*OPC?", "1")
        .query(":TRAC:DATA? 1", trace);
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
  void aCommaBehindTheLastLevelCountsForNothing() {
    prepare();
    script.command(":FORM ASC");
    for (Setting setting : analyzer.settings()) {
      if (setting.name().equals("format")) {
        ((ChoiceSetting) setting).set("ASC");
      }
    }
    swept("-1.00E+02,-2.725E+01,-9.95E+01,".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void bandPowerIsTheChannelPower() {
    prepare();
    script
        .query(":DISP:WIND:TRAC:Y:RLEV?", "0")
        .command(":FREQ:CENT 340000000")
        .command(":INST:MEAS CHP")
        .command(":CHP:BAND:INT 30000000")
        .command(":CHP:FREQ:SPAN 40000000")
        .query(":MEAS:CHP:CHP?", "-2.750000E+01")
        .query(":MEAS:CHP:CHP?", "-2.725000E+01");
    assertEquals(-27.5, analyzer.bandPower(340e6, 30e6).value());
    assertEquals(-27.25, analyzer.bandPower(340e6, 30e6).value());
    script.done();
  }

  @Test
  void aTraceAfterABandPowerIsOfTheSpectrumAgain() {
    bandPowerIsTheChannelPower();
    script
        .command(":INST:MEAS OFF")
        .query(":SWE:TIME?", "0.1")
        .query(":INIT:IMM;*OPC?", "1")
        .query(":TRAC:DATA? 1", Blocks.singles(ByteOrder.BIG_ENDIAN, -100, -27.25f));
    assertEquals(2, analyzer.sweep().points());
    script.done();
  }

  @Test
  void rangesAreThoseOfTheModel() {
    assertEquals(9e3, analyzer.centre().minimum());
    assertEquals(2.1e9, analyzer.centre().maximum());
    assertThrows(LimitException.class, () -> analyzer.centre().set(2.2e9));
    assertThrows(LimitException.class, () -> analyzer.resolutionBandwidth().set(200e3));
    script.done();
  }
}
