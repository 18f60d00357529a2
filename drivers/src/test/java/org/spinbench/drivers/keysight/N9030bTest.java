package org.spinbench.drivers.keysight;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.Reading;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.SpectrumTrace;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.standin.Script;

final class N9030bTest {
  private final Script script = new Script();
  private final N9030b analyzer = new N9030b(script.session());

  private void prepare() {
    script
        .command(":INST:SEL SA")
        .query("*OPC?", "1")
        .command(":INIT:CONT 0")
        .command(":FREQ:SPAN 40000000")
        .command(":BAND 300000")
        .command(":SWE:POIN 401")
        .command(":DET:TRAC AVER")
        .command(":AVER:TYPE RMS")
        .command(":FORM REAL,64")
        .command(":FORM:BORD NORM");
    analyzer.prepare(40e6, 300e3);
    script.done();
  }

  private void aimed(double centre) {
    String frequency = centre == 340e6 ? "340000000" : "300000000";
    script
        .command(":FREQ:CENT " + frequency)
        .command(":CALC:MARK1:STAT 1")
        .command(":CALC:MARK1:FUNC BPOW")
        .command(":CALC:MARK1:X " + frequency)
        .command(":CALC:MARK1:FUNC:BAND:SPAN 40000000");
  }

  private static byte[] block(double... levels) {
    ByteBuffer payload = ByteBuffer.allocate(8 * levels.length);
    for (double level : levels) {
      payload.putDouble(level);
    }
    String length = Integer.toString(payload.capacity());
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(("#" + length.length() + length).getBytes(StandardCharsets.US_ASCII));
    block.writeBytes(payload.array());
    return block.toByteArray();
  }

  @Test
  void itsOptionNarrowsItsRange() {
    script.query("*OPT?", "\"526,B1X\"");
    analyzer.inspect();
    assertEquals(27e9, analyzer.centre().maximum());
    assertEquals(27e9, analyzer.span().maximum());
    script.done();
  }

  @Test
  void anUnknownOptionLeavesTheModelsRange() {
    script.query("*OPT?", "\"B1X\"");
    analyzer.inspect();
    assertEquals(44.5e9, analyzer.centre().maximum());
    script.done();
  }

  @Test
  void prepareSetsASingleSweepWithPowerAveraging() {
    prepare();
    analyzer.prepare(40e6, 300e3);
    script.done();
  }

  @Test
  void aSweepIsBigEndianDoublesBetweenStartAndStop() {
    prepare();
    script
        .command(":FREQ:CENT 340000000")
        .query(":INIT:IMM;*OPC?", "1")
        .query(":TRAC:DATA? TRACE1", block(-100, -27.25, -99.5));
    analyzer.centre().set(340e6);
    SpectrumTrace trace = analyzer.sweep();
    script.done();
    assertEquals(320e6, trace.start());
    assertEquals(360e6, trace.stop());
    assertEquals(300e3, trace.resolutionBandwidth());
    assertEquals(340e6, trace.frequency(1));
    assertArrayEquals(new double[] {-100, -27.25, -99.5}, trace.levelsDbm());
  }

  @Test
  void aTraceOfOnePointIsRefused() {
    prepare();
    script
        .command(":FREQ:CENT 340000000")
        .query(":INIT:IMM;*OPC?", "1")
        .query(":TRAC:DATA? TRACE1", block(-100));
    analyzer.centre().set(340e6);
    SettingException e = assertThrows(SettingException.class, analyzer::sweep);
    assertTrue(e.getMessage().contains("number of points"), e.getMessage());
  }

  @Test
  void theSameBandAgainCostsOneMessage() {
    prepare();
    aimed(340e6);
    script
        .query(":INIT:IMM;*OPC?;:CALC:MARK1:Y?", "1;-2.7314E+01")
        .query(":INIT:IMM;*OPC?;:CALC:MARK1:Y?", "1;-2.7298E+01");
    Reading first = analyzer.bandPower(340e6, 40e6);
    Reading second = analyzer.bandPower(340e6, 40e6);
    script.done();
    assertEquals(-27.314, first.value());
    assertEquals(-27.298, second.value());
    assertEquals(Unit.DBM, first.unit());
    assertEquals(0.1, first.uncertainty());
  }

  @Test
  void anotherBandMovesSweepAndMarker() {
    prepare();
    aimed(340e6);
    script
        .query(":INIT:IMM;*OPC?;:CALC:MARK1:Y?", "1;-27")
        .command(":FREQ:CENT 300000000")
        .command(":CALC:MARK1:X 300000000")
        .command(":CALC:MARK1:FUNC:BAND:SPAN 40000000")
        .query(":INIT:IMM;*OPC?;:CALC:MARK1:Y?", "1;-30");
    analyzer.bandPower(340e6, 40e6);
    assertEquals(-30, analyzer.bandPower(300e6, 40e6).value());
    script.done();
  }

  @Test
  void theSpanIsWidenedForAWiderBand() {
    prepare();
    script
        .command(":FREQ:CENT 340000000")
        .command(":FREQ:SPAN 60000000")
        .command(":CALC:MARK1:STAT 1")
        .command(":CALC:MARK1:FUNC BPOW")
        .command(":CALC:MARK1:X 340000000")
        .command(":CALC:MARK1:FUNC:BAND:SPAN 60000000")
        .query(":INIT:IMM;*OPC?;:CALC:MARK1:Y?", "1;-27");
    analyzer.bandPower(340e6, 60e6);
    script.done();
  }

  @Test
  void anAnswerThatIsNoLevelIsAnError() {
    prepare();
    aimed(340e6);
    script.query(":INIT:IMM;*OPC?;:CALC:MARK1:Y?", "1;---");
    assertThrows(SettingException.class, () -> analyzer.bandPower(340e6, 40e6));
  }
}
