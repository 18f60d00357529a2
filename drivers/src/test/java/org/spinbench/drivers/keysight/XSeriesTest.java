package org.spinbench.drivers.keysight;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.SpectrumAnalyzer;
import org.spinbench.drivers.instrument.role.SpectrumTrace;
import org.spinbench.drivers.standin.Blocks;
import org.spinbench.drivers.standin.Script;

final class XSeriesTest {
  private final Script script = new Script();
  private final SpectrumAnalyzer analyzer = XSeries.n9030b(script.session());

  private void prepare() {
    script
        .command(":INST:SEL SA")
        .query("*OPC?", "1")
        .command(":UNIT:POW DBM")
        .command(":INIT:CONT 0")
        .command(":FREQ:SPAN 40000000")
        .command(":BAND 300000")
        .command(":SWE:POIN 401")
        .command(":BAND:TYPE DB3")
        .command(":TRAC:TYPE WRIT")
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
        .query(":DISP:WIND:TRAC:Y:RLEV?", "+0.00000000000E+00")
        .command(":FREQ:CENT " + frequency)
        .command(":CALC:MARK1:STAT 1")
        .command(":CALC:MARK1:FUNC BPOW")
        .command(":CALC:MARK1:X " + frequency)
        .command(":CALC:MARK1:FUNC:BAND:SPAN 40000000");
  }

  /** Configuration guides: frequency range options. */
  @ParameterizedTest
  @CsvSource({"503, 3.7e9", "508, 8.5e9", "513, 13.8e9", "526, 27e9", "544, 44.5e9", "B1X, 44.5e9"})
  void theOptionNarrowsTheRange(String option, double highest) {
    script.query("*OPT?", "\"" + option + ",P03\"").query(":INST:CAT?", "\"SA 1,PNOISE 14\"");
    analyzer.inspect();
    script.done();
    assertEquals(highest, analyzer.centre().maximum());
    assertEquals(highest, analyzer.span().maximum());
    for (String name : List.of("start", "stop", "marker", "marker_span", "channel_bandwidth")) {
      assertEquals(highest, number(name).maximum(), name);
    }
    assertEquals(-80e6, number("start").minimum());
    assertEquals(100, number("channel_span").minimum());
    LimitException e = assertThrows(LimitException.class, () -> analyzer.centre().set(45e9));
    assertTrue(e.getMessage().contains("4.5E10 Hz is outside -8.0E7 to "), e.getMessage());
  }

  @Test
  void onlyALicensedModeCanBeChosen() {
    ChoiceSetting mode = (ChoiceSetting) setting("mode");
    script.query("*OPT?", "\"526\"").query(":INST:CAT?", "\"SA 1, PNOISE 14\"");
    analyzer.inspect();
    assertEquals(List.of("SA", "PNOISE"), mode.words());
    script.query("*OPT?", "\"526\"").query(":INST:CAT?", "\"SA 1\"");
    analyzer.inspect();
    assertEquals(List.of("SA"), mode.words());
    LimitException e = assertThrows(LimitException.class, () -> mode.set("PNOISE"));
    assertTrue(e.getMessage().contains("mode: PNOISE is not one of SA"), e.getMessage());
    script.done();
  }

  private NumberSetting number(String name) {
    return (NumberSetting) setting(name);
  }

  private Setting setting(String name) {
    for (Setting setting : analyzer.settings()) {
      if (setting.name().equals(name)) {
        return setting;
      }
    }
    throw new AssertionError(name);
  }

  @Test
  void aSpanThatNeedsMorePointsThanThereAreIsRefusedBeforeAnythingIsSent() {
    LimitException e = assertThrows(LimitException.class, () -> analyzer.prepare(10e9, 1e6));
    assertTrue(
        e.getMessage().contains("points: 30001.0 is outside 1.0 to 20001.0"), e.getMessage());
    script.done();
  }

  @Test
  void theTwoModelsDifferInTheirAccuracy() {
    Script other = new Script();
    SpectrumAnalyzer n9020b = XSeries.n9020b(other.session());
    other
        .query(":INIT:CONT?", "0")
        .query(":DISP:WIND:TRAC:Y:RLEV?", "-30")
        .command(":UNIT:POW DBM")
        .command(":FREQ:CENT 340000000")
        .query(":FREQ:SPAN?", "60000000")
        .command(":INST:SEL SA")
        .query("*OPC?", "1")
        .command(":CALC:MARK1:STAT 1")
        .command(":CALC:MARK1:FUNC BPOW")
        .command(":CALC:MARK1:X 340000000")
        .command(":CALC:MARK1:FUNC:BAND:SPAN 40000000")
        .query(":SWE:TIME?", "0.1")
        .query(":INIT:IMM;*OPC?;:CALC:MARK1:Y?;:STAT:QUES:INT:COND?", "1;-27;0");
    Reading reading = n9020b.bandPower(340e6, 40e6);
    other.done();
    assertEquals(0.12, reading.uncertainty());
    assertEquals(-30, reading.range());
    assertEquals(0.1, reading.integration());
    assertTrue(reading.overload(), "above the reference level");
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
        .query(":SWE:TIME?", "0.1")
        .query(":DISP:WIND:TRAC:Y:RLEV?", "-27.25")
        .query(":INIT:IMM;*OPC?;:STAT:QUES:INT:COND?", "1;0")
        .query(":TRAC:DATA? TRACE1", Blocks.doubles(-100, -27.25, -99.5));
    analyzer.centre().set(340e6);
    SpectrumTrace trace = analyzer.sweep();
    script.done();
    assertEquals(320e6, trace.start());
    assertEquals(360e6, trace.stop());
    assertEquals(300e3, trace.resolutionBandwidth());
    assertEquals(340e6, trace.frequency(1));
    assertArrayEquals(new double[] {-100, -27.25, -99.5}, trace.levelsDbm());
    assertFalse(trace.overload(), "none is above the reference level");
  }

