package org.spinbench.simulator.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mutations of an instrument's own commands queue errors at most; they never throw or hang. */
@Timeout(120)
class InstrumentFuzzTest {
  private static final int MESSAGES = 20_000;
  private static final String[] ENDINGS = {
    "",
    "?",
    " 1",
    " 0",
    " MIN",
    " MAX",
    " DEF",
    " UP",
    " ON",
    " -1",
    " 1E-3",
    " 3 MHZ",
    " (@1:3)",
    " 1,(@24)",
    " \"VOLT\"",
    " NORM",
    "? MAX",
    " 1E300",
    ";*RST",
    ";*OPC?",
    ";:FETC?",
    ";:READ?"
  };

  private final Laboratory laboratory = new Laboratory();
  private final RandomGenerator random = laboratory.noise();
  private final Surroundings surroundings = laboratory.surroundings(true);

  private void fuzz(SimulatedInstrument instrument, String... headers) {
    for (int i = 0; i < MESSAGES; i++) {
      StringBuilder message = new StringBuilder();
      for (int n = random.nextInt(4); n >= 0; n--) {
        message.append(':').append(headers[random.nextInt(headers.length)]);
        message.append(ENDINGS[random.nextInt(ENDINGS.length)]).append(';');
      }
      if (random.nextInt(4) == 0) {
        message.setCharAt(random.nextInt(message.length()), (char) random.nextInt(256));
      }
      instrument.endpoint().write(message.toString().getBytes(StandardCharsets.ISO_8859_1));
      instrument.endpoint().read();
    }
    instrument.endpoint().clear();
    laboratory.send(instrument, "*RST;*CLS");
    assertEquals("1", laboratory.ask(instrument, "*OPC?"));
    assertEquals(List.of(), instrument.queuedErrors());
  }

  @Test
  void source() {
    fuzz(
        new SimulatedSgs100a(surroundings),
        "FREQ",
        "POW",
        "POW:OFFS",
        "POW:LIM",
        "POW:STEP",
        "OUTP",
        "PULM:STAT",
        "PULM:WIDT",
        "PULM:SOUR",
        "ROSC:EXT:FREQ",
        "PHAS",
        "POW:ALC");
  }

  @Test
  void biasSource() {
    fuzz(
        new SimulatedGs200(surroundings),
        "OUTP",
        "SOUR:FUNC",
        "SOUR:RANG",
        "SOUR:LEV",
        "SOUR:LEV:AUTO",
        "PROG:SLOP",
        "PROG:INT",
        "PROG:EDIT:STAR",
        "PROG:EDIT:END",
        "PROG:RUN",
        "STAT:EVEN",
        "SOUR:PROT:VOLT");
  }

  @Test
  void voltageSource() {
    fuzz(
        new SimulatedQdac2(surroundings),
        "SOUR3:VOLT",
        "SOUR:VOLT",
        "SOUR24:RANG",
        "SOUR:FILT",
        "SOUR:VOLT:SLEW",
        "VOLT:LAST");
  }

  @Test
  void voltmeter() {
    fuzz(
        new Simulated2182a(surroundings, (from, to) -> 1e-3 * random.nextGaussian()),
        "VOLT:RANG",
        "VOLT:RANG:AUTO",
        "VOLT:NPLC",
        "VOLT:DFIL",
        "VOLT:DFIL:COUN",
        "VOLT:REF:ACQ",
        "TRIG:SOUR",
        "TRIG:COUN",
        "INIT",
        "INIT:CONT",
        "FETC",
        "READ",
        "SENS:DATA:FRES",
        "ABOR",
        "VOLT:DFIL:WIND",
        "VOLT:DFIL:TCON",
        "VOLT:APER",
        "SYST:PRES",
        "MEAS");
  }

  @Test
  void analyzer() {
    SimulatedN9030b analyzer =
        new SimulatedN9030b(surroundings, (from, to) -> List.of(new SpectralLine(3e6, 1e-6, 1e5)));
    fuzz(
        analyzer,
        "FREQ:CENT",
        "FREQ:SPAN",
        "FREQ:STAR",
        "FREQ:STOP",
        "BAND",
        "BAND:VID",
        "SWE:TIME",
        "DET",
        "AVER:COUN",
        "AVER:TYPE",
        "POW:ATT",
        "INIT",
        "INIT:CONT",
        "ABOR",
        "CONF:CHP",
        "CHP:BAND:INT",
        "CHP:FREQ:SPAN",
        "CALC:MARK1:X",
        "CALC:MARK1:MAX",
        "CALC:MARK1:Y",
        "CALC:MARK1:FUNC:BAND:SPAN",
        "FETC:CHP",
        "READ:CHP",
        "SYST:PRES",
        "FREQ:SPAN:ZERO");
  }
}
