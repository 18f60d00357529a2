package org.spinbench.simulator.instrument.rfsource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.PartPanel;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;

/** The steps of a Keysight signal generator, seen at its carrier. */
class KeysightSweepTest {
  private static final NumberRange FREQUENCY = new NumberRange(Quantity.FREQUENCY, 1e3, 6e9, 6e9);
  private static final NumberRange LEVEL = new NumberRange(Quantity.POWER_DBM, -100, 10, -100);
  private static final NumberRange DWELL = new NumberRange(Quantity.TIME, 1e-3, 60, 2e-3);

  private final PartPanel part = new PartPanel();
  private final Laboratory laboratory = new Laboratory();
  private final Surroundings surroundings = laboratory.surroundings(false);
  private final Carrier carrier = new Carrier(surroundings, 1e-3, 2e9, -10);
  private final KeysightSweep sweep =
      new KeysightSweep(
          part.tree(), surroundings, carrier, new KeysightSweep.Ranges(FREQUENCY, LEVEL, DWELL));

  @Test
  void aStepSweepWaitsUntilItIsInitiated() {
    assertNull(carrier.steps());
    part.ask("FREQ:STAR 1 GHZ;STOP 3 GHZ;:SWE:POIN 3;DWEL 5 MS;:FREQ:MODE SWE");
    assertArrayEquals(new double[] {1e9, 2e9, 3e9}, carrier.steps().frequencies());
    assertEquals(0, carrier.steps().levels().length, "the level of the carrier");
    assertFalse(carrier.stepping());
    part.ask("INIT");
    assertTrue(carrier.stepping());
    laboratory.elapse(14.9e-3);
    assertTrue(carrier.stepping());
    laboratory.elapse(0.2e-3);
    assertFalse(carrier.stepping(), "three points of 5 ms");
  }

  @Test
  void aBusTriggerStartsWhatWaitsForOne() {
    part.ask("FREQ:STAR 1 GHZ;STOP 3 GHZ;:FREQ:MODE SWE;:TRIG:SOUR BUS;*TRG");
    assertFalse(carrier.stepping(), "it was not initiated");
    part.ask("INIT");
    assertFalse(carrier.stepping());
    part.ask("*TRG");
    assertTrue(carrier.stepping());
    part.ask("ABOR");
    assertFalse(carrier.stepping());
  }

  @Test
  void aContinuousSweepRunsAtOnceAndAgain() {
    part.ask("FREQ:STAR 1 GHZ;STOP 3 GHZ;:INIT:CONT ON;:FREQ:MODE SWE");
    laboratory.elapse(100);
    assertTrue(carrier.stepping());
    part.ask("FREQ:MODE CW");
    assertNull(carrier.steps());
  }

  @Test
  void columnsOfAListMustFitAndOneValueStandsForAll() {
    part.ask("LIST:TYPE LIST;FREQ 1 GHZ,2 GHZ,4 GHZ;POW -20,-30;DWEL 3 MS");
    part.ask("FREQ:MODE LIST;:POW:MODE LIST");
    assertNull(carrier.steps(), "three frequencies and two levels");
    assertEquals(-221, part.error("INIT"));
    part.ask("LIST:POW -20");
    assertArrayEquals(new double[] {-20, -20, -20}, carrier.steps().levels());
    assertEquals(
        "3;1;+1.0000000000000E+09,+2.0000000000000E+09,+4.0000000000000E+09",
        part.ask("LIST:FREQ:POIN?;:LIST:POW:POIN?;:LIST:FREQ?"));
    part.ask("LIST:DIR DOWN");
    assertArrayEquals(new double[] {4e9, 2e9, 1e9}, carrier.steps().frequencies());
  }

  @Test
  void stepsOfTheLevelFollowTheCarrier() {
    part.ask("POW:STAR -20.004;STOP -10;MODE SWE;:SWE:POIN 2");
    assertArrayEquals(new double[] {-20, -10}, carrier.steps().levels(), "to 0.01 dB");
    assertArrayEquals(new double[] {2e9, 2e9}, carrier.steps().frequencies());
    carrier.frequency(3e9);
    sweep.tuned();
    assertArrayEquals(new double[] {3e9, 3e9}, carrier.steps().frequencies());
  }

  @Test
  void aPresetLeavesOnePointInTheList() {
    part.ask("LIST:FREQ 1 GHZ,2 GHZ;RETR OFF;:SWE:SPAC LOG;POIN 9;GEN ANAL");
    sweep.preset();
    assertEquals(
        "1;1;LIN;2;STEP;IMM;0",
        part.ask("LIST:FREQ:POIN?;:LIST:RETR?;:SWE:SPAC?;POIN?;GEN?;:TRIG:SOUR?;:INIT:CONT?"));
  }
}
