package org.spinbench.simulator.instrument.analyzer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.SpectralLine;

/** What the traces of an X-series analyzer show of the same sweeps. */
class TraceSetTest {
  private static final int SWEEPS = 50;

  /** The largest of n exponential numbers of mean one is 1 + 1/2 + … + 1/n on average. */
  private static final double HARMONIC =
      IntStream.rangeClosed(1, SWEEPS).mapToDouble(k -> 1.0 / k).sum();

  private static final double DENSITY = 1e-13 / 300e3;

  private final Laboratory laboratory = new Laboratory();
  private List<SpectralLine> lines = List.of();
  private final SimulatedXSeries analyzer =
      SimulatedXSeries.n9030b(laboratory.surroundings(true), (from, to) -> lines);

  private void send(String message) {
    laboratory.send(analyzer, message);
    assertEquals(List.of(), analyzer.queuedErrors(), message);
  }

  private double[] trace(int number) {
    String reply = laboratory.ask(analyzer, "TRAC:DATA? TRACE" + number);
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
    send("*RST;:FREQ:CENT 1 GHZ;SPAN 10 MHZ;:BAND 300 KHZ;:SWE:TIME 1 MS;:AVER:COUN " + SWEEPS);
  }

  @Test
  void eachTraceCombinesTheSameSweepsInItsOwnWay() {
    prepareNoise();
    send("TRAC2:TYPE MAXH;:TRAC3:TYPE MINH;:TRAC4:TYPE AVER;:AVER:TYPE RMS;:INIT;*WAI");
    assertEquals(1, relative(trace(1)), 0.15, "one sweep");
    assertEquals(HARMONIC, relative(trace(2)), 0.25, "the largest of each point");
    assertEquals(1.0 / SWEEPS, relative(trace(3)), 0.005, "the smallest of each point");
    assertEquals(1, relative(trace(4)), 0.03, "the mean of each point");
    double[] largest = trace(2);
    double[] smallest = trace(3);
    for (int k = 0; k < largest.length; k++) {
      assertTrue(largest[k] > smallest[k], "point " + k);
    }
    assertArrayEquals(largest, trace(2), "a second answer is the same");
  }

  @Test
  void anActiveTraceThatCombinesMakesTheMeasurementLonger() {
    prepareNoise();
    assertEquals(1e6, duration(), 1, "one sweep of 1 ms");
    send("TRAC6:TYPE AVER");
    assertEquals(SWEEPS * 1e6, duration(), 1);
    send("TRAC6:UPD OFF");
    assertEquals(1e6, duration(), 1, "it is not updated");
  }

  private double duration() {
    long begin = laboratory.nanos();
    send("INIT;*WAI");
    return laboratory.nanos() - begin;
  }

  @Test
  void aTraceThatIsNotUpdatedKeepsItsData() {
    lines = List.of(new SpectralLine(1e9, 1e-6, 0));
    prepareNoise();
    send("TRAC2:TYPE WRIT;:INIT;*WAI;:TRAC2:UPD OFF");
    double[] before = trace(2);
    assertEquals(-30, before[500], 0.01);
    lines = List.of();
    send("INIT;*WAI");
    assertArrayEquals(before, trace(2), "the line has gone, but not from this trace");
    assertTrue(trace(1)[500] < -80, "trace 1 shows the noise that is left");
    send("TRAC2:MODE WRIT;:INIT;*WAI");
    assertTrue(trace(2)[500] < -80, "it is updated again");
  }

  @Test
  void theFirstTraceCanBeHeldToo() {
    lines = List.of(new SpectralLine(1e9, 1e-6, 0));
    prepareNoise();
    send("INIT;*WAI;:TRAC1:MODE VIEW;:TRAC2:TYPE WRIT");
    lines = List.of();
    send("INIT;*WAI");
    assertEquals(-30, trace(1)[500], 0.01);
    assertTrue(trace(2)[500] < -80, "" + trace(2)[500]);
  }

  /** A thousand readings a point: the largest and the smallest are far from the mean. */
  @Test
  void aDetectorCountsFromTheNextSweepOn() {
    send("*RST;:FREQ:CENT 1 GHZ;SPAN 10 MHZ;:BAND 300 KHZ;:SWE:TIME 1 S");
    send("TRAC2:TYPE WRIT;:DET:TRAC2 POS;:INIT;*WAI;:DET:TRAC2 NEG");
    assertTrue(relative(trace(2)) > 2, "the sweep was one of peaks, though nobody has read it");
    send("INIT;*WAI");
    assertTrue(relative(trace(2)) < 0.5, "the next one has the new detector");
  }
}
