package org.spinbench.simulator.instrument.dcsource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.MessageTable;
import org.spinbench.simulator.instrument.meter.Simulated2182a;

/** Delta mode and differential conductance, against what the formulas of the manual give. */
@Tag("any-jdk")
class Delta6221Test {
  private static final double RESISTANCE = 1;

  /** A delay of 2 ms, and three apertures of a power-line cycle of 50 Hz. */
  private static final double PHASE = 0.062;

  private final Laboratory laboratory = new Laboratory();
  private final Simulated6221 source =
      new Simulated6221(laboratory.surroundings(false), Laboratory.load(RESISTANCE));

  /** The thermal voltage in the leads, V, at a time, s. */
  private DoubleUnaryOperator thermal = seconds -> 0;

  private final Simulated2182a meter =
      new Simulated2182a(
          laboratory.surroundings(false),
          (from, to) -> {
            long middle = (from + to) / 2;
            return RESISTANCE * source.level(middle).value() + thermal.applyAsDouble(middle * 1e-9);
          });

  @BeforeEach
  void connect() {
    source.attach(meter.nanovoltmeter().orElseThrow());
    laboratory.send(source, ":SYST:COMM:SER:SEND \"VOLT:NPLC 1\"");
    laboratory.send(source, ":SOUR:DELT:HIGH 10E-3;DEL 2E-3;COUN 5");
  }

  private double[] run() {
    assertEquals("1", laboratory.ask(source, ":SOUR:DELT:ARM;:INIT;*OPC?"));
    return readings();
  }

  private double[] readings() {
    double[] readings = numbers(":FORM:ELEM READ;:TRAC:DATA?");
    assertEquals(List.of(), source.queuedErrors());
    return readings;
  }

