package org.spinbench.simulator.instrument.dcsource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.MessageTable;

class SimulatedGs200Test {
  private final Laboratory laboratory = new Laboratory();
  private final SimulatedGs200 source =
      new SimulatedGs200(laboratory.surroundings(true), Laboratory.load(45));

  private double level(long nanos) {
    return source.dcOutputs().get(0).level(nanos).value();
  }

  @TestFactory
  List<DynamicTest> manual() {
    return MessageTable.tests(
        MessageTable.class,
        "gs200.csv",
        () ->
            new SimulatedGs200(new Laboratory().surroundings(true), Laboratory.load(45))
                .endpoint());
  }

  private double levelAfter(long start, double milliseconds) {
    return level(start + Math.round(milliseconds * 1e6));
  }

  @Test
  void currentSettlesWithinFiveMilliseconds() {
    laboratory.send(source, ":SOUR:FUNC CURR;RANG 10E-3;LEV 2E-3;:OUTP 1;*WAI");
    laboratory.elapse(1);
    laboratory.send(source, ":SOUR:LEV 6E-3");
    long start = laboratory.nanos();
    for (double ms : new double[] {0, 1, 2.5, 5, 10}) {
      double expected = 6e-3 - 4e-3 * Math.pow(1000, -ms / 5);
      assertEquals(expected, levelAfter(start, ms), 1e-14, ms + " ms");
    }
  }

  @Test
  void completionWaitsForTheLevel() {
    laboratory.send(source, ":SOUR:RANG 1;LEV 1;:OUTP 1;*WAI");
    long before = laboratory.nanos();
    assertEquals("1", laboratory.ask(source, ":SOUR:LEV 0.5;*OPC?"));
    assertEquals(5_000_000, laboratory.nanos() - before);
    assertEquals(0.5005, level(laboratory.nanos()), 1e-12, "0.1 % of the step is left");
  }

  @Test
  void changeOfRangeDropsTheOutputForARelay() {
    laboratory.send(source, ":SOUR:RANG 1;LEV 0.5;:OUTP 1");
    laboratory.elapse(1);
    laboratory.send(source, ":SOUR:RANG 10");
    long start = laboratory.nanos();
    assertEquals(0.5, levelAfter(start, -0.001), 1e-12);
    assertEquals(0, levelAfter(start, 5), 1e-12);
    assertEquals(0.5 - 0.5e-3, levelAfter(start, 15), 1e-9);
    laboratory.elapse(1);
    laboratory.send(source, ":SOUR:LEV:AUTO 0.4");
    assertEquals(0, levelAfter(laboratory.nanos(), 5), 1e-12);
    assertEquals(0.4, levelAfter(laboratory.nanos(), 60), 1e-9);
  }

  @Test
  void programRampsInAStraightLine() {
    laboratory.send(source, ":SOUR:RANG 1;LEV 0.2;:OUTP 1");
    laboratory.elapse(1);
    laboratory.send(
        source,
        ":prog:rep 0;:prog:slop 2;:prog:int 2;:prog:edit:star;:sour:lev 1;:prog:edit:end;"
            + ":prog:run");
    assertEquals(List.of(), source.queuedErrors());
    long start = laboratory.nanos();
    for (double seconds : new double[] {0, 0.5, 1, 2, 3}) {
      double expected = Math.min(1, 0.2 + 0.4 * seconds);
      assertEquals(expected, levelAfter(start, 1000 * seconds), 1e-12);
    }
    laboratory.elapse(1);
    assertEquals("0;0", laboratory.ask(source, "STAT:EVEN?;COND?"));
    laboratory.elapse(1);
    assertEquals("128;0", laboratory.ask(source, "STAT:EVEN?;EVEN?"));
    assertEquals("+1.00000E+0", laboratory.ask(source, "SOUR:LEV?"));
  }

  @Test
  void newLevelReplacesARunningRampFromWhereItIs() {
    laboratory.send(source, ":SOUR:RANG 1;LEV 0;:OUTP 1");
    laboratory.elapse(1);
    laboratory.send(source, "PROG:SLOP 10;INT 10;EDIT:STAR;:SOUR:LEV 1;:PROG:EDIT:END;:PROG:RUN");
    laboratory.elapse(4);
    laboratory.send(source, ":SOUR:LEV 0");
    assertEquals(0.4, level(laboratory.nanos()), 1e-12);
    assertEquals(0.2, level(laboratory.nanos() - 2_000_000_000L), 1e-12, "remembered");
    assertEquals(0, levelAfter(laboratory.nanos(), 100), 1e-12);
  }

  @Test
  void isEnergisedWithOutputOnAndLevelNotZero() {
    laboratory.send(source, ":SOUR:RANG 1;LEV 0.5");
    assertFalse(source.energised());
    assertEquals(0, level(laboratory.nanos()));
    laboratory.send(source, ":OUTP 1");
    assertTrue(source.energised());
    laboratory.send(source, ":SOUR:LEV 0");
    assertFalse(source.energised());
  }

  private double measured() {
    double value = laboratory.number(source, ":MEAS?");
    assertEquals(List.of(), source.queuedErrors());
    return value;
  }

  @Test
  void theMonitorReadsWhatTheLoadDraws() {
    laboratory.send(source, ":SOUR:RANG 10;LEV 1;:OUTP 1;:SENS 1;:SENS:DEL 100;NPLC 5");
    long before = laboratory.nanos();
    assertEquals(1 / 45.0, measured(), 1e-7);
    assertEquals(200_000_000, laboratory.nanos() - before, "the delay, and five cycles of 50 Hz");
    laboratory.send(source, ":SOUR:PROT:CURR 10E-3");
    assertEquals(10e-3, measured(), 1e-8, "the limiter works");
    laboratory.send(source, ":OUTP 0;:SOUR:FUNC CURR;RANG 10E-3;LEV -2E-3;:OUTP 1");
    assertEquals(-0.09, measured(), 1e-7, "the voltage of a current");
  }

  /** From 0.2 V, 0.4 V/s; the mean of half a second from now is that of its middle. */
  @Test
  void theMonitorAveragesOverItsIntegration() {
    laboratory.send(source, ":SOUR:RANG 1;LEV 0.2;:OUTP 1;:SENS 1;:SENS:NPLC 25");
    laboratory.elapse(1);
    laboratory.send(
        source,
        ":prog:rep 0;:prog:slop 2;:prog:int 2;:prog:edit:star;:sour:lev 1;:prog:edit:end;"
            + ":prog:run");
    assertEquals((0.2 + 0.4 * 0.25) / 45, measured(), 1e-8);
  }

  @Test
  void theMonitorForgetsAtAReset() {
    laboratory.send(source, ":SOUR:RANG 1;LEV 1;:OUTP 1;:SENS 1;:SENS:DEL 100");
    double value = measured();
    assertEquals(value, laboratory.number(source, ":FETC?"));
    assertEquals("129", laboratory.ask(source, ":STAT:COND?"));
    assertEquals("0;128", laboratory.ask(source, "*RST;:SENS?;:STAT:COND?"));
    laboratory.ask(source, ":FETC?");
    assertEquals(1, source.queuedErrors().size());
  }
}
