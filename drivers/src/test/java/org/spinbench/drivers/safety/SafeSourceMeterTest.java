package org.spinbench.drivers.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.SourceFunction;
import org.spinbench.drivers.instrument.role.SourceMeter;
import org.spinbench.drivers.standin.Script;
import org.spinbench.drivers.standin.TestClock;

/**
 * A source of voltage that measures current, in ranges of 1 and 10 mA and with a noise of 1e-6 of a
 * range at one power-line cycle; what its model does in a pass is a stand-in.
 */
final class SafeSourceMeterTest {
  private static final Scale VOLTS = new Scale(Unit.VOLT, 1, 10, 1e-3, 1, 10);
  private static final Scale AMPERES = new Scale(Unit.AMPERE, 1, 10e-3, 1e-3, 1e-3, 10e-3);

  private final TestClock clock = new TestClock();
  private final Script script = new Script(clock);
  private final Settings table = new Settings(script.session());
  private final NumberSetting cycles = table.number("integration", "NPLC", Unit.PLC, 0.01, 10);
  private final SwitchSetting autoRange = table.onOff("meter_auto_range", "AUTO");
  private final List<String> asked = new ArrayList<>();
  private final List<SafeSourceMeter.Measured> measured = new ArrayList<>();
  private RuntimeException armFails;
  private RuntimeException endFails;
  private final SafeSourceMeter meter =
      new SafeSourceMeter(
          SourceFunction.VOLTAGE,
          new SafeSource(
                  "it",
                  script.session(),
                  table,
                  new Ramp(1, 1),
                  table.onOff("output", "OUT"),
                  VOLTS.level(table, "LEV"))
              .ranging(VOLTS.range(table, "RANG"), VOLTS),
          new SafeSourceMeter.Meters(
              AMPERES.compliance(table, "COMP", 1e-6),
              table.onOff("four_wire", "RSEN"),
              cycles,
              autoRange,
              () -> 1,
              AMPERES,
              "LFR?",
              1e-6,
              1e-6),
          () -> measured.get(0),
          new Stepping());

  private final class Stepping implements SafeSourceMeter.Sweeper {
    @Override
    public int most() {
      return 5;
    }

    @Override
    public void arm(double settling, List<String> levels) {
      asked.add("arm " + settling + " " + levels);
      if (armFails != null) {
        throw armFails;
      }
    }

    @Override
    public String start() {
      return "INIT";
    }

    @Override
    public List<SafeSourceMeter.Measured> collect(int count) {
      asked.add("collect " + count + " after " + clock.sleeps);
      return measured;
    }

    @Override
    public void end() {
      asked.add("end");
      if (endFails != null) {
        throw endFails;
      }
    }
  }

  private void measures(double volts, double amperes) {
    measured.add(new SafeSourceMeter.Measured(volts, amperes, 1, 10e-3, false));
  }

  private void standsAtZeroWithItsOutputOn(String integration, String line) {
    script.query("LEV?", "0").query("OUT?", "1").query("NPLC?", integration).query("LFR?", line);
    script.send("INIT").query("AUTO?", "0");
  }

  /**
   * A level takes its settling, six apertures (zero, reference and value of both quantities) and 5
   * ms: 10 + 6 · 20 + 5 ms at one cycle of 50 Hz, three times.
   */
  @Test
  void aPassIsWaitedForAsLongAsItsMeasurementsTake() {
    standsAtZeroWithItsOutputOn("1", "50");
    Collections.addAll(
        measured,
        new SafeSourceMeter.Measured(0, 0, 1, 10e-3, false),
        new SafeSourceMeter.Measured(1, 9e-3, 1, 10e-3, true),
        new SafeSourceMeter.Measured(0, 1e-5, 1, 10e-3, false));
    List<SourceMeter.Measured> found = meter.pass(10e-3, meter.session().clock()::sleep, 0, 1, 0);
    assertEquals(List.of("arm 0.01 [0, 1, 0]", "collect 3 after [PT0.405S]", "end"), asked);
    assertEquals(9e-3, found.get(1).current().value());
    assertEquals(1, found.get(1).voltage().value());
    script.done();
  }

  /** 0.5 + 6 · 10/60 s + 5 ms at ten cycles of 60 Hz, twice. */
  @Test
  void slowIntegrationAtSixtyHertzIsWaitedForToo() {
    standsAtZeroWithItsOutputOn("10", "60");
    meter.pass(0.5, meter.session().clock()::sleep, 0, 0);
    assertEquals(1, clock.sleeps.size());
    assertEquals(3.01, clock.sleeps.get(0).toNanos() * 1e-9, 1e-8);
    script.done();
  }

  @Test
  void aPassHasTwoLevelsAtLeastAndAsManyAsTheModelTakes() {
    assertEquals(5, meter.longestPass());
    assertThrows(
        IllegalArgumentException.class, () -> meter.pass(0.1, meter.session().clock()::sleep, 0));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> meter.pass(0.1, meter.session().clock()::sleep, new double[6]));
    assertEquals("it goes through 2 to 5 levels, not 6", e.getMessage());
    standsAtZeroWithItsOutputOn("1", "50");
    meter.pass(0.1, meter.session().clock()::sleep, new double[5]);
    assertEquals("arm 0.1 [0, 0, 0, 0, 0]", asked.get(0));
    script.done();
  }

  @Test
  void aPassThatFailsIsEndedAndBothFailuresAreReported() {
    armFails = new IllegalStateException("the list was refused");
    endFails = new IllegalStateException("the abort was refused");
    script.query("LEV?", "0").query("OUT?", "1").query("NPLC?", "1").query("LFR?", "50");
    RuntimeException e =
        assertThrows(
            RuntimeException.class, () -> meter.pass(0.1, meter.session().clock()::sleep, 0, 0));
    assertSame(armFails, e);
    assertEquals(List.of(endFails), List.of(e.getSuppressed()));
    assertEquals("end", asked.get(asked.size() - 1));
    assertEquals(List.<Duration>of(), clock.sleeps);
    script.done();
  }

  /** White noise falls as the square root of the cycles: a quarter of the cycles, twice as much. */
  @Test
  void aReadingHasTheNoiseOfItsRangeAndCycles() {
    measures(0.5, 2e-3);
    script.query("OUT?", "1").query("LFR?", "50").query("NPLC?", "0.25");
    Reading amperes = meter.current();
    assertEquals(2e-3, amperes.value());
    assertEquals(2 * 1e-6 * 10e-3, amperes.uncertainty(), 1e-20);
    assertEquals(0.25 * 20e-3, amperes.integration(), 1e-15);
    script.query("OUT?", "1");
    assertEquals(2e-6, meter.voltage().uncertainty(), 1e-18);
    script.done();
  }

  @Test
  void whatBelongsToTheSourceIsTheSources() {
    assertSame(table, meter.settings());
    assertSame(script.session(), meter.session());
    assertEquals("it", meter.name());
  }
}
