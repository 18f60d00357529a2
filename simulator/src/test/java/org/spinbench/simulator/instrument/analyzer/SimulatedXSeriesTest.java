package org.spinbench.simulator.instrument.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.MessageTable;
import org.spinbench.simulator.instrument.SpectralLine;

class SimulatedXSeriesTest {
  private final Laboratory laboratory = new Laboratory();
  private List<SpectralLine> lines = List.of();
  private final SimulatedXSeries noisy =
      SimulatedXSeries.n9030b(laboratory.surroundings(true), (from, to) -> lines);
  private final SimulatedXSeries quiet =
      SimulatedXSeries.n9030b(laboratory.surroundings(false), (from, to) -> lines);

  @TestFactory
  List<DynamicTest> manual() {
    return MessageTable.tests(
        MessageTable.class,
        "n9030b.csv",
        () ->
            SimulatedXSeries.n9030b(new Laboratory().surroundings(true), (from, to) -> List.of())
                .endpoint());
  }

  private double[] trace(SimulatedXSeries analyzer) {
    String reply = laboratory.ask(analyzer, "INIT;:TRAC:DATA? TRACE1");
    return Arrays.stream(reply.split(",")).mapToDouble(Double::parseDouble).toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private double level(String setup) {
    laboratory.send(noisy, "*RST;:FREQ:CENT 1 GHZ;SPAN 10 MHZ;:BAND 300 KHZ;:" + setup);
    assertEquals(List.of(), noisy.queuedErrors());
    return mean(trace(noisy));
  }

  @Test
  void sweepTakesItsTime() {
    laboratory.send(noisy, "FREQ:CENT 1 GHZ;SPAN 100 MHZ;:BAND 100 KHZ;:INIT");
    assertEquals("1", laboratory.ask(noisy, "*OPC?"));
    assertEquals(25_000_000, laboratory.nanos(), "2.5 span over RBW squared");
    laboratory.ask(noisy, "TRAC1:TYPE AVER;:AVER:COUN 4;:READ:SAN?");
    assertEquals(125_000_000, laboratory.nanos());
  }

  @Test
  void analyzerLooksAtTheInputWhileItSweeps() {
    long[] window = new long[2];
    SimulatedXSeries analyzer =
        SimulatedXSeries.n9030b(
            laboratory.surroundings(false),
            (from, to) -> {
              window[0] = from;
              window[1] = to;
              return List.of();
            });
    laboratory.elapse(1);
    laboratory.send(analyzer, "SWE:TIME 0.5;:INIT");
    laboratory.elapse(3);
    laboratory.ask(analyzer, "FETC:SAN?");
    assertEquals(1_000_000_000L, window[0]);
    assertEquals(1_500_000_000L, window[1]);
  }

  @Test
  void noiseFloorFollowsBandwidthAndAttenuation() {
    // -100 dBm in 300 kHz; the mean power of 1001 points of 20 averages scatters by 0.7 %.
    assertEquals(1e-13, floor("BAND 300 KHZ"), 0.025e-13);
    assertEquals(1e-14, floor("BAND 30 KHZ"), 0.025e-14);
    assertEquals(1e-13 * Math.pow(10, 0.5), floor("POW:ATT 15"), 0.025e-13 * Math.pow(10, 0.5));
  }

  /** X-series, short-range modes, page 967: some 10 dB in the low band, 8 dB above 3.6 GHz. */
  @Test
  void withoutItsExtensionTheNoiseFloorIsHigher() {
    String off = "BAND 300 KHZ;:CORR:NOIS:FLO OFF";
    assertEquals(1e-12, floor(off), 0.025e-12);
    double high = Math.pow(10, 0.8) * 1e-13;
    assertEquals(high, floor(off + ";:FREQ:CENT 10 GHZ"), 0.025 * high);
    assertEquals(1e-13, floor("BAND 300 KHZ;:CORR:NOIS:FLO ON"), 0.025e-13);
  }

  /** Mean power of the points, W. */
  private double floor(String setup) {
    double[] trace = traceAfter("TRAC1:TYPE AVER;:AVER:COUN 20;:" + setup);
    return Arrays.stream(trace).map(dbm -> Math.pow(10, dbm / 10 - 3)).average().orElseThrow();
  }

  @Test
  void logarithmicAndVoltageAveragesReadNoiseLow() {
    // Application Note 1303: 2.51 dB and 1.05 dB below the power average.
    String sample = "DET SAMP;:TRAC1:TYPE AVER;:AVER:COUN ";
    for (int count : new int[] {3, 100}) {
      assertEquals(-102.506, level(sample + count + ";TYPE LOG"), 0.3 / Math.sqrt(count));
      double voltage = mean(traceAfter(sample + 100 + ";TYPE SCAL"));
      assertEquals(-101.049, voltage, 0.05);
      assertEquals(-100, level(sample + 100 + ";TYPE RMS"), 0.05);
    }
  }

  private double[] traceAfter(String setup) {
    level(setup);
    return trace(noisy);
  }

  @Test
  void singleSamplesScatterAsAnExponentialDistribution() {
    double[] trace = traceAfter("DET SAMP");
    double mean = mean(trace);
    double variance = Arrays.stream(trace).map(x -> (x - mean) * (x - mean)).sum() / 1000;
    // The logarithm of an exponential variable has the variance π²/6: 5.57 dB rms.
    assertEquals(5.57, Math.sqrt(variance), 0.5);
  }

  @Test
  void peakDetectorReadsHigherTheMoreItSees() {
    // Mean of ln of the largest of n exponential variables; n = 1 is the sample detector.
    double one = level("DET POS");
    assertEquals(-102.506, one, 0.6);
    // 1 s/1001 points × 300 kHz = 300 samples: ln 300 + γ = 6.28, 8.0 dB, less 0.1 dB for the log.
    assertEquals(-92.1, level("DET POS;:SWE:TIME 1"), 0.3);
    // The smallest of 300: 1/300 of the mean, again 2.51 dB low in the logarithm.
    assertEquals(-100 - 24.77 - 2.51, level("DET NEG;:SWE:TIME 1"), 0.6);
  }

  @Test
  void toneShowsTheShapeOfTheFilter() {
    lines = List.of(new SpectralLine(1e9, 1e-6, 0));
    laboratory.send(quiet, "FREQ:CENT 1 GHZ;SPAN 1 MHZ;:BAND 100 KHZ;:SWE:POIN 101;:AVER:TYPE RMS");
    double[] trace = trace(quiet);
    assertEquals(-30, trace[50], 1e-4);
    assertEquals(-33.0103, trace[45], 1e-3, "half an RBW off: -3 dB");
    assertEquals(-30 - 4 * 3.0103, trace[40], 1e-2, "Gaussian: four times the decibels at twice");
  }

  @Test
  void wideLineIsLorentzian() {
    lines = List.of(new SpectralLine(1e9, 1e-6, 2e6));
    laboratory.send(quiet, "FREQ:CENT 1 GHZ;SPAN 10 MHZ;:BAND 10 KHZ;:SWE:POIN 11;:AVER:TYPE RMS");
    double[] trace = trace(quiet);
    // Density 2/(π Δ) at the centre times the filter's noise bandwidth, 1.0645 RBW.
    double centre = 1e-6 * 2 / (Math.PI * 2e6) * 1.064467 * 10e3;
    assertEquals(30 + 10 * Math.log10(centre), trace[5], 0.02);
    assertEquals(trace[5] - 3.0103, trace[6], 0.02, "half width 1 MHz");
    assertEquals(trace[5] - 10 * Math.log10(17), trace[9], 0.05, "four half widths");
  }

  @Test
  void markersFindAndReadThePeak() {
    lines = List.of(new SpectralLine(0.999e9, 1e-7, 0), new SpectralLine(1.002e9, 1e-6, 0));
    laboratory.send(quiet, "FREQ:CENT 1 GHZ;SPAN 10 MHZ;:BAND 30 KHZ;:INIT;:CALC:MARK3:MAX");
    assertEquals(1.002e9, laboratory.number(quiet, "CALC:MARK3:X?"), 1e-3);
    assertEquals(-30, laboratory.number(quiet, "CALC:MARK3:Y?"), 1e-3);
    laboratory.send(quiet, "CALC:MARK4:X 0.999 GHZ");
    assertEquals(-40, laboratory.number(quiet, "CALC:MARK4:Y?"), 1e-3);
  }

  @Test
  void bandPowerIsTheShareOfTheLineInside() {
    lines = List.of(new SpectralLine(1e9, 1e-6, 1e6));
    laboratory.send(quiet, "FREQ:CENT 1 GHZ;SPAN 60 MHZ;:CHP:BAND:INT 40 MHZ");
    String[] reply = laboratory.ask(quiet, "READ:CHP?").split(",");
    // 2/π atan(20/0.5) of the line, and 1e-13 W/300 kHz of floor over 40 MHz.
    double expected = 1e-6 * 2 / Math.PI * Math.atan(40) + 1e-13 / 300e3 * 40e6;
    double power = 30 + 10 * Math.log10(expected);
    assertEquals(power, Double.parseDouble(reply[0]), 1e-6);
    assertEquals(power - 10 * Math.log10(40e6), Double.parseDouble(reply[1]), 1e-6);
    laboratory.send(quiet, "CONF:SAN;:CALC:MARK1:X 1 GHZ;FUNC BPOW;FUNC:BAND:SPAN 1 MHZ;:INIT");
    double half = 30 + 10 * Math.log10(0.5e-6 + 1e-13 / 300e3 * 1e6);
    assertEquals(half, laboratory.number(quiet, "CALC:MARK1:Y?"), 1e-6, "half a line in its width");
  }

  @Test
  void channelPowerScattersWithTheTimeItHas() {
    laboratory.send(noisy, "FREQ:CENT 1 GHZ;:CHP:BAND:INT 40 MHZ;:CHP:AVER OFF;:CHP:SWE:TIME 1 MS");
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 1000; i++) {
      double watts = Math.pow(10, laboratory.number(noisy, "READ:CHP:CHP?") / 10 - 3);
      sum += watts / 1000;
      squares += watts * watts / 1000;
    }
    assertEquals(1e-13 / 300e3 * 40e6, sum, 0.001 * sum);
    // 40 MHz × 1 ms = 40 000 independent readings: 0.5 % rms.
    assertEquals(0.005, Math.sqrt(squares - sum * sum) / sum, 0.0007);
  }

