package org.spinbench.simulator.instrument.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.SpectralLine;
import org.spinbench.simulator.instrument.SpectrumInput;
import org.spinbench.simulator.instrument.Surroundings;

@Tag("any-jdk")
class SimulatedFsvTest extends AnalyzerContract {
  @Override
  SimulatedInstrument make(Surroundings surroundings, SpectrumInput input) {
    return SimulatedFsAnalyzer.fsv(surroundings, input);
  }

  @Override
  String table() {
    return "fsv.csv";
  }

  @Override
  double floor() {
    return 1e-12 / 300e3;
  }

  @Override
  String averaging(AmplitudeNoise.Scale scale, int sweeps) {
    String type =
        switch (scale) {
          case LOG -> "VID";
          case SCALAR -> "LIN";
          case RMS -> "POW";
        };
    return "DET SAMP;:DISP:TRAC:MODE AVER;:AVER:TYPE " + type + ";:SWE:COUN " + sweeps;
  }

  @Override
  String trace() {
    return "FORM ASC;:TRAC? TRACE1";
  }

  @Override
  String binaryTrace(ByteOrder order) {
    return "FORM REAL,32;:TRAC? TRACE1";
  }

  @Override
  List<ByteOrder> orders() {
    return List.of(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  String powerIn40MegaHertz() {
    return "POW:ACH:BAND 40 MHZ;:CALC:MARK:FUNC:POW:SEL CPOW;:INIT;*WAI;"
        + ":CALC:MARK:FUNC:POW:RES? CPOW";
  }

  @Override
  String toPeak() {
    return "CALC:MARK1:MAX";
  }

  @Override
  String preamplifier() {
    return "INP:GAIN:STAT ON";
  }

  @Override
  String noiseWithMoreAttenuation() {
    return "INP:ATT 20";
  }

  @Override
  String noiseMarker() {
    return "CALC:MARK1:FUNC:NOIS ON";
  }

  @Override
  String unitHeader() {
    return "CALC:UNIT:POW";
  }

  private void lookAtTone() {
    lines = List.of(new SpectralLine(1.002e9, 1e-6, 0));
    laboratory.send(quiet, "INIT:CONT OFF;:FREQ:CENT 1GHz;SPAN 10MHz;:BAND 100kHz");
  }

  /**
   * The RMS detector averages power in a point, so that a sweep of one point's time reads right.
   */
  @Test
  void rmsDetectorReadsThePowerOfNoise() {
    SimulatedInstrument noisy = make(laboratory.surroundings(true), (from, to) -> List.of());
    laboratory.send(
        noisy, "INIT:CONT OFF;:DET RMS;:FREQ:CENT 1GHz;SPAN 1MHz;:BAND 300kHz;:SWE:TIME 1;:INIT");
    String[] levels = laboratory.ask(noisy, "TRAC? TRACE1").split(",");
    double sum = 0;
    for (String level : levels) {
      sum += Double.parseDouble(level) / levels.length;
    }
    assertEquals(-90, sum, 0.05);
  }

  @Test
  void sweepCountHoldsForEveryTraceMode() {
    laboratory.send(quiet, "INIT:CONT OFF;:SWE:TIME 0.5;COUN 4");
    laboratory.ask(quiet, "INIT;*OPC?");
    assertEquals(2_000_000_000L, laboratory.nanos());
  }

  @Test
  void aViewedTraceStaysAsItWas() {
    lookAtTone();
    String before = laboratory.ask(quiet, "INIT;*WAI;:TRAC? TRACE1");
    lines = List.of();
    laboratory.send(quiet, "DISP:TRAC:MODE VIEW;:INIT;*WAI");
    assertEquals(before, laboratory.ask(quiet, "TRAC? TRACE1"));
    laboratory.send(quiet, "DISP:TRAC:MODE WRIT;:INIT;*WAI");
    assertEquals(false, before.equals(laboratory.ask(quiet, "TRAC? TRACE1")));
  }

  @Test
  void adjustsFrequencyAndLevelToTheStrongestLine() {
    lookAtTone();
    laboratory.send(quiet, "ADJ:ALL");
    assertEquals(1.002e9, laboratory.number(quiet, "FREQ:CENT?"), 10e6 / 690);
    assertEquals(-30, laboratory.number(quiet, "DISP:TRAC:Y:RLEV?"), 1);
    laboratory.send(quiet, "FREQ:CENT 1GHz;:DISP:TRAC:Y:RLEV 0;:ADJ:FREQ");
    assertEquals(0, laboratory.number(quiet, "DISP:TRAC:Y:RLEV?"));
    laboratory.send(quiet, "ADJ:LEV");
    assertEquals(-30, laboratory.number(quiet, "DISP:TRAC:Y:RLEV?"), 1);
    assertEquals(List.of(), quiet.queuedErrors());
  }

  @Test
  void aDeltaMarkerReadsWhatIsBetween() {
    lines = List.of(new SpectralLine(0.999e9, 1e-7, 0), new SpectralLine(1.001e9, 1e-6, 0));
    laboratory.send(
        quiet,
        "INIT:CONT OFF;:FREQ:CENT 1GHz;SPAN 4MHz;:BAND 100kHz;:INIT;*WAI;:CALC:MARK:MAX;"
            + ":CALC:DELT2:X 0.999GHz");
    assertEquals(-10, laboratory.number(quiet, "CALC:DELT2:Y?"), 0.3);
  }

  @Test
  void zoomDividesTheSpan() {
    laboratory.send(quiet, "FREQ:CENT 1GHz;SPAN 8MHz;:CALC:MARK:X 1.001GHz;:CALC:MARK:FUNC:ZOOM 4");
    assertEquals(2e6, laboratory.number(quiet, "FREQ:SPAN?"));
    assertEquals(1.001e9, laboratory.number(quiet, "FREQ:CENT?"));
  }

  @Test
  void traceIsSinglePrecision() {
    lookAtTone();
    String[] levels = laboratory.ask(quiet, "INIT;*WAI;:TRAC? TRACE1").split(",");
    assertEquals(691, levels.length);
  }
}
