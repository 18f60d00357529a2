package org.spinbench.simulator.instrument.analyzer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.SpectralLine;

/** What the six traces of an FSW show of the same sweeps. */
@Tag("any-jdk")
class FsTracesTest {
  private static final int SWEEPS = 50;

  /** The largest of n exponential numbers of mean one is 1 + 1/2 + … + 1/n on average. */
  private static final double HARMONIC =
      IntStream.rangeClosed(1, SWEEPS).mapToDouble(k -> 1.0 / k).sum();

  private static final double DENSITY = 1.6e-13 / 300e3;

  private final Laboratory laboratory = new Laboratory();
  private List<SpectralLine> lines = List.of();
  private final SimulatedFsAnalyzer analyzer =
      SimulatedFsAnalyzer.fsw(laboratory.surroundings(true), (from, to) -> lines);

  private void send(String message) {
    laboratory.send(analyzer, message);
    assertEquals(List.of(), analyzer.queuedErrors(), message);
  }

  private double[] trace(int number) {
    String reply = laboratory.ask(analyzer, "TRAC? TRACE" + number);
    assertEquals(List.of(), analyzer.queuedErrors());
    return Arrays.stream(reply.split(",")).mapToDouble(Double::parseDouble).toArray();
  }

  /** Mean power of a trace, relative to the noise in the resolution bandwidth. */
  private static double relative(double[] dbm) {
    return Arrays.stream(dbm).map(level -> 1e-3 * Math.pow(10, level / 10)).average().orElseThrow()
        / (DENSITY * 300e3);
  }

  /** One reading a point and sweep. */
  private void prepareNoise() {
    send("*RST;:INIT:CONT OFF;:FREQ:CENT 1 GHZ;SPAN 10 MHZ;:BAND 300 KHZ;:SWE:TIME 1 MS");
    send("SWE:COUN " + SWEEPS);
  }

  @Test
  void eachTraceCombinesTheSameSweepsInItsOwnWay() {
    prepareNoise();
    send("DISP:TRAC2:MODE MAXH;:DISP:TRAC3:MODE MINH;:DISP:TRAC4:MODE AVER;:AVER:TYPE POW");
    assertEquals("APE;POS;NEG;SAMP", laboratory.ask(analyzer, "DET1?;DET2?;DET3?;DET4?"));
    send("INIT;*WAI");
    assertEquals(1, relative(trace(1)), 0.15, "one sweep");
    assertEquals(HARMONIC, relative(trace(2)), 0.25, "the largest of each point");
    assertEquals(1.0 / SWEEPS, relative(trace(3)), 0.005, "the smallest of each point");
    assertEquals(1, relative(trace(4)), 0.03, "the mean of each point");
    assertArrayEquals(trace(2), trace(2), "a second answer is the same");
  }

  /** The RMS detector averages power, the average detector voltage: 1.05 dB less, pi/4. */
  @Test
  void eachTraceHasItsOwnDetector() {
    prepareNoise();
    send("SWE:COUN 1;TIME 1;:DISP:TRAC2:MODE WRIT;:DISP:TRAC3:MODE WRIT;:DISP:TRAC4:MODE WRIT");
    send("DET1 RMS;:DET2 AVER;:DET3 POS;:DET4 NEG;:INIT;*WAI");
    assertEquals("0;1", laboratory.ask(analyzer, "DET4:AUTO?;:DET5:AUTO?"));
    assertEquals(1, relative(trace(1)), 0.01);
    assertEquals(Math.PI / 4, relative(trace(2)), 0.01);
    assertTrue(relative(trace(3)) > 5, "peaks of 300 readings");
    assertTrue(relative(trace(4)) < 0.02, "pits of 300 readings");
  }

  @Test
  void aViewedTraceKeepsItsData() {
    lines = List.of(new SpectralLine(1e9, 1e-6, 0));
    prepareNoise();
    send("DISP:TRAC2 ON;:INIT;*WAI;:DISP:TRAC2:MODE VIEW");
    double[] before = trace(2);
    assertEquals(-30, before[500], 0.01);
    lines = List.of();
    send("INIT;*WAI");
    assertArrayEquals(before, trace(2), "the line has gone, but not from this trace");
    assertTrue(trace(1)[500] < -80, "trace 1 shows the noise that is left");
    assertEquals("VIEW;1", laboratory.ask(analyzer, "DISP:TRAC2:MODE?;:DISP:TRAC2?"));
    send("DISP:TRAC2 OFF");
    laboratory.ask(analyzer, "TRAC? TRACE2");
    assertEquals(1, analyzer.queuedErrors().size(), "it is off");
    analyzer.panel().clearErrors();
    send("AVER:STAT2 ON");
    assertEquals(
        "AVER;WRIT;0", laboratory.ask(analyzer, "DISP:TRAC2:MODE?;:DISP:TRAC1:MODE?;:AVER?"));
  }

  @Test
  void thereAreSixTraces() {
    laboratory.send(analyzer, "DISP:TRAC7:MODE MAXH");
    laboratory.send(analyzer, "DISP:WIND2:TRAC2:MODE MAXH");
    laboratory.send(analyzer, "DET7 RMS");
    assertEquals(3, analyzer.queuedErrors().size(), "neither a seventh nor a second window");
    analyzer.panel().clearErrors();
    send("DISP:TRAC6:MODE MINH;:DET6 SAMP;*SAV 4;*RST;*RCL 4");
    assertEquals("MINH;SAMP", laboratory.ask(analyzer, "DISP:WIND1:TRAC6:MODE?;:DET6?"));
  }
}