  private byte[] block(SimulatedXSeries analyzer, String setup) {
    byte[] message = (setup + ";:TRAC? TRACE1").getBytes(StandardCharsets.US_ASCII);
    analyzer.endpoint().write(message);
    return analyzer.endpoint().read();
  }

  @Test
  void blocksCarryTheTraceInEveryFormat() {
    lines = List.of(new SpectralLine(1e9, 1e-6, 0));
    laboratory.send(quiet, "FREQ:CENT 1 GHZ;SPAN 1 MHZ;:SWE:POIN 3;:INIT");
    double[] ascii =
        Arrays.stream(laboratory.ask(quiet, "TRAC? TRACE1").split(","))
            .mapToDouble(Double::parseDouble)
            .toArray();
    byte[] real32 = block(quiet, "FORM REAL,32");
    assertEquals("#212", new String(real32, 0, 4, StandardCharsets.US_ASCII));
    assertEquals(16, real32.length);
    assertEquals(ascii[1], ByteBuffer.wrap(real32).getFloat(8), 1e-5);
    ByteBuffer swapped = ByteBuffer.wrap(block(quiet, "FORM:BORD SWAP"));
    assertEquals(ascii[1], swapped.order(ByteOrder.LITTLE_ENDIAN).getFloat(8), 1e-5);
    ByteBuffer real64 = ByteBuffer.wrap(block(quiet, "FORM REAL,64;FORM:BORD NORM"));
    assertEquals(28, real64.capacity());
    assertEquals(ascii[1], real64.getDouble(4 + 8), 1e-9);
    ByteBuffer int32 = ByteBuffer.wrap(block(quiet, "FORM INT,32"));
    assertEquals(Math.round(1000 * ascii[1]), int32.getInt(8), "thousandths of a dBm");
  }

