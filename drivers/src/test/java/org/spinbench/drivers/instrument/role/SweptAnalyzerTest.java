package org.spinbench.drivers.instrument.role;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.standin.Blocks;
import org.spinbench.drivers.standin.Script;

final class SweptAnalyzerTest {
  private final Script script = new Script();
  private final SweptAnalyzer analyzer =
      new SweptAnalyzer(script.session(), 9e3, 1e9, 1)
          .resolutionBandwidths(10, 1e6, 1, 3)
          .videoBandwidths(1, 3e6)
          .sweepTimes(1e-3, 100)
          .attenuations(":ATT", 30)
          .referenceLevels(":REF", -100, 20)
          .units(":UNIT")
          .points(5)
          .uncertainty(0.5);
  private final ChoiceSetting format =
      analyzer.settings().choice("format", ":FORM", "REAL,64", "INT,32", "ASC");
  private final ChoiceSetting order = analyzer.settings().choice("order", ":ORD", "NORM", "SWAP");

  SweptAnalyzerTest() {
    TraceReader reader = TraceReader.ordered(script.session(), format, order);
    analyzer.reads(reader, ":TRAC?").bandBy((centre, width) -> ":BAND?");
  }

  private void found(String continuous, String centre, String span) {
    script
        .query(":INIT:CONT?", continuous)
        .command(":UNIT DBM")
        .query(":FREQ:CENT?", centre)
        .query(":FREQ:SPAN?", span);
  }

  /** What a band power at 100 MHz sends before it measures. */
  private void aimed() {
    script
        .query(":INIT:CONT?", "0")
        .query(":REF?", "0")
        .command(":UNIT DBM")
        .command(":FREQ:CENT 100000000")
        .query(":FREQ:SPAN?", "40E6");
  }

  private NumberSetting number(String name) {
    for (Setting setting : analyzer.settings()) {
      if (setting.name().equals(name)) {
        return (NumberSetting) setting;
      }
    }
    throw new AssertionError(name);
  }

  @Test
  void continuousSweepsAreRefused() {
    script.query(":INIT:CONT?", "1");
    SettingException e = assertThrows(SettingException.class, analyzer::sweep);
    assertTrue(e.getMessage().contains("it sweeps continuously"), e.getMessage());
    assertThrows(SettingException.class, () -> analyzer.bandPower(1e8, 1e6));
    script.done();
  }

  @Test
  void aSweepBeyondTheRangeIsRefused() {
    found("0", "990E6", "40E6");
    SettingException e = assertThrows(SettingException.class, analyzer::sweep);
    assertTrue(e.getMessage().contains("9.7E8 to 1.01E9 Hz, outside 9000.0 to 1.0E9 Hz"));
    script.done();
  }

  @Test
  void aTraceOfOnePointIsRefused() {
    found("0", "500E6", "40E6");
    script
        .query(":SWE:TIME?", "0.1")
        .query(":REF?", "0")
        .query(":INIT:IMM;*OPC?", "1")
        .query(":FORM?", "REAL,64")
        .query(":TRAC?", Blocks.doubles(-100))
        .query(":ORD?", "NORM");
    SettingException e = assertThrows(SettingException.class, analyzer::sweep);
    assertTrue(e.getMessage().contains("a trace of 1 points"), e.getMessage());
  }

  /** The session of the script waits for two seconds. */
  @Test
  void aSweepThatTakesLongerThanAnAnswerMayIsRefused() {
    found("0", "500E6", "40E6");
    script.query(":SWE:TIME?", "100");
    SettingException e = assertThrows(SettingException.class, analyzer::sweep);
    assertTrue(e.getMessage().contains("takes 100.0 s for a sweep"), e.getMessage());
    assertTrue(e.getMessage().contains("a longer timeout of it in the bench file"));
    script.command(":BAND 1000000").query(":SWE:TIME?", "90");
    analyzer.resolutionBandwidth().set(1e6);
    assertThrows(SettingException.class, analyzer::sweep, "the bandwidth changes the time");
    script.done();
  }

  @Test
  void startAndStopMoveCentreAndSpan() {
    script
        .command(":FREQ:CENT 500000000")
        .command(":FREQ:SPAN 1000000")
        .command(":BAND 1000")
        .command(":FREQ:STAR 400000000")
        .query(":FREQ:CENT?", "450.25E6")
        .query(":FREQ:SPAN?", "100.5E6")
        .query(":BAND?", "1E6");
    analyzer.centre().set(500e6);
    analyzer.span().set(1e6);
    analyzer.resolutionBandwidth().set(1e3);
    number("start").set(400e6);
    assertEquals(450.25e6, analyzer.centre().current());
    assertEquals(100.5e6, analyzer.span().current());
    assertEquals(1e6, analyzer.resolutionBandwidth().current());
    script.done();
  }

