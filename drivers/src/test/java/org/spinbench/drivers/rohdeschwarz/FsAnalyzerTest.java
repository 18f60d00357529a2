package org.spinbench.drivers.rohdeschwarz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.SpectrumAnalyzer;
import org.spinbench.drivers.instrument.role.SpectrumTrace;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.standin.Blocks;
import org.spinbench.drivers.standin.Script;

final class FsAnalyzerTest {
  private final Script script = new Script(Dialect.SCPI, "Rohde&Schwarz,FSV30,1321/1,3.20");
  private final SpectrumAnalyzer analyzer = FsAnalyzer.fsv(script.session());

  private void prepare() {
    script
        .command(":INST:SEL SAN")
        .query("*OPC?", "1")
        .command(":CALC:UNIT:POW DBM")
        .command(":INIT:CONT 0")
        .command(":FREQ:SPAN 40000000")
        .command(":BAND 300000")
        .command(":SWE:POIN 401")
        .command(":DISP:TRAC:MODE WRIT")
        .command(":SWE:COUN 1")
        .command(":DET RMS")
        .command(":AVER:TYPE POW")
        .command(":FORM REAL,32");
    analyzer.prepare(40e6, 300e3);
    script.done();
  }

  @Test
  void prepareSetsASingleSweepWithPowerAveraging() {
    prepare();
    analyzer.prepare(40e6, 300e3);
    script.done();
  }

  @Test
  void fewPointsAreMadeTheFewestThatThereAre() {
    prepare();
    script.command(":FREQ:SPAN 1000000").command(":BAND 300000").command(":SWE:POIN 101");
    analyzer.prepare(1e6, 300e3);
    script.done();
  }

  @Test
  void aSweepIsLittleEndianSingles() {
    prepare();
    script
        .command(":FREQ:CENT 340000000")
        .query(":SWE:TIME?", "0.1")
        .query(":DISP:TRAC:Y:RLEV?", "-27.5")
        .query(":INIT:IMM;*OPC?;:STAT:QUES:POW:COND?", "1;0")
        .query(":TRAC? TRACE1", Blocks.singles(ByteOrder.LITTLE_ENDIAN, -100, -27.25f, -99.5f));
    analyzer.centre().set(340e6);
    SpectrumTrace trace = analyzer.sweep();
    script.done();
    assertEquals(320e6, trace.start());
    assertEquals(360e6, trace.stop());
    assertArrayEquals(new double[] {-100, -27.25, -99.5}, trace.levelsDbm());
    assertTrue(trace.overload(), "-27.25 dBm are above the reference level");
  }

  @Test
  void bandPowerIsTheChannelPower() {
    prepare();
    String question =
        ":CALC:MARK:FUNC:POW:SEL CPOW;:INIT:IMM;*OPC?;:CALC:MARK:FUNC:POW:RES? CPOW"
            + ";:STAT:QUES:POW:COND?";
    script
        .query(":DISP:TRAC:Y:RLEV?", "0")
        .command(":FREQ:CENT 340000000")
        .command(":CALC:MARK:FUNC:POW 1")
        .command(":POW:ACH:BAND 30000000")
        .query(":SWE:TIME?", "0.1")
        .query(question, "1;-27.5;0")
        .query(question, "1;-27.25;4");
    Reading first = analyzer.bandPower(340e6, 30e6);
    Reading second = analyzer.bandPower(340e6, 30e6);
    assertEquals(-27.25, second.value(), "again in one message");
    assertFalse(first.overload());
    assertTrue(second.overload(), "the IF path");
    script.done();
    assertEquals(-27.5, first.value());
    assertEquals(0.2, first.uncertainty());
  }

  /** Data sheets: frequency ranges. */
  @ParameterizedTest
  @CsvSource({
    "FSV3, 3.6e9", "FSV-4, 4e9", "FSV7, 7e9", "FSV13, 13.6e9", "FSV30, 30e9", "FSV-40, 40e9",
    "FSW-8, 8e9", "FSW13, 13.6e9", "FSW-26, 26.5e9", "FSW43, 43.5e9", "FSW-50, 50e9", "FSW85, 85e9"
  })
  void theModelSaysHowFarItGoes(String model, double highest) {
    Script other = new Script(Dialect.SCPI, "Rohde&Schwarz," + model + ",1/1,5.0");
    SpectrumAnalyzer one = FsAnalyzer.fsw(other.session());
    assertEquals(highest, one.centre().maximum());
    LimitException e = assertThrows(LimitException.class, () -> one.centre().set(1e11));
    assertTrue(e.getMessage().contains("1.0E11 Hz is outside 0.0 to " + highest), e.getMessage());
    other.done();
  }

  @Test
  void modelsNameThemselvesWithAHyphenOrWithout() {
    assertEquals(List.of("FSV7", "FSV-7", "FSV30", "FSV-30"), FsAnalyzer.models("FSV", 7, 30));
  }

  @Test
  void bandwidthsAreOfTheSequenceOneTwoThreeFive() {
    script.command(":BAND 5000");
    analyzer.resolutionBandwidth().set(5e3);
    LimitException e =
        assertThrows(LimitException.class, () -> analyzer.resolutionBandwidth().set(4e3));
    assertTrue(e.getMessage().contains("4000.0 Hz is not one of [1.0, 2.0, 3.0, 5.0, 10.0"));
    script.done();
  }
}
