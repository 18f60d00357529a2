package org.spinbench.simulator.instrument.rfsource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.MessageTable;
import org.spinbench.simulator.instrument.RfOutput;
import org.spinbench.simulator.instrument.Tone;
import org.spinbench.simulator.instrument.TriggerInput;

class SimulatedSmb100aTest {
  private final Laboratory laboratory = new Laboratory();
  private final SimulatedSmb100a source = new SimulatedSmb100a(laboratory.surroundings(true));
  private final RfOutput output = source.rfOutputs().get(0);

  @TestFactory
  List<DynamicTest> manual() {
    return MessageTable.tests(
        MessageTable.class,
        "smb100a.csv",
        () -> new SimulatedSmb100a(new Laboratory().surroundings(true)).endpoint());
  }

  private Tone now() {
    return output.tone(laboratory.nanos());
  }

  @Test
  void itsOutputSaysWhenAPointHasSettled() {
    List<Long> moments = new ArrayList<>();
    source.triggers(
        new TriggerInput() {
          @Override
          public void pulses(long... expected) {
            LongStream.of(expected).forEach(moments::add);
          }

          @Override
          public void noneAfter(long moment) {
            moments.removeIf(one -> one > moment);
          }
        });
    laboratory.send(source, "FREQ:STAR 2 GHZ;STOP 3 GHZ;:SWE:POIN 3;DWEL 10 MS");
    laboratory.send(source, "TRIG:FSW:SOUR SING;:FREQ:MODE SWE;*WAI");
    laboratory.elapse(1);
    long begin = laboratory.nanos();
    laboratory.send(source, "SWE:EXEC");
    assertEquals(List.of(begin + 1_000_000, begin + 11_000_000, begin + 21_000_000), moments);
    laboratory.elapse(0.0105);
    laboratory.send(source, "FREQ:MODE CW");
    assertEquals(List.of(begin + 1_000_000), moments);
  }

  @Test
  void aSingleSweepStandsOnEachPointForItsDwell() {
    laboratory.send(source, "FREQ 1 GHZ;:POW 0;:OUTP ON;:FREQ:STAR 2 GHZ;STOP 3 GHZ");
    laboratory.send(source, "SWE:POIN 11;DWEL 10 MS;:TRIG:FSW:SOUR SING;:FREQ:MODE SWE;*WAI");
    laboratory.elapse(1);
    assertEquals(Laboratory.tone(2e9, 1e-3), now());
    laboratory.send(source, "SWE:EXEC");
    for (int point = 0; point < 11; point++) {
      laboratory.elapse(0.005);
      assertEquals(2e9 + point * 1e8, now().frequency(), 1e-3);
      laboratory.elapse(0.005);
    }
    assertEquals("0;0", laboratory.ask(source, "SWE:RUNN?;:STAT:OPER:COND?"));
    assertEquals(Laboratory.tone(3e9, 1e-3), now());
    laboratory.send(source, "SWE:RETR ON;:SWE:EXEC;*WAI");
    assertEquals(2e9, now().frequency());
    laboratory.send(source, "FREQ:MODE CW");
    laboratory.elapse(1);
    assertEquals(1e9, now().frequency());
  }

  @Test
  void completionIsTheEndOfTheSweep() {
    laboratory.send(source, "SWE:POIN 11;DWEL 10 MS;:TRIG:FSW:SOUR SING;:FREQ:MODE SWE;*WAI");
    long start = laboratory.nanos();
    assertEquals("1", laboratory.ask(source, "*TRG;*OPC?"));
    assertEquals(110_000_000, laboratory.nanos() - start);
  }

  @Test
  void aSweepOfLevelsRunsThroughThemAtOneFrequency() {
    laboratory.send(source, "FREQ 1 GHZ;:POW -40;:OUTP ON;:POW:STAR 0;STOP -20");
    laboratory.send(source, "SWE:POW:STEP 10;DWEL 10 MS;:POW:MODE SWE");
    for (double watts : new double[] {1e-3, 1e-4, 1e-5, 1e-3}) {
      laboratory.elapse(0.005);
      assertEquals(1e9, now().frequency());
      assertEquals(watts, now().power(), 1e-9 * watts);
      laboratory.elapse(0.005);
    }
    laboratory.send(source, "POW:MODE CW");
    laboratory.elapse(1);
    assertEquals(1e-7, now().power(), 1e-12);
  }

  @Test
  void freeRunningSweepsBeginAgain() {
    laboratory.send(source, "SWE:POIN 4;DWEL 1;:FREQ:MODE SWE");
    laboratory.elapse(6.5);
    assertEquals(100e6 + 2 * 400e6 / 3, now().frequency(), 1e-3);
  }

  @Test
  void aListHasLevelsOfItsOwn() {
    laboratory.send(source, "LIST:SEL 'l';FREQ 1E9,2E9,4E9;POW -10,0,10;DWEL 5 MS;TRIG:SOUR SING");
    laboratory.send(source, "OUTP ON;:FREQ:MODE LIST;*TRG");
    laboratory.elapse(0.0075);
    assertEquals(Laboratory.tone(2e9, 1e-3), now());
    laboratory.send(source, "POW:LIM -10");
    assertEquals(1e-4, now().power(), 1e-12);
    laboratory.send(source, "OUTP OFF");
    assertEquals(0, now().power());
    assertEquals(List.of(), source.queuedErrors());
  }

  @Test
  void pulsesActOnlyWhileModulationIsOn() {
    laboratory.send(source, "POW 0;:OUTP ON;:PULM:WIDT 1 US;PER 4 US;STAT ON;*WAI");
    laboratory.elapse(0.1);
    assertEquals(0.25e-3, now().power(), 1e-12);
    laboratory.send(source, "MOD OFF");
    laboratory.elapse(0.1);
    assertEquals(1e-3, now().power(), 1e-12);
  }

  @Test
  void isEnergisedWhileRfIsOn() {
    assertFalse(source.energised());
    laboratory.send(source, "OUTP ON");
    assertTrue(source.energised());
    laboratory.send(source, "FREQ:MODE SWE;*RST");
    assertFalse(source.energised());
    assertEquals(0, now().power());
    assertEquals(List.of(), source.queuedErrors());
  }

  @Test
  void thePowerAtTheConnectorKnowsNoOffset() {
    laboratory.send(source, "OUTP ON;:POW -10;:POW:OFFS 6");
    assertEquals("-4;-10", laboratory.ask(source, "POW?;:POW:POW?"));
    laboratory.send(source, "POW:POW -20");
    assertEquals("-14;-20", laboratory.ask(source, "POW?;:POW:PEP?"));
    laboratory.elapse(0.1);
    assertEquals(1e-5, now().power(), 1e-9);
  }

  @Test
  void storedSettingsReturnToTheirPresets() {
    laboratory.send(
        source, "AM:DEPT 50;:LFO:FREQ 2000;:FREQ:STEP:MODE USER;:SYST:COMM:GPIB:ADDR 5");
    assertEquals("50;2000;USER", laboratory.ask(source, "AM:DEPT?;:LFO:FREQ?;:FREQ:STEP:MODE?"));
    laboratory.send(source, "*RST");
    assertEquals(
        "30;1000;DEC;5",
        laboratory.ask(source, "AM:DEPT?;:LFO:FREQ?;:FREQ:STEP:MODE?;:SYST:COMM:GPIB:ADDR?"));
    laboratory.send(source, "UNIT:POW V");
    assertTrue(source.queuedErrors().get(0).startsWith("-141"), "only dBm");
  }
}