  @Test
  void aTraceOfOnePointIsRefused() {
    prepare();
    script
        .command(":FREQ:CENT 340000000")
        .query(":SWE:TIME?", "0.1")
        .query(":DISP:WIND:TRAC:Y:RLEV?", "-27.25")
        .query(":INIT:IMM;*OPC?;:STAT:QUES:INT:COND?", "1;0")
        .query(":TRAC:DATA? TRACE1", Blocks.doubles(-100));
    analyzer.centre().set(340e6);
    SettingException e = assertThrows(SettingException.class, analyzer::sweep);
    assertTrue(e.getMessage().contains("number of points"), e.getMessage());
  }

  @Test
  void theSameBandAgainCostsOneMessage() {
    prepare();
    aimed(340e6);
    script
        .query(":SWE:TIME?", "0.1")
        .query(":INIT:IMM;*OPC?;:CALC:MARK1:Y?;:STAT:QUES:INT:COND?", "1;-2.7314E+01;0")
        .query(":INIT:IMM;*OPC?;:CALC:MARK1:Y?;:STAT:QUES:INT:COND?", "1;-2.7298E+01;0");
    Reading first = analyzer.bandPower(340e6, 40e6);
    Reading second = analyzer.bandPower(340e6, 40e6);
    script.done();
    assertEquals(-27.314, first.value());
    assertEquals(-27.298, second.value());
    assertEquals(Unit.DBM, first.unit());
    assertEquals(0.1, first.uncertainty());
  }

  /** Bit 4, whatever else the register says: a tone outside the span compresses what is in it. */
  @Test
  void anOverloadedInputIsAskedInTheSameMessage() {
    prepare();
    aimed(340e6);
    script
        .query(":SWE:TIME?", "0.1")
        .query(":INIT:IMM;*OPC?;:CALC:MARK1:Y?;:STAT:QUES:INT:COND?", "1;-27;+16")
        .query(":INIT:IMM;*OPC?;:STAT:QUES:INT:COND?", "1;+8208")
        .query(":TRAC:DATA? TRACE1", Blocks.doubles(-100, -27.25))
        .query(":INIT:IMM;*OPC?;:CALC:MARK1:Y?;:STAT:QUES:INT:COND?", "1;-27;+4104")
        .query(":INIT:IMM;*OPC?;:CALC:MARK1:Y?;:STAT:QUES:INT:COND?", "1;-27;?")
        .query(":INIT:IMM;*OPC?;:CALC:MARK1:Y?", "1;-27");
    assertTrue(analyzer.bandPower(340e6, 40e6).overload());
    assertTrue(analyzer.sweep().overload());
    assertFalse(analyzer.bandPower(340e6, 40e6).overload(), "other bits");
    SettingException e =
        assertThrows(SettingException.class, () -> analyzer.bandPower(340e6, 40e6));
    assertTrue(e.getMessage().contains("does not say whether its input is overloaded"));
    analyzer.unmarked();
    assertFalse(analyzer.bandPower(340e6, 40e6).overload(), "as in old recordings");
    script.done();
  }

  @Test
  void anotherBandMovesSweepAndMarker() {
    prepare();
    aimed(340e6);
    script
        .query(":SWE:TIME?", "0.1")
        .query(":INIT:IMM;*OPC?;:CALC:MARK1:Y?;:STAT:QUES:INT:COND?", "1;-27;0")
        .command(":FREQ:CENT 300000000")
        .command(":CALC:MARK1:X 300000000")
        .command(":CALC:MARK1:FUNC:BAND:SPAN 40000000")
        .query(":INIT:IMM;*OPC?;:CALC:MARK1:Y?;:STAT:QUES:INT:COND?", "1;-30;0");
    analyzer.bandPower(340e6, 40e6);
    assertEquals(-30, analyzer.bandPower(300e6, 40e6).value());
    script.done();
  }

  @Test
  void theSpanIsWidenedForAWiderBand() {
    prepare();
    script
        .query(":DISP:WIND:TRAC:Y:RLEV?", "+0.00000000000E+00")
        .command(":FREQ:CENT 340000000")
        .command(":FREQ:SPAN 60000000")
        .command(":CALC:MARK1:STAT 1")
        .command(":CALC:MARK1:FUNC BPOW")
        .command(":CALC:MARK1:X 340000000")
        .command(":CALC:MARK1:FUNC:BAND:SPAN 60000000")
        .query(":SWE:TIME?", "0.1")
        .query(":INIT:IMM;*OPC?;:CALC:MARK1:Y?;:STAT:QUES:INT:COND?", "1;-27;0");
    analyzer.bandPower(340e6, 60e6);
    script.done();
  }

  @Test
  void anAnswerWithoutALevelIsAnError() {
    prepare();
    aimed(340e6);
    script
        .query(":SWE:TIME?", "0.1")
        .query(":INIT:IMM;*OPC?;:CALC:MARK1:Y?;:STAT:QUES:INT:COND?", "1;---;0");
    assertThrows(SettingException.class, () -> analyzer.bandPower(340e6, 40e6));
  }
}
