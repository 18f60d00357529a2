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
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.SpectralLine;
import org.spinbench.simulator.instrument.SpectrumInput;
import org.spinbench.simulator.instrument.Surroundings;

/** What every simulated spectrum analyzer has to measure, in whatever words it is asked. */
abstract class AnalyzerContract {
  final Laboratory laboratory = new Laboratory();
  List<SpectralLine> lines = List.of();
  private final SimulatedInstrument noisy = make(laboratory.surroundings(true), this::input);
  final SimulatedInstrument quiet = make(laboratory.surroundings(false), this::input);

  private List<SpectralLine> input(long from, long to) {
    return lines;
  }

  /** A twin. */
  abstract SimulatedInstrument make(Surroundings surroundings, SpectrumInput input);

  /** Its table of messages. */
  abstract String table();

  /** Density of its noise with 10 dB of attenuation, W/Hz. */
  abstract double floor();

  /** Commands for a trace that averages so many sweeps: logarithms, voltages or powers. */
  abstract String averaging(AmplitudeNoise.Scale scale, int sweeps);

  /** Queries the trace that was measured last, in text. */
  abstract String trace();

  /** Queries the trace in REAL,32 with its most or its least significant byte first. */
  abstract String binaryTrace(ByteOrder order);

  /** Asks for the power in 40 MHz about the centre; the answer begins with it. */
  abstract String powerIn40MegaHertz();

  /** Puts the first marker on the highest peak. */
  abstract String toPeak();

  /** Switches the preamplifier on. */
  abstract String preamplifier();

  @TestFactory
  List<DynamicTest> manual() {
    return MessageTable.tests(
        MessageTable.class,
        table(),
        () -> make(new Laboratory().surroundings(true), (from, to) -> List.of()).endpoint());
  }

  private void send(SimulatedInstrument twin, String message) {
    laboratory.send(twin, message);
    assertEquals(List.of(), twin.queuedErrors(), message);
  }