  @Test
  void readGivesFrequenciesAndLevelsInTurn() {
    laboratory.send(quiet, "FREQ:STAR 1 GHZ;STOP 2 GHZ;:SWE:POIN 5");
    String[] pairs = laboratory.ask(quiet, "READ:SAN?").split(",");
    assertEquals(10, pairs.length);
    for (int i = 0; i < 5; i++) {
      assertEquals(1e9 + 0.25e9 * i, Double.parseDouble(pairs[2 * i]), 1e-3);
    }
    assertEquals(laboratory.ask(quiet, "FETC:SAN1?"), String.join(",", pairs));
  }

  @Test
  void continuousSweepsAnswerWithoutInitiation() {
    lines = List.of(new SpectralLine(1e9, 1e-6, 0));
    laboratory.send(quiet, "FREQ:CENT 1 GHZ;SPAN 10 MHZ;:INIT:CONT ON;:CALC:MARK1:MAX");
    assertEquals(-30, laboratory.number(quiet, "CALC:MARK1:Y?"), 1e-3);
    lines = List.of(new SpectralLine(1e9, 1e-5, 0));
    assertEquals(-20, laboratory.number(quiet, "CALC:MARK1:Y?"), 1e-3);
    assertEquals(List.of(), quiet.queuedErrors());
  }

