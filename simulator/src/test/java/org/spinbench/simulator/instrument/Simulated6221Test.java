package org.spinbench.simulator.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class Simulated6221Test {
  private static final Load LOAD = new Load(1000);

  private final Laboratory laboratory = new Laboratory();
  private final Simulated6221 source = new Simulated6221(laboratory.surroundings(true));

  @TestFactory
  List<DynamicTest> manual() {
    return MessageTable.tests(
        getClass(),
        "6221.csv",
        () -> new Simulated6221(new Laboratory().surroundings(true)).endpoint());
  }

  private double after(double seconds) {
    return source.level(laboratory.nanos() + Math.round(1e9 * seconds)).value();
  }

  @Test
  void currentSettlesInTheTimeOfItsRange() {
    laboratory.send(source, ":SOUR:CURR:RANG 2E-9;:SOUR:CURR 1E-9;:OUTP 1");
    assertEquals(1e-9 * (1 - 1e-3), after(90e-6), 1e-15);
    laboratory.send(source, ":OUTP 0;:SOUR:CURR:RANG 2E-3;:SOUR:CURR 1E-3;:OUTP 1;*WAI");
    assertEquals(1e-3, after(0), 1e-8);
    laboratory.send(source, ":SOUR:CURR:FILT 1;:SOUR:CURR 2E-3");
    assertEquals(2e-3 - 1e-6, after(100e-6), 1e-9, "the filter is slow");
  }

  @Test
  void aChangeOfRangeOpensARelay() {
    laboratory.send(source, ":SOUR:CURR:RANG 2E-3;:SOUR:CURR 1E-3;:OUTP 1");
    laboratory.elapse(0.1);
    laboratory.send(source, ":SOUR:CURR:RANG 20E-3");
    assertEquals(0, after(5e-3));
    assertEquals(1e-3, after(20e-3), 1e-12);
  }

  @Test
  void complianceLimitsTheVoltage() {
    laboratory.send(source, ":SOUR:CURR:COMP 0.5;:SOUR:CURR 1E-3;:OUTP 1");
    laboratory.elapse(0.1);
    Load.Terminals terminals = LOAD.terminals(source.level(laboratory.nanos()));
    assertEquals(0.5, terminals.voltage());
    assertTrue(terminals.limited());
  }

  @Test
  void wavesHaveTheirShapes() {
    laboratory.send(source, ":SOUR:WAVE:FREQ 10;AMPL 2E-3;OFFS 1E-3;ARM;INIT");
    assertEquals(3e-3, after(0.025), 1e-12, "the crest of a sine");
    assertEquals(-1e-3, after(0.075), 1e-12);
    assertTrue(source.energised());
    laboratory.send(source, ":SOUR:WAVE:ABOR;FUNC SQU;DCYC 25;ARM;INIT");
    assertEquals(3e-3, after(0.02), 1e-12);
    assertEquals(-1e-3, after(0.03), 1e-12);
    laboratory.send(source, ":SOUR:WAVE:ABOR;FUNC RAMP;DCYC 50;ARM;INIT");
    assertEquals(1e-3, after(0.025), 1e-12, "half way up");
    assertEquals(1e-3, after(0.075), 1e-12, "half way down");
    laboratory.send(
        source, ":SOUR:WAVE:ABOR;ARB:DATA 1,-1,0.5;COPY 1;:SOUR:WAVE:FUNC ARB1;ARM;INIT");
    assertEquals(2e-3, after(0.09), 1e-12, "the last point");
    laboratory.send(source, ":SOUR:WAVE:ABOR");
    assertEquals(0, after(1));
    assertFalse(source.energised());
  }

  @Test
  void aWaveEndsAtItsOffset() {
    laboratory.send(
        source, ":SOUR:WAVE:FREQ 10;AMPL 2E-3;OFFS 1E-3;DUR:CYCL 3;:SOUR:WAVE:ARM;INIT");
    assertEquals(3e-3, after(0.225), 1e-12);
    assertEquals(1e-3, after(0.325), 1e-12);
    long before = laboratory.nanos();
    assertEquals("1", laboratory.ask(source, "*OPC?"));
    assertEquals(300_000_000, laboratory.nanos() - before);
  }

  @Test
  void isEnergisedWithOutputOnAndLevelNotZero() {
    laboratory.send(source, ":SOUR:CURR 1E-3");
    assertFalse(source.energised());
    laboratory.send(source, ":OUTP 1");
    assertTrue(source.energised());
    laboratory.send(source, "*RST");
    assertFalse(source.energised());
  }
}
