package org.spinbench.simulator.instrument.sourcemeter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.spinbench.simulator.circuit.DcLevel;
import org.spinbench.simulator.circuit.Terminals;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.MessageTable;
import org.spinbench.simulator.instrument.TerminalLoad;

class Simulated2600Test {
  private static final IntFunction<TerminalLoad> LOADS =
      channel -> Laboratory.load(channel == 1 ? 1000 : 100);

  private final Laboratory laboratory = new Laboratory();
  private final Simulated2600 meter = new Simulated2600(laboratory.surroundings(true), LOADS);

  @TestFactory
  List<DynamicTest> manual() {
    return MessageTable.tests(
        MessageTable.class,
        "2602b.csv",
        () -> new Simulated2600(new Laboratory().surroundings(false), LOADS).endpoint());
  }

  private Terminals terminals(int channel) {
    DcLevel level = meter.dcOutputs().get(channel - 1).level(laboratory.nanos());
    return LOADS.apply(channel).at(laboratory.nanos()).under(level);
  }

  @Test
  void channelsDriveTheirOwnLoads() {
    laboratory.send(
        meter, "smua.source.levelv = 1 smub.source.levelv = 2 smub.source.limiti = 5e-3");
    laboratory.send(meter, "smua.source.output = 1 smub.source.output = 1 waitcomplete()");
    laboratory.elapse(0.1);
    assertEquals(1e-3, terminals(1).current(), 1e-9);
    assertEquals(0.5, terminals(2).voltage());
    assertTrue(terminals(2).limited());
    laboratory.send(meter, "smub.source.output = smub.OUTPUT_HIGH_Z");
    laboratory.elapse(0.1);
    assertEquals(0, terminals(2).current());
    assertTrue(meter.energised());
    laboratory.send(meter, "reset()");
    assertFalse(meter.energised());
  }

  @Test
  void theFirstReadingAfterAChangeTakesThreeIntegrations() {
    laboratory.send(meter, "smua.source.output = 1 waitcomplete()");
    assertEquals(60_000_000, duration("smua.measure.v()"));
    assertEquals(20_000_000, duration("smua.measure.v()"));
    assertEquals(40_000_000, duration("smua.measure.iv()"), "current and voltage");
    laboratory.send(meter, "smua.measure.nplc = 0.1");
    assertEquals(6_000_000, duration("smua.measure.v()"));
    laboratory.send(meter, "smua.measure.autozero = smua.AUTOZERO_OFF");
    assertEquals(2_000_000, duration("smua.measure.v()"));
    laboratory.send(meter, "smua.measure.delay = 0.5");
    assertEquals(502_000_000, duration("smua.measure.v()"));
  }

  private long duration(String measurement) {
    long before = laboratory.nanos();
    laboratory.ask(meter, "print(" + measurement + ")");
    return laboratory.nanos() - before;
  }

  @Test
  void readingsKeepTheirInterval() {
    laboratory.send(meter, "smua.source.output = 1 smua.measure.count = 3");
    laboratory.send(meter, "smua.measure.interval = 0.2 smua.measure.v(smua.nvbuffer1)");
    assertEquals(
        "6.00000e-02, 2.20000e-01, 4.20000e-01",
        laboratory.ask(meter, "printbuffer(1, 3, smua.nvbuffer1.timestamps)"));
  }

  @Test
  void sixDigitsHideWhatSixteenShow() {
    laboratory.send(meter, "smua.source.levelv = 0.1234567 smua.source.rangev = 1");
    assertEquals("1.23457e-01", laboratory.ask(meter, "print(smua.source.levelv)"));
    laboratory.send(meter, "format.asciiprecision = 16");
    assertEquals(0.1234567, laboratory.number(meter, "print(smua.source.levelv)"));
  }

  @Test
  void noiseFallsWithTheRootOfTheIntegrationTime() {
    laboratory.send(meter, "smua.source.levelv = 1 smua.source.output = 1 waitcomplete()");
    laboratory.send(meter, "format.asciiprecision = 16 smua.measure.count = 200");
    assertEquals(10, spread(0.1) / spread(10), 2.5);
  }

