package org.spinbench.simulator.instrument.rfsource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.MessageTable;
import org.spinbench.simulator.instrument.RfOutput;

class SimulatedSgs100aTest {
  private final Laboratory laboratory = new Laboratory();
  private final SimulatedSgs100a source = new SimulatedSgs100a(laboratory.surroundings(true));
  private final RfOutput output = source.rfOutputs().get(0);

  @TestFactory
  List<DynamicTest> manual() {
    return MessageTable.tests(
        MessageTable.class,
        "sgs100a.csv",
        () -> new SimulatedSgs100a(new Laboratory().surroundings(true)).endpoint());
  }

  @Test
  void levelSettlesAsAFirstOrderLag() {
    laboratory.send(source, "OUTP ON;:POW 0;:FREQ 250 MHZ;*WAI");
    laboratory.elapse(0.1);
    laboratory.send(source, "POW 10");
    long start = laboratory.nanos();
    // P(t) = 10 mW − 9 mW exp(−t ln 1000 / 1 ms)
    for (double ms : new double[] {0, 0.1, 0.5, 1, 2}) {
      double expected = 10e-3 - 9e-3 * Math.pow(1000, -ms);
      assertEquals(expected, output.tone(start + Math.round(ms * 1e6)).power(), 1e-12, ms + " ms");
    }
    assertEquals(1e-3, output.tone(start - 1).power(), 1e-15);
    assertEquals(250e6, output.tone(start).frequency(), 1e-3);
  }

  @Test
  void isEnergisedWhileRfIsOn() {
    assertFalse(source.energised());
    laboratory.send(source, "OUTP ON");
    assertTrue(source.energised());
    laboratory.send(source, "*RST");
    assertFalse(source.energised());
    laboratory.elapse(0.01);
    assertEquals(0, output.tone(laboratory.nanos()).power());
  }

  @Test
  void reportsEveryChangeOfItsOutput() {
    laboratory.send(source, "FREQ 1 GHZ;:POW -5;:OUTP 1;:FREQ?;:ROSC:SOUR EXT");
    assertEquals(3, laboratory.changes());
  }

  @Test
  void limitHoldsTheOutputDownAndNotTheSetting() {
    laboratory.send(source, "POW:LIM -10;:POW 0;:OUTP ON;*WAI");
    laboratory.elapse(0.1);
    assertEquals(1e-4, output.tone(laboratory.nanos()).power(), 1e-12);
    assertEquals("0", laboratory.ask(source, "POW?"));
  }

  @Test
  void internalPulsesScaleTheMeanPower() {
    laboratory.send(source, "POW 0;:OUTP ON;:PULM:SOUR INT;WIDT 1 US;PER 4 US;STAT ON");
    assertEquals(List.of(), source.queuedErrors());
    laboratory.elapse(0.1);
    assertEquals(0.25e-3, output.tone(laboratory.nanos()).power(), 1e-15);
    laboratory.send(source, "PULM:MODE DOUB;DOUB:DEL 2 US;WIDT 0.5 US");
    laboratory.elapse(0.1);
    assertEquals(0.375e-3, output.tone(laboratory.nanos()).power(), 1e-15);
    laboratory.send(source, "PULM:TRIG:MODE EXT");
    laboratory.elapse(0.1);
    assertEquals(0, output.tone(laboratory.nanos()).power());
    laboratory.send(source, "PULM:TRIG:MODE AUTO;:PULM:SOUR EXT");
    laboratory.elapse(0.1);
    assertEquals(0, output.tone(laboratory.nanos()).power());
  }

  /** 0 dBm is 1 mW, and every millisecond settles the level. */
  @Test
  void anExternalPulseModulationFollowsTheTriggerInput() {
    laboratory.send(source, "POW 0;OUTP ON;PULM:SOUR EXT;PULM:STAT ON");
    laboratory.elapse(0.1);
    assertEquals(0, output.gated(laboratory.nanos()).power(), "the connector is no input yet");
    laboratory.send(source, ":CONN:TRIG:OMOD PEMS");
    laboratory.elapse(0.1);
    assertEquals(0, output.tone(laboratory.nanos()).power());
    assertEquals(1e-3, output.gated(laboratory.nanos()).power(), 1e-15);
    laboratory.send(source, "PULM:POL INV");
    laboratory.elapse(0.1);
    assertEquals(1e-3, output.tone(laboratory.nanos()).power(), 1e-15);
    assertEquals(0, output.gated(laboratory.nanos()).power());
    laboratory.send(source, "PULM:STAT OFF");
    laboratory.elapse(0.1);
    assertEquals(1e-3, output.tone(laboratory.nanos()).power(), 1e-15);
    assertEquals(1e-3, output.gated(laboratory.nanos()).power(), 1e-15);
  }
}