  @Test
  void aCouplingSwitchChangesWhatItCouples() {
    script.command(":BAND:VID 1000").command(":BAND:VID:AUTO 1").query(":BAND:VID?", "300000");
    number("video_bandwidth").set(1000);
    for (Setting setting : analyzer.settings()) {
      if (setting.name().equals("video_bandwidth_auto")) {
        ((SwitchSetting) setting).set(true);
      }
    }
    assertEquals(300e3, number("video_bandwidth").current());
    script.done();
  }

  @Test
  void optionsNarrowTheFrequencies() {
    analyzer.frequencies(9e3, 5e8);
    for (String name : new String[] {"centre", "start", "stop", "span", "centre_step"}) {
      assertThrows(LimitException.class, () -> number(name).set(6e8), name);
    }
    assertEquals(0, analyzer.span().minimum());
    script.done();
  }

  @ParameterizedTest
  @ValueSource(strings = {"---", "9.91E37", "9.9E37"})
  void anAnswerWithoutALevelIsAnError(String answer) {
    aimed();
    script.query(":BAND?", answer);
    SettingException e = assertThrows(SettingException.class, () -> analyzer.bandPower(100e6, 1e6));
    assertTrue(e.getMessage().contains("\"" + answer + "\" instead of a band power"));
    script.done();
  }

  /** The answer to *OPC? alone is 1, which is no level of 1 dBm. */
  @Test
  void whereTheLevelIsMissingItIsAnError() {
    String message = ":INIT:IMM;*OPC?;:BAND?";
    analyzer.bandBy((centre, width) -> message);
    aimed();
    script.query(message, "1");
    SettingException e = assertThrows(SettingException.class, () -> analyzer.bandPower(100e6, 1e6));
    assertTrue(e.getMessage().contains("\"1\" is not one answer to each query of"), e.getMessage());
    script.done();
  }

  /** Without the level, the answer to *OPC? would be the level, and that of the register itself. */
  @Test
  void whereTheLevelBeforeARegisterIsMissingItIsAnError() {
    OverloadRegister register = new OverloadRegister(script.session(), ":STAT:QUES:COND?", 4);
    String message = ":INIT:IMM;*OPC?;:BAND?";
    script
        .query(message + ";:STAT:QUES:COND?", "1;-20.5;4")
        .query(message + ";:STAT:QUES:COND?", "1;4");
    assertEquals(new OverloadRegister.Measured("-20.5", true), register.measure(1, message));
    SettingException e = assertThrows(SettingException.class, () -> register.measure(1, message));
    assertTrue(e.getMessage().contains("\"1;4\" is not one answer to each query of"));
    script.done();
  }

  @Test
  void aLevelAboveTheReferenceIsAnOverload() {
    script
        .query(":INIT:CONT?", "0")
        .query(":REF?", "-10")
        .command(":UNIT DBM")
        .command(":FREQ:CENT 100000000")
        .query(":FREQ:SPAN?", "40E6")
        .query(":BAND?", "-9.5")
        .query(":BAND?", "-10.5");
    assertTrue(analyzer.bandPower(100e6, 1e6).overload());
    assertTrue(!analyzer.bandPower(100e6, 1e6).overload());
    script.done();
  }

  @Test
  void aTraceOfFixedLengthHasTooFewPointsForAWideSpan() {
    script.command(":UNIT DBM").command(":INIT:CONT 0").command(":FREQ:SPAN 1000000");
    script.command(":BAND 1000000");
    analyzer.prepare(1e6, 1e6);
    LimitException e = assertThrows(LimitException.class, () -> analyzer.prepare(1e6, 300e3));
    assertTrue(e.getMessage().contains("1000000.0 Hz needs 11.0 points"), e.getMessage());
    script.done();
  }

  @Test
  void integersAreThousandths() {
    script
        .query(":FORM?", "INT,32")
        .query(":TRAC?", new byte[] {'#', '1', '8', 1, 0, 0, 0, -1, -1, -1, -1})
        .query(":ORD?", "SWAP");
    TraceReader reader = TraceReader.ordered(script.session(), format, order);
    assertArrayEquals(new double[] {0.001, -0.001}, reader.read(":TRAC?"));
    script.done();
  }

  @Test
  void aMalformedTraceIsAnError() {
    script.query(":FORM?", "ASC,8").query(":TRAC?", "1,x".getBytes(StandardCharsets.US_ASCII));
    TraceReader reader = TraceReader.ordered(script.session(), format, order);
    SettingException e = assertThrows(SettingException.class, () -> reader.read(":TRAC?"));
    assertTrue(e.getMessage().contains("no trace in the format ASC to :TRAC?"), e.getMessage());
    script.done();
  }

  @Test
  void bandwidthsOfEveryDecade() {
    double[] values = analyzer.resolutionBandwidth().values();
    assertArrayEquals(new double[] {10, 30, 100, 300, 1e3, 3e3, 1e4, 3e4, 1e5, 3e5, 1e6}, values);
    assertEquals(0, number("video_bandwidth").values().length);
  }
}