  private double spread(double cycles) {
    laboratory.send(meter, "smua.measure.nplc = " + cycles + " smua.measure.i(smua.nvbuffer1)");
    String[] readings = laboratory.ask(meter, "printbuffer(1, 200, smua.nvbuffer1)").split(", ");
    double sum = 0;
    for (String reading : readings) {
      double deviation = Double.parseDouble(reading) - 1e-3;
      sum += deviation * deviation;
    }
    return Math.sqrt(sum / readings.length);
  }

  private void awaitsAfter(double seconds, String event, String wanted, double patience) {
    long before = laboratory.nanos();
    assertEquals(wanted, laboratory.ask(meter, "print(" + event + ".wait(" + patience + "))"));
    assertEquals(seconds, 1e-9 * (laboratory.nanos() - before), 1e-6, event);
  }

  @Test
  void aTimerRepeatsTheEventThatStartsIt() {
    laboratory.send(meter, "t = trigger.timer[1] g = trigger.generator[2]");
    laboratory.send(meter, "t.stimulus = g.EVENT_ID t.delaylist = {0.5, 0.25} t.count = 3");
    laboratory.send(meter, "t.clear()");
    awaitsAfter(1, "t", "false", 1);
    laboratory.send(meter, "g.assert()");
    awaitsAfter(0.5, "t", "true", 10);
    awaitsAfter(0.25, "t", "true", 10);
    awaitsAfter(0.5, "t", "true", 10);
    awaitsAfter(10, "t", "false", 10);
    laboratory.send(meter, "t.reset() t.stimulus = g.EVENT_ID t.delay = 2 t.passthrough = true");
    laboratory.send(meter, "g.assert()");
    awaitsAfter(0, "t", "true", 10);
    awaitsAfter(2, "t", "true", 10);
  }

  @Test
  void aDetectorKeepsOneEventAndReportsThatItMissedMore() {
    laboratory.send(meter, "g = trigger.generator[1] g.assert()");
    awaitsAfter(0, "g", "true", 0);
    awaitsAfter(0, "g", "false", 0);
    assertEquals("false", laboratory.ask(meter, "print(g.overrun)"));
    laboratory.send(meter, "g.assert() g.assert()");
    assertEquals("true", laboratory.ask(meter, "print(g.overrun)"));
    awaitsAfter(0, "g", "true", 0);
    awaitsAfter(0, "g", "false", 0);
    assertEquals("true", laboratory.ask(meter, "print(g.overrun)"));
    assertEquals("false", laboratory.ask(meter, "g.clear() print(g.overrun)"));
  }

  @Test
  void aBlenderJoinsAllEventsOrAny() {
    laboratory.send(meter, "b = trigger.blender[1] g = trigger.generator");
    laboratory.send(meter, "b.stimulus[1] = g[1].EVENT_ID b.stimulus[4] = g[2].EVENT_ID");
    laboratory.send(meter, "b.clear() g[1].assert()");
    awaitsAfter(0, "b", "false", 0);
    laboratory.send(meter, "g[2].assert()");
    awaitsAfter(0, "b", "true", 0);
    laboratory.send(meter, "b.clear() b.orenable = true g[2].assert()");
    awaitsAfter(0, "b", "true", 0);
    laboratory.send(meter, "b.reset() g[2].assert()");
    awaitsAfter(0, "b", "false", 0);
  }

  @Test
  void objectsThatTriggerEachOtherInACircleHaveNoEvent() {
    laboratory.send(meter, "a = trigger.timer[1] b = trigger.timer[2]");
    laboratory.send(meter, "a.stimulus = b.EVENT_ID b.stimulus = a.EVENT_ID a.passthrough = true");
    awaitsAfter(0.1, "a", "false", 0.1);
    assertEquals("0.00000e+00", laboratory.ask(meter, "print(errorqueue.count)"));
  }
}
