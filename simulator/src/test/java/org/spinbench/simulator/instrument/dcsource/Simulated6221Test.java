package org.spinbench.simulator.instrument.dcsource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.spinbench.simulator.circuit.Resistor;
import org.spinbench.simulator.circuit.Terminals;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.MessageTable;

@Tag("any-jdk")
class Simulated6221Test {
  private static final Resistor LOAD = new Resistor(1000);

  private final Laboratory laboratory = new Laboratory();
  private final Simulated6221 source =
      new Simulated6221(laboratory.surroundings(true), Laboratory.load(45));

  @TestFactory
  List<DynamicTest> manual() {
    return MessageTable.tests(
        MessageTable.class,
        "6221.csv",
        () ->
            new Simulated6221(new Laboratory().surroundings(true), Laboratory.load(45)).endpoint());
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
    Terminals terminals = LOAD.under(source.level(laboratory.nanos()));
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

  private void list(String levels) {
    laboratory.send(source, ":SOUR:CURR:RANG 2E-3;:SOUR:SWE:SPAC LIST;RANG FIX");
    laboratory.send(source, ":SOUR:LIST:CURR " + levels);
    laboratory.send(source, ":SOUR:LIST:DEL 0.1,0.2,0.3;COMP 1,2,3");
  }

  @Test
  void aSweepStandsOnEachLevelForItsTimeAndStaysAtTheLast() {
    list("1E-3,-1E-3,5E-4");
    laboratory.send(source, ":SOUR:CURR 2E-3;:SOUR:SWE:ARM");
    laboratory.elapse(0.1);
    assertEquals(2e-3, after(0), 1e-12, "armed it is on, at the level that is set");
    laboratory.send(source, ":INIT");
    assertEquals(1e-3, after(0.05), 1e-12);
    assertEquals(-1e-3, after(0.15), 1e-12);
    assertEquals(5e-4, after(0.35), 1e-12);
    assertEquals(5e-4, after(10), 1e-12);
    assertTrue(source.energised());
    assertEquals(2e-3, laboratory.number(source, ":SOUR:CURR?"));
    laboratory.elapse(0.25);
    assertEquals("8", laboratory.ask(source, ":STAT:OPER:COND?"));
    laboratory.send(source, ":SOUR:SWE:ABOR");
    assertEquals(0, after(1), "off");
    assertFalse(source.energised());
  }

  @Test
  void eachLevelHasItsCompliance() {
    list("1E-3,-1E-3,5E-4");
    laboratory.send(source, ":SOUR:CURR:COMP 0.5;:SOUR:SWE:ARM;:INIT");
    long start = laboratory.nanos();
    double[] limits = {1, 2, 3, 0.5};
    double[] moments = {0.05, 0.15, 0.35, 1};
    for (int k = 0; k < limits.length; k++) {
      long moment = start + Math.round(moments[k] * 1e9);
      assertEquals(limits[k], source.level(moment).limit(), "at " + moments[k] + " s");
    }
  }

  /** The example of the manual (page 4-9): 1 to 5 mA in the fixed range of 2 mA. */
  @Test
  void inAFixedRangeASweepGivesAtMostWhatTheRangeHolds() {
    laboratory.send(source, ":SOUR:CURR:RANG 2E-3;:SOUR:DEL 0.1;:SOUR:SWE:RANG FIX");
    laboratory.send(source, ":SOUR:CURR:STAR 1E-3;STOP 5E-3;STEP 1E-3;:SOUR:SWE:ARM;:INIT");
    double[] given = {1e-3, 2e-3, 2.1e-3, 2.1e-3, 2.1e-3};
    for (int k = 0; k < given.length; k++) {
      assertEquals(given[k], after(0.05 + 0.1 * k), 1e-9, "step " + k);
    }
    laboratory.send(source, ":SOUR:SWE:ABOR;RANG BEST;ARM;:INIT");
    laboratory.elapse(0.45);
    assertEquals(5e-3, after(0), 1e-9);
    assertEquals(20e-3, laboratory.number(source, ":SOUR:CURR:RANG?"));
  }

  @Test
  void aSweepIsRepeatedAndLogarithmic() {
    laboratory.send(source, ":SOUR:CURR:RANG 0.1;STAR 1E-3;STOP 0.1;:SOUR:DEL 0.1");
    laboratory.send(source, ":SOUR:SWE:POIN 3;SPAC LOG;RANG FIX;COUN 2;ARM;:INIT");
    double[] given = {1e-3, 10e-3, 0.1, 1e-3, 10e-3, 0.1};
    for (int k = 0; k < given.length; k++) {
      assertEquals(given[k], after(0.05 + 0.1 * k), 1e-9, "step " + k);
    }
  }
}
