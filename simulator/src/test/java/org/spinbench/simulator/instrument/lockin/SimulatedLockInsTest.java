package org.spinbench.simulator.instrument.lockin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.MessageTable;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.VoltageInput;

/** The SR830 and the SR860. */
class SimulatedLockInsTest {
  private final Laboratory laboratory = new Laboratory();
  private final Signal signal = new Signal();
  private final SimulatedSr830 older = new SimulatedSr830(laboratory.surroundings(false), signal);
  private final SimulatedSr860 newer = new SimulatedSr860(laboratory.surroundings(false), signal);

  /** What a lock-in reads whose output switches a chain: 1 mV. */
  private static final class Signal implements VoltageInput {
    private double volts = 1e-3;

    @Override
    public double mean(long from, long to) {
      return volts;
    }

    @Override
    public double harmonic(long from, long to) {
      return volts;
    }
  }

  private static Endpoint settled(Laboratory laboratory, SimulatedInstrument instrument) {
    laboratory.elapse(100);
    return instrument.endpoint();
  }

  @TestFactory
  List<DynamicTest> manualOfTheSr830() {
    return MessageTable.tests(
        MessageTable.class,
        "sr830.csv",
        () -> {
          Laboratory fresh = new Laboratory();
          return settled(fresh, new SimulatedSr830(fresh.surroundings(false), new Signal()));
        });
  }

  @TestFactory
  List<DynamicTest> manualOfTheSr860() {
    return MessageTable.tests(
        MessageTable.class,
        "sr860.csv",
        () -> {
          Laboratory fresh = new Laboratory();
          return settled(fresh, new SimulatedSr860(fresh.surroundings(false), new Signal()));
        });
  }

  @Test
  void theFilterTakesItsTime() {
    laboratory.send(older, "OFLT 10;OFSL 0");
    laboratory.elapse(1);
    double after = laboratory.number(older, "OUTP? 1");
    double early = 1e-3 * (1 - Math.exp(-1));
    assertEquals(early, after, 2e-8, "one time constant of 1 s");
    laboratory.elapse(60);
    assertEquals(1e-3, laboratory.number(older, "OUTP? 1"), 1e-9);
  }

  @Test
  void overloadsStayUntilTheyAreRead() {
    laboratory.send(older, "SENS 17;OFLT 4");
    laboratory.elapse(1);
    assertEquals("0", laboratory.ask(older, "LIAS?"));
    signal.volts = 1.2e-3;
    laboratory.elapse(1);
    assertEquals("1", laboratory.ask(older, "LIAS? 2"), "20 % above 1 mV full scale");
    signal.volts = 0.5e-3;
    laboratory.elapse(1);
    laboratory.ask(older, "OUTP? 1");
    laboratory.ask(older, "LIAS?");
    assertEquals("0", laboratory.ask(older, "LIAS?"));
    signal.volts = 1.5;
    laboratory.elapse(1);
    assertEquals("1", laboratory.ask(older, "LIAS? 0"), "the input takes 1.4 V");
    assertEquals("1", laboratory.ask(older, "LIAS? 1"), "low noise, 1 mV");
    laboratory.send(older, "*CLS");
    signal.volts = 0;
    laboratory.elapse(1);
    laboratory.send(older, "*CLS");
    assertEquals("0", laboratory.ask(older, "LIAS?"));
  }

  @Test
  void theInputRangeOfTheNewerOneHasAnOverloadToo() {
    signal.volts = 0.02;
    laboratory.send(newer, "IRNG 4");
    laboratory.elapse(1);
    assertEquals("16", laboratory.ask(newer, "CUROVLDSTAT?"), "bit 4");
    assertEquals("4", laboratory.ask(newer, "ILVL?"));
    assertEquals("16", laboratory.ask(newer, "LIAS?"));
  }

  @Test
  void theBufferFillsAtItsRate() {
    laboratory.send(older, "OFLT 0;SRAT 7;STRT");
    laboratory.elapse(2.01);
    assertEquals("17", laboratory.ask(older, "SPTS?"), "8 Hz and the first");
    laboratory.send(older, "PAUS");
    laboratory.elapse(1);
    assertEquals("17", laboratory.ask(older, "SPTS?"));
    String samples = laboratory.ask(older, "TRCA? 1,1,16");
    assertEquals("0.001,".repeat(16), samples);
  }

  @Test
  void aLoopKeepsTheNewestAndAShotStops() {
    laboratory.send(older, "SRAT 13;SEND 1;STRT");
    laboratory.elapse(1e5);
    assertEquals("16383", laboratory.ask(older, "SPTS?"));
    assertEquals("0", laboratory.ask(older, "*STB? 0"), "goes on");
    laboratory.send(older, "SEND 0;STRT");
    laboratory.elapse(1e5);
    assertEquals("16383", laboratory.ask(older, "SPTS?"));
    assertEquals("1", laboratory.ask(older, "*STB? 0"), "has stopped");
  }

  @Test
  void theBufferHoldsTheFiltersWay() {
    laboratory.send(older, "OFLT 8;OFSL 0;SRAT 10;STRT");
    laboratory.elapse(0.1);
    double expected = 1e-3 * (1 - Math.exp(-(4 / 64.0) / 0.1));
    String[] samples = laboratory.ask(older, "TRCA? 1,0,6").split(",");
    assertEquals(0, Double.parseDouble(samples[0]));
    assertEquals(expected, Double.parseDouble(samples[4]), 1e-9);
  }

  @Test
  void aCaptureIsReadInBlocksOnceItIsFull() {
    laboratory.elapse(10);
    laboratory.send(newer, "CAPTURECFG XY;CAPTURELEN 2;CAPTURERATE 0;CAPTURESTART ONE, IMM");
    laboratory.elapse(10);
    assertEquals("6;2048;2", laboratory.ask(newer, "CAPTURESTAT?;CAPTUREBYTES?;CAPTUREPROG?"));
    byte[] answer = laboratory.ask(newer, "CAPTUREGET? 0,2").getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer samples = ByteBuffer.wrap(answer, 6, 2048).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals("#42048", new String(answer, 0, 6, StandardCharsets.ISO_8859_1));
    for (int i = 0; i < 256; i++) {
      assertEquals(1e-3f, samples.getFloat(), 1e-9f);
      assertEquals(0f, samples.getFloat(), 1e-12f);
    }
  }

  @Test
  void itIsAtRestWithTheLowestAmplitudeAlone() {
    assertTrue(older.energised(), "1 V after a reset");
    laboratory.send(older, "SLVL 0.004");
    assertFalse(older.energised());
    assertEquals(2, laboratory.changes(), "before and after");
    assertFalse(newer.energised());
    laboratory.send(newer, "SOFF 1");
    assertTrue(newer.energised());
    laboratory.send(newer, "SOFF 0;SLVL 0.1");
    assertTrue(newer.energised());
    laboratory.send(newer, "*RST");
    assertFalse(newer.energised());
  }
}
