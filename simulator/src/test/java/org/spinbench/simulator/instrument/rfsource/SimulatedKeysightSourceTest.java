package org.spinbench.simulator.instrument.rfsource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.MessageTable;
import org.spinbench.simulator.instrument.RfOutput;
import org.spinbench.simulator.instrument.Tone;
import org.spinbench.simulator.instrument.rfsource.SimulatedKeysightSource.Kind;

class SimulatedKeysightSourceTest {
  private final Laboratory laboratory = new Laboratory();
  private final SimulatedKeysightSource source =
      new SimulatedKeysightSource(laboratory.surroundings(true), Kind.N5183B);
  private final RfOutput output = source.rfOutputs().get(0);

  @TestFactory
  Stream<DynamicTest> manual() {
    return Stream.of(Kind.values()).flatMap(kind -> table(kind).stream());
  }

  private List<DynamicTest> table(Kind kind) {
    return MessageTable.tests(
        MessageTable.class,
        kind.name().toLowerCase(Locale.ROOT) + ".csv",
        () -> new SimulatedKeysightSource(new Laboratory().surroundings(true), kind).endpoint());
  }

  private Tone now() {
    return output.tone(laboratory.nanos());
  }

  private void send(String message) {
    laboratory.send(source, message);
    assertEquals(List.of(), source.queuedErrors());
  }

  @Test
  void aStepSweepRunsOnceAtTheLevelThatIsSet() {
    send("POW 0;:OUTP ON;:FREQ 1 GHZ;:FREQ:STAR 2 GHZ;STOP 3 GHZ;:SWE:POIN 11;DWEL 10 MS");
    send("FREQ:MODE LIST;*WAI");
    laboratory.elapse(1);
    assertEquals(Laboratory.tone(2e9, 1e-3), now());
    long begin = laboratory.nanos();
    send("TSW");
    laboratory.elapse(0.055);
    assertEquals(2.5e9, now().frequency(), 1e-3);
    send("*WAI");
    assertEquals(110_000_000, laboratory.nanos() - begin);
    assertEquals(2e9, now().frequency(), "retrace");
    send("LIST:RETR OFF;:TSW;*WAI");
    assertEquals(3e9, now().frequency());
    send("LIST:DIR DOWN;:TSW");
    laboratory.elapse(0.015);
    assertEquals(2.9e9, now().frequency(), 1e-3);
    send("FREQ:MODE CW");
    laboratory.elapse(1);
    assertEquals(1e9, now().frequency());
  }

  @Test
  void aListStepsFrequencyLevelAndDwell() {
    send("OUTP ON;:LIST:TYPE LIST;FREQ 1GHZ,2GHZ,4GHZ;POW -10,0,10;DWEL 1MS,20MS,5MS");
    send("FREQ:MODE LIST;:POW:MODE LIST;:TSW");
    laboratory.elapse(0.0205);
    assertEquals(Laboratory.tone(2e9, 1e-3), now());
    laboratory.elapse(0.001);
    assertEquals(4e9, now().frequency());
    assertEquals(1e-2, now().power(), 1e-12);
    send("FREQ:MODE CW;:FREQ 3 GHZ;:LIST:POW -10,10;:LIST:DWEL 1;:TSW");
    laboratory.elapse(1.5);
    assertEquals(3e9, now().frequency());
    assertEquals(1e-2, now().power(), 1e-12);
  }

  @Test
  void aLogarithmicContinuousSweepOfLevels() {
    send("OUTP ON;:FREQ:STAR 1GHZ;STOP 4GHZ;:POW:STAR -20;STOP 0;:SWE:POIN 3;DWEL 1;SPAC LOG");
    send("FREQ:MODE SWE;:POW:MODE SWE;:INIT:CONT ON");
    laboratory.elapse(4.5);
    assertEquals(2e9, now().frequency(), 1e-3);
    assertEquals(1e-4, now().power(), 1e-15);
    assertEquals("8", laboratory.ask(source, "STAT:OPER:COND?"));
    send("*RST");
    assertEquals("0", laboratory.ask(source, "STAT:OPER:COND?"));
    laboratory.elapse(0.1);
    assertEquals(Laboratory.tone(20e9, 0), now());
  }

  @Test
  void pulsesActOnlyWhileModulationIsOn() {
    send("POW 0;:OUTP ON;:PULM:STAT ON;SOUR:INT FRUN;:PULM:INT:PWID 1 US;PER 4 US;*WAI");
    laboratory.elapse(0.1);
    assertEquals(0.25e-3, now().power(), 1e-12);
    send("PULM:SOUR:INT SQU");
    laboratory.elapse(0.1);
    assertEquals(0.5e-3, now().power(), 1e-12);
    send("PULM:SOUR EXT");
    laboratory.elapse(0.1);
    assertEquals(0, now().power(), 1e-12);
    assertEquals(1e-3, output.gated(laboratory.nanos()).power(), 1e-12);
    send("OUTP:MOD OFF");
    laboratory.elapse(0.1);
    assertEquals(1e-3, now().power(), 1e-12);
  }

  @Test
  void isEnergisedWhileRfIsOn() {
    assertFalse(source.energised());
    send("OUTP ON");
    assertTrue(source.energised());
    send("SYST:PRES");
    assertFalse(source.energised());
  }
}
