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
import org.spinbench.simulator.instrument.Tone;

class SimulatedSynthHdTest {
  private final Laboratory laboratory = new Laboratory();
  private final SimulatedSynthHd source = new SimulatedSynthHd(laboratory.surroundings(true));
  private final RfOutput first = source.rfOutputs().get(0);
  private final RfOutput second = source.rfOutputs().get(1);

  @TestFactory
  List<DynamicTest> manual() {
    return MessageTable.tests(
        MessageTable.class,
        "synthhd.csv",
        () -> new SimulatedSynthHd(new Laboratory().surroundings(true)).endpoint());
  }

  private void after(String message) {
    laboratory.send(source, message);
    laboratory.elapse(0.1);
  }

  private Tone now(RfOutput output) {
    return output.tone(laboratory.nanos());
  }

  @Test
  void anOutputIsOnWhenMuteAmplifierAndLoopAllSaySo() {
    assertFalse(source.energised());
    after("C1f2000W0h1");
    assertEquals(0, now(second).power());
    after("r1");
    assertEquals(0, now(second).power());
    after("E1");
    assertEquals(Laboratory.tone(2e9, 1e-3), now(second));
    assertEquals(Laboratory.tone(1e9, 0), now(first));
    assertTrue(source.energised());
    after("C0h1r1E1W-10C1h0");
    assertEquals(1e-4, now(first).power(), 1e-12);
    assertEquals(0, now(second).power(), 1e-12);
    assertTrue(source.energised());
    after("C0E0");
    assertFalse(source.energised());
  }

  @Test
  void aSingleSweepGoesUpOnceAndStaysAtItsEnd() {
    after("h1r1E1l1000u1010s1t10[-10]0g1");
    laboratory.elapse(0.1);
    assertEquals(1010e6, now(first).frequency(), 1e-3);
    assertEquals("0", laboratory.ask(source, "g?"), "over");
    laboratory.send(source, "g1");
    laboratory.elapse(0.055);
    assertEquals(1005e6, now(first).frequency(), 1e-3);
    assertEquals(1e-3 * Math.pow(10, -0.5), now(first).power(), 1e-12);
    after("g0");
    assertEquals(Laboratory.tone(1e9, 1e-3), now(first));
  }

  @Test
  void aContinuousSweepBeginsAgainAndCanGoDown() {
    laboratory.send(source, "l1000u1002s1t1000^0c1");
    laboratory.elapse(4.5);
    assertEquals(1001e6, now(first).frequency(), 1e-3);
    assertEquals(1e9, now(second).frequency());
  }

  @Test
  void aSweepOfTooManyStepsOrBackwardsDoesNotBegin() {
    assertEquals("0", laboratory.ask(source, "l10u15000s0.0001g1g?"));
    assertEquals("0", laboratory.ask(source, "l2000u1000s1g1g?"));
  }

  @Test
  void pulsesScaleTheMeanPower() {
    after("h1r1E1W0P100O300j1");
    assertEquals(0.25e-3, now(first).power(), 1e-12);
    after(":1");
    assertEquals(0.75e-3, now(first).power(), 1e-12);
    after("j0");
    assertEquals(1e-3, now(first).power(), 1e-12);
  }
}