  private double[] numbers(String message) {
    return Arrays.stream(laboratory.ask(source, message).split(","))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  private static double[] five(double value) {
    double[] values = new double[5];
    Arrays.fill(values, value);
    return values;
  }

  /** The example of the 2182A manual, page I-8: 10 µV of thermal voltage beside 10 mV. */
  @Test
  void aThermalVoltageCancels() {
    thermal = seconds -> 10e-6;
    assertArrayEquals(five(10e-3), run(), 1e-9);
    double read = Double.parseDouble(laboratory.ask(source, ":FORM:ELEM AVOL;:SENS:DATA?"));
    assertEquals(10e-6, read, 1e-11, "the mean of the three conversions is what has cancelled");
  }

  @Test
  void itsLinearDriftCancelsToo() {
    thermal = seconds -> 10e-6 + 2e-3 * seconds;
    assertArrayEquals(five(10e-3), run(), 1e-9);
  }

  /** Of a t², the second difference 2 a τ² remains, divided by four, with alternating sign. */
  @Test
  void ofAQuadraticDriftTheSecondDifferenceRemains() {
    thermal = seconds -> 0.5 * seconds * seconds;
    double rest = 0.5 * PHASE * PHASE / 2;
    double[] expected = five(10e-3);
    for (int n = 0; n < expected.length; n++) {
      expected[n] += n % 2 == 0 ? rest : -rest;
    }
    assertArrayEquals(expected, run(), 1e-8);
    laboratory.send(source, ":SOUR:SWE:ABOR;:SENS:AVER:COUN 2;STAT 1");
    double[] averaged = run();
    assertEquals(expected[0], averaged[0], 1e-8);
    for (int n = 1; n < averaged.length; n++) {
      assertEquals(10e-3, averaged[n], 2e-9, "two of them have none");
    }
    laboratory.send(source, ":SOUR:SWE:ABOR;:SENS:AVER:TCON REP");
    assertArrayEquals(new double[] {10e-3, 10e-3}, run(), 2e-9, "five readings make two");
  }

  @Test
  void theCurrentAlternatesOncePerDelayAndConversion() {
    laboratory.send(source, ":SOUR:DELT:LOW -4E-3;ARM;:INIT");
    long start = laboratory.nanos();
    for (int k = 0; k < 7; k++) {
      double late = source.level(start + Math.round((k + 0.5) * PHASE * 1e9)).value();
      assertEquals(k % 2 == 0 ? 10e-3 : -4e-3, late, 1e-12, "level " + k);
      long begin = start + Math.round(k * PHASE * 1e9);
      assertEquals(begin, source.turn(begin - 1));
    }
    assertTrue(source.energised());
    assertEquals("8;8", laboratory.ask(source, ":STAT:OPER:COND?;EVEN?"));
    assertEquals("1", laboratory.ask(source, "*OPC?"));
    assertEquals(7 * PHASE, (laboratory.nanos() - start) * 1e-9, 1e-9);
    int events = Integer.parseInt(laboratory.ask(source, ":STAT:OPER:EVEN?"));
    assertEquals(2, events & 2, "the count is reached");
    assertArrayEquals(five(7e-3), readings(), 1e-9);
    assertEquals(10e-3, source.level(laboratory.nanos() + 1_000_000_000L).value(), 1e-12);
    laboratory.send(source, ":SOUR:SWE:ABOR");
    laboratory.elapse(1);
    assertFalse(source.energised());
    assertEquals("0;0", laboratory.ask(source, ":SOUR:DELT:ARM?;:OUTP?"));
  }

  @Test
  void unitsBelongToHalfOfTheAlternation() {
    run();
    laboratory.send(source, ":UNIT OHMS");
    assertEquals(RESISTANCE, numbers(":SENS:DATA?")[0], 1e-6);
    laboratory.send(source, ":UNIT SIEM");
    assertEquals(1 / RESISTANCE, numbers(":SENS:DATA?")[0], 1e-6);
    laboratory.send(source, ":UNIT W");
    assertEquals(1e-4, numbers(":SENS:DATA?")[0], 1e-10);
    assertEquals("+1.000000E-04W", laboratory.ask(source, ":FORM:ELEM READ,UNIT;:SENS:DATA?"));
    laboratory.send(source, ":UNIT V;:FORM:ELEM READ;:CALC:FORM MXB;KMAT:MMF 2;MBF 1;:CALC:STAT 1");
    assertEquals(1.02, numbers(":CALC:DATA?")[0], 1e-9);
    assertEquals(10e-3, numbers(":SENS:DATA?")[0], 1e-9, "before the math");
  }

  @Test
  void theBufferHasWhatTheFormatAsksFor() {
    thermal = seconds -> 0.5 * seconds * seconds;
    run();
    assertEquals("5;5", laboratory.ask(source, ":TRAC:POIN?;POIN:ACT?"));
    double[] all = numbers(":FORM:ELEM READ,TST,SOUR,RNUM;:TRAC:DATA:SEL? 1,2");
    double rest = 0.25 * PHASE * PHASE;
    double[] expected = {10e-3 - rest, PHASE, -10e-3, 2, 10e-3 + rest, 2 * PHASE, 10e-3, 3};
    assertArrayEquals(expected, all, 1e-8);
    laboratory.send(source, ":CALC2:FORM PKPK;:FORM:ELEM READ");
    assertEquals(2 * rest, numbers(":CALC2:DATA?")[0], 1e-8);
    String block = laboratory.ask(source, ":FORM SRE;:FORM:BORD SWAP;:TRAC:DATA:SEL? 0,1");
    byte[] bytes = block.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer real = ByteBuffer.wrap(bytes, 3, 4).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(10e-3 + rest, real.getFloat(), 1e-8);
  }

  @Test
  void anEndlessTestIsReadWhileItRuns() {
    laboratory.send(source, ":SOUR:DELT:COUN INF;ARM;:INIT");
    long start = laboratory.nanos();
    assertEquals(10e-3, numbers(":FORM:ELEM READ;:SENS:DATA:FRES?")[0], 1e-9);
    assertEquals(3 * PHASE, (laboratory.nanos() - start) * 1e-9, 1e-9, "three conversions");
    numbers(":SENS:DATA:FRES?");
    assertEquals(4 * PHASE, (laboratory.nanos() - start) * 1e-9, 1e-9, "one more");
    laboratory.elapse(1e6);
    double[] last = numbers(":FORM:ELEM READ,RNUM;:SENS:DATA?");
    assertEquals(10e-3, last[0], 1e-9);
    assertEquals("1;8", laboratory.ask(source, ":OUTP?;:STAT:OPER:COND?"));
    laboratory.send(source, "*RST");
    assertEquals("0;0", laboratory.ask(source, ":OUTP?;:STAT:OPER:COND?"));
  }

  @Test
  void complianceEndsATestThatAbortsThen() {
    laboratory.send(source, ":SOUR:CURR:COMP 0.1;:SOUR:DELT:HIGH 105E-3;ARM;:INIT;*WAI");
    assertEquals("+1.000000E+00", laboratory.ask(source, ":FORM:ELEM COMP;:SENS:DATA?"));
    laboratory.send(source, ":SOUR:SWE:ABOR;:SOUR:DELT:CAB 1;ARM;:INIT");
    laboratory.elapse(1);
    assertEquals("0", laboratory.ask(source, ":TRAC:POIN:ACT?"));
    assertEquals("0;0", laboratory.ask(source, ":SOUR:DELT:ARM?;:OUTP?"));
    laboratory.elapse(1);
    assertFalse(source.energised());
  }

  /** The conductance of a resistor is the same on every step of the staircase. */
  @Test
  void differentialConductanceGoesUpAStaircase() {
    thermal = seconds -> 1e-3 * seconds;
    laboratory.send(
        source, ":SOUR:DCON:STAR 2E-3;STOP -2E-3;STEP 1E-3;DELT 5E-4;DEL 2E-3;ARM;:INIT");
    long start = laboratory.nanos();
    for (int k = 0; k < 5; k++) {
      double expected = 2e-3 - k * 1e-3 + (k % 2 == 0 ? 5e-4 : -5e-4);
      double level = source.level(start + Math.round((k + 0.5) * PHASE * 1e9)).value();
      assertEquals(expected, level, 1e-12, "level " + k);
    }
    assertEquals("1", laboratory.ask(source, ":UNIT SIEM;*OPC?"));
    assertArrayEquals(five(1 / RESISTANCE), readings(), 1e-6);
  }

  @Test
  void aStaircaseBeyondTheLargestCurrentIsRefused() {
    for (String levels : new String[] {"STAR 104.9E-3;STOP 0", "STAR 0;STOP -104.9E-3"}) {
      laboratory.send(source, ":SOUR:DCON:" + levels + ";STEP 1E-3;DELT 2E-3;ARM");
      assertEquals(List.of("-221,\"Settings conflict;ARM\""), source.queuedErrors(), levels);
      source.panel().clearErrors();
      assertEquals("0;0", laboratory.ask(source, ":SOUR:DCON:ARM?;:OUTP?"));
    }
  }

  @Test
  void whatIsArmedKeepsItsLevels() {
    laboratory.send(source, ":SOUR:DELT:ARM;:SOUR:DELT:HIGH 1E-3;:INIT;*WAI;:SOUR:CURR 1E-3");
    assertEquals(1, source.queuedErrors().size(), "the level is the test's");
    source.panel().clearErrors();
    assertArrayEquals(five(10e-3), readings(), 1e-9);
    laboratory.send(source, ":SOUR:DELT:ARM");
    assertEquals(1, source.queuedErrors().size(), "it is armed");
  }

  @Test
  void theNanovoltmeterIsReachedThroughTheSerialPort() {
    laboratory.send(source, ":SYST:COMM:SER:SEND \"VOLT:NPLC?\"");
    assertEquals("1", laboratory.ask(source, ":SYST:COMM:SER:ENT?"));
    assertEquals("", laboratory.ask(source, ":SYST:COMM:SER:ENT?"));
    assertEquals("1;1", laboratory.ask(source, ":SOUR:DELT:NVPR?;:SOUR:DCON:NVPR?"));
  }

  @Test
  void aCableForTriggersJoinsThemOnABench() {
    BenchFile file =
        BenchFile.parse(
            """
            [instruments.source]
            model = "6221"
            resource = "INPROC::source::INSTR"
            [instruments.meter]
            model = "2182A"
            resource = "INPROC::meter::INSTR"
            triggered_by = "source"
            [simulation.rack]
            load = 200.0
            """,
            "rack.toml");
    Endpoint joined = new SimulatedBench(file, 1).endpoints().get("source");
    String delta = ":SOUR:DELT:HIGH 1E-3;COUN 20;ARM;:UNIT OHMS;:FORM:ELEM READ;:INIT;*OPC?";
    assertEquals("1", MessageTable.exchange(joined, delta));
    String mean = MessageTable.exchange(joined, ":CALC2:FORM MEAN;:CALC2:DATA?");
    assertEquals(200, Double.parseDouble(mean), 0.001);
  }
}
