package org.spinbench.simulator.instrument.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.SpectralLine;
import org.spinbench.simulator.instrument.SpectrumInput;
import org.spinbench.simulator.instrument.Surroundings;

@Tag("any-jdk")
class SimulatedN9020bTest extends AnalyzerContract {
  @Override
  SimulatedInstrument make(Surroundings surroundings, SpectrumInput input) {
    return SimulatedXSeries.n9020b(surroundings, input);
  }

  @Override
  String table() {
    return "n9020b.csv";
  }

  @Override
  double floor() {
    return 2.5e-13 / 300e3;
  }

  @Override
  String averaging(AmplitudeNoise.Scale scale, int sweeps) {
    String type = scale == AmplitudeNoise.Scale.SCALAR ? "SCAL" : scale.name();
    return "DET SAMP;:TRAC1:TYPE AVER;:AVER:TYPE " + type + ";COUN " + sweeps;
  }

  @Override
  String trace() {
    return "FORM ASC;:TRAC:DATA? TRACE1";
  }

  @Override
  String binaryTrace(ByteOrder order) {
    String word = order == ByteOrder.BIG_ENDIAN ? "NORM" : "SWAP";
    return "FORM REAL,32;FORM:BORD " + word + ";:TRAC? TRACE1";
  }

  @Override
  String powerIn40MegaHertz() {
    return "CHP:BAND:INT 40 MHZ;:READ:CHP?";
  }

  @Override
  String toPeak() {
    return "CALC:MARK1:MAX";
  }

  @Override
  String preamplifier() {
    return "POW:GAIN ON";
  }

  @Override
  String noiseWithMoreAttenuation() {
    return "POW:ATT 20";
  }

  @Override
  String noiseMarker() {
    return "CALC:MARK1:FUNC NOIS";
  }

  /** Frequency ranges of the options (N9020B data sheet). */
  @ParameterizedTest
  @CsvSource({"503, 3.7e9", "508, 8.5e9", "513, 13.8e9", "526, 27e9", "544, 44.5e9"})
  void theOptionLimitsTheFrequency(String option, double highest) {
    SimulatedXSeries twin =
        SimulatedXSeries.n9020b(option, laboratory.surroundings(false), (from, to) -> List.of());
    assertEquals("\"" + option + "\"", laboratory.ask(twin, "*OPT?"));
    assertEquals(highest, laboratory.number(twin, "FREQ:CENT? MAX"));
  }

  /** Of a Gaussian filter: half of 6 dB at √2, noise bandwidth at 1.0645 of the 3 dB width. */
  @ParameterizedTest
  @CsvSource({"DB3, 1", "DB6, 1.41421", "NOIS, 1.06447", "IMP, 1.50537"})
  void aBandwidthIsMeantByItsDefinition(String type, double ratio) {
    lines = List.of(new SpectralLine(1e9, 1e-6, 0));
    laboratory.send(
        quiet, "FREQ:CENT 1 GHZ;SPAN 1 MHZ;:SWE:POIN 101;:BAND 100 KHZ;:BAND:TYPE " + type);
    laboratory.send(quiet, "INIT;*WAI;:CALC:MARK1:X 1.05 GHZ;:CALC:MARK1:X 1.00005 GHZ");
    double level = laboratory.number(quiet, "CALC:MARK1:Y?");
    assertEquals(-30 - 3.0103 * ratio * ratio, level, 0.01);
  }

  @Test
  void theLowBandOfThePreamplifierEndsAt3Point6Gigahertz() {
    String noise = "DET AVER;:AVER:TYPE RMS;:BAND 100 KHZ;:POW:GAIN ON;GAIN:BAND LOW;:";
    laboratory.send(quiet, noise + "FREQ:CENT 3 GHZ;SPAN 10 MHZ;:INIT;:CALC:MARK1:MAX");
    double below = laboratory.number(quiet, "CALC:MARK1:Y?");
    laboratory.send(quiet, "FREQ:CENT 4 GHZ;:INIT;:CALC:MARK1:MAX");
    double above = laboratory.number(quiet, "CALC:MARK1:Y?");
    laboratory.send(quiet, "POW:GAIN:BAND FULL;:INIT");
    assertEquals(15, above - below, 1e-6);
    assertEquals(below, laboratory.number(quiet, "CALC:MARK1:Y?"), 1e-6);
  }
}
