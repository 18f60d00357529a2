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
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.MessageTable;

@Tag("any-jdk")
class SimulatedQdac2Test {
  private static final Resistor LOAD = new Resistor(1000);

  private final Laboratory laboratory = new Laboratory();
  private final SimulatedQdac2 source =
      new SimulatedQdac2(laboratory.surroundings(true), channel -> nanos -> LOAD);

  private double level(int channel, long nanos) {
    return source.dcOutputs().get(channel - 1).level(nanos).value();
  }

  @TestFactory
  List<DynamicTest> manual() {
    return MessageTable.tests(
        MessageTable.class,
        "qdac-ii.csv",
        () ->
            new SimulatedQdac2(new Laboratory().surroundings(false), channel -> nanos -> LOAD)
                .endpoint());
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

  /** From when it is asked for: of a first-order lag 1 − τ/T (1 − exp(−T/τ)) of the step. */
  @Test
  void aCurrentIsTheMeanOverItsTime() {
    laboratory.send(source, "sour1:filt dc;volt 1");
    double tau = 0.11 / Math.log(1000);
    double share = 1 - tau / 0.02 * (1 - Math.exp(-0.02 / tau));
    assertEquals(1e-3 * share, laboratory.number(source, "read1?"), 1e-6 * share);
    assertEquals(20_000_000, laboratory.nanos());
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

  private void list() {
    laboratory.send(source, "sour2:filt high;volt 1");
    laboratory.elapse(1);
    laboratory.send(source, "sour2:volt:mode list;:sour2:list:volt 1,2,-1;dwel 0.1");
  }

  @Test
  void aListStandsOnEachLevelForItsDwellAndStaysAtTheLast() {
    list();
    laboratory.send(source, "sour2:dc:init");
    long start = laboratory.nanos();
    assertEquals(1, level(2, start + 50_000_000L), 1e-6);
    assertEquals(2, level(2, start + 150_000_000L), 1e-6);
    assertEquals(-1, level(2, start + 250_000_000L), 1e-6);
    assertEquals(-1, level(2, start + 1_000_000_000L), 1e-6);
    assertEquals(0, level(1, start + 150_000_000L));
    assertEquals("1", laboratory.ask(source, "sour2:volt?"), "the level of the fixed mode");
  }

  @Test
  void aListGoesDownAndIsRepeatedAfterADelay() {
    list();
    laboratory.send(source, "sour2:list:dir down;coun 2;:sour2:dc:del 0.5;init");
    long start = laboratory.nanos() + 500_000_000L;
    double[] given = {-1, 2, 1, -1, 2, 1};
    for (int k = 0; k < given.length; k++) {
      assertEquals(given[k], level(2, start + 50_000_000L + 100_000_000L * k), 1e-6, "step " + k);
    }
    assertEquals("2", laboratory.ask(source, "sour2:list:ncl?"));
    laboratory.elapse(0.85);
    assertEquals("1", laboratory.ask(source, "sour2:list:ncl?"));
    laboratory.elapse(0.3);
    assertEquals("0", laboratory.ask(source, "sour2:list:ncl?"));
  }

  /** The worst that it may do: its manual is not at hand. */
  @Test
  void anAbortedListLeavesItsLevelUntilAVoltageIsSet() {
    list();
    laboratory.send(source, "sour2:dc:init");
    laboratory.elapse(0.15);
    laboratory.send(source, "sour2:dc:abor;:sour2:volt:mode fix");
    assertEquals(2, level(2, laboratory.nanos() + 1_000_000_000L), 1e-6);
    laboratory.send(source, "sour2:volt 1");
    assertEquals(1, level(2, laboratory.nanos() + 1_000_000_000L), 1e-6);
  }

  @Test
  void aSensorTakesItsCyclesAndDoesNotGoFarBeyondItsRange() {
    laboratory.send(source, "sour1:volt 5");
    laboratory.elapse(1);
    laboratory.send(source, "sens1:nplc 5");
    long before = laboratory.nanos();
    assertEquals(5e-3, laboratory.number(source, "read1?"), 1e-8);
    assertEquals(100_000_000, laboratory.nanos() - before);
    laboratory.send(source, "sens1:rang low");
    assertEquals(210e-9, laboratory.number(source, "read1?"), 1e-12);
  }
}