  @Test
  void listsPeaksByLevelOrByFrequency() {
    lines = List.of(new SpectralLine(0.99e9, 1e-8, 0), new SpectralLine(1.01e9, 1e-6, 0));
    laboratory.send(quiet, "FREQ:CENT 1 GHZ;SPAN 100 MHZ;:BAND 300 KHZ;:INIT");
    double[] peaks = numbers("CALC:DATA1:PEAK? -70,6");
    assertEquals(2, peaks[0]);
    assertEquals(-30, peaks[1], 0.1);
    assertEquals(1.01e9, peaks[2], 0.1e6);
    assertEquals(-50, peaks[3], 0.1);
    assertEquals(0.99e9, numbers("CALC:DATA1:PEAK? -70,6,FREQ")[2], 0.1e6);
    assertEquals(1, numbers("CALC:DATA1:PEAK? -40,6")[0], "one is above -40 dBm");
  }

  private double[] numbers(String query) {
    String[] numbers = laboratory.ask(quiet, query).split(",");
    return Arrays.stream(numbers).mapToDouble(Double::parseDouble).toArray();
  }

  @Test
  void anOptimisedRangeIsNotOverloaded() {
    lines = List.of(new SpectralLine(1e9, 1, 0));
    laboratory.send(quiet, "FREQ:CENT 1 GHZ;SPAN 10 MHZ;:POW:ATT 0;:INIT");
    assertEquals("16", laboratory.ask(quiet, "STAT:QUES:INT:COND?"), "30 dBm at the mixer");
    laboratory.send(quiet, "POW:RANG:OPT IMM;:INIT;*WAI");
    assertEquals("0", laboratory.ask(quiet, "STAT:QUES:INT:COND?"));
    assertEquals(40, numbers("POW:ATT?")[0], "30 dBm and a margin of 10 dB");
  }

  @Test
  void averagingIsATypeOfTrace() {
    laboratory.send(quiet, "AVER ON");
    assertEquals("AVER", laboratory.ask(quiet, "TRAC1:TYPE?"));
    laboratory.send(quiet, "AVER OFF");
    assertEquals("WRIT", laboratory.ask(quiet, "TRAC1:TYPE?"));
    laboratory.send(quiet, "FREQ:CENT 2 GHZ;SPAN 1 GHZ;:CALC:MARK1:X 1.8 GHZ;:CALC:MARK1:CENT");
    assertEquals(1.8e9, numbers("FREQ:CENT?")[0]);
    assertEquals(
        "\"SAN,CHP,ACP\"".replace("\"", ""), laboratory.ask(quiet, "CONF:CAT?").replace("\"", ""));
  }
}
