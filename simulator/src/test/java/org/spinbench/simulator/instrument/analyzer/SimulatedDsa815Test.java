package org.spinbench.simulator.instrument.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteOrder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.SpectrumInput;
import org.spinbench.simulator.instrument.Surroundings;

@Tag("any-jdk")
class SimulatedDsa815Test extends AnalyzerContract {
  @Override
  SimulatedInstrument make(Surroundings surroundings, SpectrumInput input) {
    return new SimulatedDsa815(surroundings, input);
  }

  @Override
  String table() {
    return "dsa815.csv";
  }

  @Override
  double floor() {
    return 1.6e-12 / 300e3;
  }

  /** Voltages are averaged by the detector, over what falls into a point. */
  @Override
  String averaging(AmplitudeNoise.Scale scale, int sweeps) {
    return switch (scale) {
      case LOG -> "DET SAMP;:TRAC1:MODE VID;:TRAC:AVER:COUN " + sweeps;
      case RMS -> "DET SAMP;:TRAC1:MODE POW;:TRAC:AVER:COUN " + sweeps;
      case SCALAR -> "DET VAV;:SWE:TIME 1";
    };
  }

  @Override
  String trace() {
    return "FORM ASC;:TRAC:DATA? TRACE1";
  }

  @Override
  String binaryTrace(ByteOrder order) {
    String word = order == ByteOrder.BIG_ENDIAN ? "NORM" : "SWAP";
    return "FORM REAL;:FORM:BORD " + word + ";:TRAC? TRACE1";
  }

  @Override
  String powerIn40MegaHertz() {
    return "CONF:CHP;:CHP:BAND:INT 40 MHZ;:READ:CHP?";
  }

  @Override
  String toPeak() {
    return "CALC:MARK1:MAX:MAX";
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

  /** DSA800 Programming Guide, TRACe[:DATA]: 601 levels take 9014 characters. */
  @Test
  void textComesInABlockToo() {
    laboratory.send(quiet, "INIT:CONT OFF;:INIT;*WAI");
    String text = laboratory.ask(quiet, "TRAC? TRACE1");
    assertEquals("#9000009014 -", text.substring(0, 13));
    assertEquals(11 + 9014, text.length());
    assertEquals(601, text.split(", ").length);
    String binary = laboratory.ask(quiet, "FORM REAL,32;:TRAC? TRACE1");
    assertEquals("#9000002404", binary.substring(0, 11));
    assertEquals(
        "#9000002404<0><0><0><0>".replace("<0>", "\0"),
        laboratory.ask(quiet, "TRAC? TRACE2").substring(0, 15));
  }

  @Test
  void channelPowerHasADensity() {
    laboratory.send(quiet, "INIT:CONT OFF;:FREQ:CENT 1 GHZ;:CONF:CHP;:CHP:BAND:INT 40 MHZ");
    String[] both = laboratory.ask(quiet, "READ:CHP?").split(",");
    double density = Double.parseDouble(both[0]) - 10 * Math.log10(40e6);
    assertEquals(density, Double.parseDouble(both[1]), 1e-4);
    assertEquals(both[0], laboratory.ask(quiet, "FETC:CHP:CHP?"));
    assertEquals(both[1], laboratory.ask(quiet, "FETC:CHP:DENS?"));
  }
}