  private double[] sweep(SimulatedInstrument twin) {
    send(twin, "INIT;*WAI");
    String reply = laboratory.ask(twin, trace()).replaceFirst("#9\\d{9}", "");
    assertEquals(List.of(), twin.queuedErrors());
    return Arrays.stream(reply.split(",")).mapToDouble(Double::parseDouble).toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private double noise(String setup) {
    send(noisy, "*RST;:INIT:CONT OFF;:FREQ:CENT 1 GHZ;:FREQ:SPAN 10 MHZ;:BAND 300 KHZ;:" + setup);
    return mean(sweep(noisy));
  }

  private double floorIn300Kilohertz() {
    return 30 + 10 * Math.log10(floor() * 300e3);
  }

  /** Keysight Application Note 1303: 2.51 dB and 1.05 dB below the power average. */
  @Test
  void logarithmicAndVoltageAveragesReadNoiseLow() {
    double floor = floorIn300Kilohertz();
    assertEquals(floor, noise(averaging(AmplitudeNoise.Scale.RMS, 100)), 0.07);
    assertEquals(floor - 2.506, noise(averaging(AmplitudeNoise.Scale.LOG, 100)), 0.07);
    assertEquals(floor - 1.049, noise(averaging(AmplitudeNoise.Scale.SCALAR, 100)), 0.07);
  }

  @Test
  void noiseFollowsBandwidthAttenuationAndPreamplifier() {
    String power = averaging(AmplitudeNoise.Scale.RMS, 100);
    double floor = floorIn300Kilohertz();
    assertEquals(floor - 10, noise(power + ";:BAND 30 KHZ"), 0.05);
    String narrowed = noiseWithMoreAttenuation();
    assertEquals(floor + 10, noise(power + ";:" + narrowed), 0.05);
    double amplified = noise(power + ";:" + preamplifier());
    assertEquals(true, amplified < floor - 10, "the preamplifier lowers the noise: " + amplified);
  }

  /** 20 dB of attenuation. */
  abstract String noiseWithMoreAttenuation();

  @Test
  void narrowVideoFilterSmoothsLogarithms() {
    // Sample detector, one sweep: 300 kHz over 1 kHz averages 300 readings of the logarithm.
    double[] smooth = afterOneSweep("BAND:VID 1 KHZ");
    assertEquals(floorIn300Kilohertz() - 2.506, mean(smooth), 0.1);
    double scatter = deviation(smooth);
    assertEquals(5.57 / Math.sqrt(300), scatter, 0.05);
    assertEquals(5.57, deviation(afterOneSweep("BAND:VID 300 KHZ")), 0.6);
  }

  private double[] afterOneSweep(String setup) {
    noise(averaging(AmplitudeNoise.Scale.LOG, 1) + ";:" + setup);
    return sweep(noisy);
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    return Math.sqrt(mean(Arrays.stream(values).map(x -> (x - mean) * (x - mean)).toArray()));
  }

  private void lookAt(double span, String setup) {
    send(quiet, "*RST;:INIT:CONT OFF;:FREQ:CENT 1 GHZ;:FREQ:SPAN " + span + ";:" + setup);
  }

  @Test
  void toneHasItsLevelAndTheFilterItsShape() {
    lines = List.of(new SpectralLine(1e9, 1e-6, 0));
    lookAt(6e6, "BAND 300 KHZ");
    double[] levels = sweep(quiet);
    int middle = (levels.length - 1) / 2;
    assertEquals(-30, levels[middle], 0.02);
    double step = 6e6 / (levels.length - 1);
    int away = (int) Math.round(150e3 / step);
    double expected = -30 - 3.0103 * Math.pow(away * step / 150e3, 2);
    assertEquals(expected, levels[middle + away], 0.02, "Gaussian, -3 dB at half the width");
  }

  @Test
  void markerStandsOnThePeak() {
    lines = List.of(new SpectralLine(0.999e9, 1e-7, 0), new SpectralLine(1.001e9, 1e-6, 0));
    lookAt(4e6, "BAND 30 KHZ");
    sweep(quiet);
    send(quiet, toPeak());
    assertEquals(1.001e9, laboratory.number(quiet, "CALC:MARK1:X?"), 4e6 / 600);
    assertEquals(-30, laboratory.number(quiet, "CALC:MARK1:Y?"), 0.3);
    send(quiet, "CALC:MARK1:MAX:NEXT");
    assertEquals(-40, laboratory.number(quiet, "CALC:MARK1:Y?"), 0.3);
    send(quiet, "CALC:MARK1:MAX:RIGH");
    assertEquals(1.001e9, laboratory.number(quiet, "CALC:MARK1:X?"), 4e6 / 600);
    send(quiet, "CALC:MARK1:MAX:LEFT");
    assertEquals(0.999e9, laboratory.number(quiet, "CALC:MARK1:X?"), 4e6 / 600);
    laboratory.send(quiet, "CALC:MARK1:MAX:LEFT");
    assertEquals(1, quiet.queuedErrors().size(), "there is none further left");
  }

  @Test
  void bandPowerIsTheShareOfTheLineInsideAndTheNoise() {
    lines = List.of(new SpectralLine(1e9, 1e-6, 1e6));
    lookAt(60e6, "BAND 300 KHZ");
    double expected = 1e-6 * 2 / Math.PI * Math.atan(40) + floor() * 40e6;
    String reply = laboratory.ask(quiet, powerIn40MegaHertz());
    String[] numbers = reply.split("[,;]");
    assertEquals(List.of(), quiet.queuedErrors());
    double level = Double.parseDouble(numbers[0]);
    assertEquals(30 + 10 * Math.log10(expected), level, 1e-4, reply);
  }

  @Test
  void sweepTakesItsTime() {
    lookAt(100e6, "BAND 100 KHZ");
    long before = laboratory.nanos();
    assertEquals("1", laboratory.ask(quiet, "INIT;*OPC?"));
    assertEquals(25_000_000, laboratory.nanos() - before, 1, "2.5 span over RBW squared");
  }

  @Test
  void aSettingRestartsTheRunningSweep() {
    lookAt(100e6, "SWE:TIME 2;:INIT");
    long before = laboratory.nanos();
    laboratory.elapse(1);
    laboratory.ask(quiet, "FREQ:CENT 1.01 GHZ;*OPC?");
    assertEquals(3_000_000_000L, laboratory.nanos() - before);
  }

  @Test
  void continuousSweepsAnswerWithoutInitiation() {
    lines = List.of(new SpectralLine(1e9, 1e-6, 0));
    lookAt(10e6, "INIT:CONT ON;:" + toPeak());
    assertEquals(-30, laboratory.number(quiet, "CALC:MARK1:Y?"), 0.1);
    lines = List.of(new SpectralLine(1e9, 1e-5, 0));
    assertEquals(-20, laboratory.number(quiet, "CALC:MARK1:Y?"), 0.1);
  }

  @Test
  void noiseMarkerReadsOneHertz() {
    lookAt(10e6, "BAND 300 KHZ;:" + noiseMarker());
    sweep(quiet);
    double level = laboratory.number(quiet, "CALC:MARK1:Y?");
    double density = floorIn300Kilohertz() - 10 * Math.log10(300e3 * 1.0645);
    assertEquals(density, level, 2.6, "within what the detector makes of it");
  }

  /** Has the first marker read noise in one hertz. */
  abstract String noiseMarker();

  @Test
  void blocksHoldTheTrace() {
    lines = List.of(new SpectralLine(1e9, 1e-6, 0));
    lookAt(6e6, "BAND 300 KHZ");
    double[] levels = sweep(quiet);
    for (ByteOrder order : orders()) {
      quiet.endpoint().write(binaryTrace(order).getBytes(StandardCharsets.US_ASCII));
      byte[] block = quiet.endpoint().read();
      assertEquals(List.of(), quiet.queuedErrors());
      int header = 2 + block[1] - '0';
      assertEquals(4 * levels.length, block.length - header);
      ByteBuffer payload = ByteBuffer.wrap(block, header, block.length - header).order(order);
      for (double level : levels) {
        assertEquals(level, payload.getFloat(), 1e-4);
      }
    }
  }

  /** Byte orders that it can be set to. */
  List<ByteOrder> orders() {
    return List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void levelsComeInOtherUnits() {
    lines = List.of(new SpectralLine(1e9, 1e-6, 0));
    lookAt(6e6, "BAND 300 KHZ;:" + unitHeader() + " W");
    double[] watts = sweep(quiet);
    assertEquals(1e-6, watts[(watts.length - 1) / 2], 1e-8);
    send(quiet, unitHeader() + " DBMV");
    double[] decibels = sweep(quiet);
    assertEquals(-30 + 46.99, decibels[(decibels.length - 1) / 2], 0.03);
  }

  /** The command for the unit of levels. */
  String unitHeader() {
    return "UNIT:POW";
  }

  @Test
  void givesNothingOut() {
    assertEquals(false, quiet.energised());
  }
}
