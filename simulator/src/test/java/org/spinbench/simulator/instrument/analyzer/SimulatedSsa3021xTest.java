package org.spinbench.simulator.instrument.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.SpectrumInput;
import org.spinbench.simulator.instrument.Surroundings;

class SimulatedSsa3021xTest extends AnalyzerContract {
  @Override
  SimulatedInstrument make(Surroundings surroundings, SpectrumInput input) {
    return new SimulatedSsa3021x(surroundings, input);
  }

  @Override
  String table() {
    return "ssa3021x.csv";
  }

  @Override
  double floor() {
    return 1.2e-12 / 300e3;
  }

  @Override
  String averaging(AmplitudeNoise.Scale scale, int sweeps) {
    String type =
        switch (scale) {
          case LOG -> "LOGP";
          case SCALAR -> "VOLT";
          case RMS -> "POW";
        };
    return "DET:TRAC1 SAMP;:TRAC1:MODE AVER;:AVER:TYPE " + type + ";TRAC1:COUN " + sweeps;
  }

  @Override
  String trace() {
    return "FORM ASC;:TRAC:DATA? 1";
  }

  @Override
  String binaryTrace(ByteOrder order) {
    String word = order == ByteOrder.BIG_ENDIAN ? "NORM" : "SWAP";
    return "FORM REAL;:FORM:BORD " + word + ";:TRAC? 1";
  }

  @Override
  String powerIn40MegaHertz() {
    return "CHP:BAND:INT 40 MHZ;:MEAS:CHP?";
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

  @Override
  String unitHeader() {
    return "UNIT:POW";
  }

  @Test
  void aCommaFollowsTheLastLevelToo() {
    laboratory.send(quiet, "INIT:CONT OFF;:INIT;*WAI");
    String text = laboratory.ask(quiet, "TRAC:DATA? 1");
    assertEquals(',', text.charAt(text.length() - 1));
    assertEquals(751, text.split(",").length);
    assertEquals(
        751, laboratory.ask(quiet, "TRAC:DATA? 2").split("\\+0.000000E\\+00,", -1).length - 1);
  }

  @Test
  void channelPowerHasADensity() {
    laboratory.send(quiet, "INIT:CONT OFF;:FREQ:CENT 1 GHZ;:CHP:BAND:INT 40 MHZ");
    String[] both = laboratory.ask(quiet, "MEAS:CHP?").split(",");
    double density = Double.parseDouble(both[0]) - 10 * Math.log10(40e6);
    assertEquals(density, Double.parseDouble(both[1]), 1e-4);
    assertEquals(both[0], laboratory.ask(quiet, "MEAS:CHP:CHP?"));
    assertEquals(both[1], laboratory.ask(quiet, "MEAS:CHP:DENS?"));
  }
}
