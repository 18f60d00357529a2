package org.spinbench.simulator.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SimulatedQdac2Test {
  private final Laboratory laboratory = new Laboratory();
  private final SimulatedQdac2 source = new SimulatedQdac2(laboratory.surroundings(true));

  private double level(int channel, long nanos) {
    return source.dcOutputs().get(channel - 1).level(nanos).value();
  }

  @TestFactory
  List<DynamicTest> manual() {
    return MessageTable.tests(
        getClass(),
        "qdac-ii.csv",
        () -> new SimulatedQdac2(new Laboratory().surroundings(true)).endpoint());
  }

  @Test
  void channelSettlesWithItsFilter() {
    laboratory.send(source, "sour3:volt -1");
    laboratory.elapse(1);
    laboratory.send(source, "sour3:volt 4");
    long start = laboratory.nanos();
    for (double ms : new double[] {0, 0.5, 1, 2, 4}) {
      double expected = 4 - 5 * Math.pow(1000, -ms / 2);
      double actual = level(3, start + Math.round(ms * 1e6));
      assertEquals(expected, actual, 1e-6, ms + " ms, to 25 bits of 20 V");
    }
    assertEquals(0, level(2, start));
  }

  @Test
  void slowFilterTakesLonger() {
    laboratory.send(source, "sour1:filt dc;volt 1");
    long start = laboratory.nanos();
    assertEquals("1", laboratory.ask(source, "*OPC?"));
    assertEquals(110_000_000, laboratory.nanos() - start);
    assertEquals(0.999, level(1, laboratory.nanos()), 1e-6);
  }

  @Test
  void slewLimitsTheRate() {
    laboratory.send(source, "sour5:volt:slew 2;:sour5:volt 1");
    long start = laboratory.nanos();
    assertEquals(0.5, level(5, start + 250_000_000L), 1e-6);
    assertEquals("0", laboratory.ask(source, "sour5:volt:last?"));
    laboratory.elapse(0.25);
    assertEquals(0.5, laboratory.number(source, "sour5:volt:last?"), 1e-6);
    assertEquals("1", laboratory.ask(source, "*OPC?"));
    assertEquals(0.5, (laboratory.nanos() - start) * 1e-9, 1e-6);
  }

  @Test
  void outputIsQuantisedAndTheSettingIsNot() {
    laboratory.send(source, "sour1:volt 0.1");
    laboratory.elapse(1);
    double step = 20.0 / (1 << 25);
    double steps = level(1, laboratory.nanos()) / step;
    assertEquals(Math.rint(0.1 / step), steps, 1e-9);
    assertEquals("0.1", laboratory.ask(source, "sour1:volt?"));
  }

  @Test
  void isEnergisedWhenAnyChannelIsNotZero() {
    assertFalse(source.energised());
    laboratory.send(source, "sour24:volt 0.001");
    assertTrue(source.energised());
    laboratory.send(source, "*RST");
    assertFalse(source.energised());
    assertEquals(2, laboratory.changes());
  }

  @Test
  void listIsOneChangeOfTheOutputs() {
    laboratory.send(source, "sour:volt 0.5,(@1:24)");
    assertEquals(1, laboratory.changes());
    laboratory.elapse(1);
    for (int n = 1; n <= 24; n++) {
      assertEquals(0.5, level(n, laboratory.nanos()), 1e-6);
    }
  }
}
