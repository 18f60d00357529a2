package org.spinbench.simulator.instrument.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.MessageTable;
import org.spinbench.simulator.instrument.TriggerInput;
import org.spinbench.simulator.instrument.meter.SimulatedTruevolt.Variant;

@Tag("any-jdk")
class SimulatedTruevoltTest {
  private final Laboratory laboratory = new Laboratory();
  private double volts = 1e-3;
  private final SimulatedTruevolt basic = meter(Variant.M34461A, false);
  private final SimulatedTruevolt fast = meter(Variant.M34465A, false);
  private final SimulatedTruevolt noisy = meter(Variant.M34465A, true);

  private SimulatedTruevolt meter(Variant variant, boolean noise) {
    return new SimulatedTruevolt(variant, laboratory.surroundings(noise), (from, to) -> volts);
  }

  private static SimulatedTruevolt fresh(Variant variant) {
    return new SimulatedTruevolt(variant, new Laboratory().surroundings(false), (from, to) -> 1e-3);
  }

  @TestFactory
  List<DynamicTest> manual() {
    return MessageTable.tests(
        MessageTable.class, "34461a.csv", () -> fresh(Variant.M34461A).endpoint());
  }

  @TestFactory
  List<DynamicTest> manualOfTheFasterModel() {
    return MessageTable.tests(
        MessageTable.class, "34465a.csv", () -> fresh(Variant.M34465A).endpoint());
  }

  /** A sine of 1 V amplitude and 1 kHz on 5 V; its mean over an interval is exact. */
  @Test
  void alternatingVoltageIsEffective() {
    double turn = 2 * Math.PI * 1e3;
    SimulatedTruevolt meter =
        new SimulatedTruevolt(
            Variant.M34465A,
            laboratory.surroundings(false),
            (from, to) ->
                5
                    + (Math.cos(turn * from * 1e-9) - Math.cos(turn * to * 1e-9))
                        / (turn * (to - from) * 1e-9));
    assertEquals(Math.sqrt(0.5), laboratory.number(meter, "MEAS:VOLT:AC?"), 2e-3);
    laboratory.send(meter, "VOLT:AC:NULL:VAL 0.5;STAT ON");
    assertEquals(Math.sqrt(0.5) - 0.5, laboratory.number(meter, "READ?"), 2e-3);
    assertEquals(5, laboratory.number(meter, "MEAS:VOLT:DC?"), 1e-3);
  }

  /** With SLOW smoothing, 100 readings count; the first after a step of 1 mV is near 0.01 mV. */
  @Test
  void smoothingAveragesTheNewestReadings() {
    laboratory.send(fast, "CONF:VOLT 1;:CALC:SMO:RESP SLOW;STAT ON;:SAMP:COUN 99");
    volts = 0;
    laboratory.ask(fast, "READ?");
    volts = 1e-3;
    laboratory.send(fast, "SAMP:COUN 1");
    assertEquals(1e-5, laboratory.number(fast, "READ?"), 1e-9);
  }

  @Test
  void identityNamesTheModel() {
    assertTrue(laboratory.ask(basic, "*IDN?").startsWith("Keysight Technologies,34461A,"));
    assertTrue(laboratory.ask(fast, "*IDN?").startsWith("Keysight Technologies,34465A,"));
  }

  @Test
  void autozeroTakesASecondAperture() {
    laboratory.send(basic, "CONF:VOLT:DC 1;:VOLT:NPLC 1;:TRIG:DEL 0");
    laboratory.ask(basic, "READ?");
    assertEquals(40_600_000, laboratory.nanos(), "two apertures of 20 ms");
    laboratory.ask(basic, "VOLT:ZERO:AUTO OFF;:READ?");
    assertEquals(61_200_000, laboratory.nanos(), "one");
  }

  private static final long MS = 1_000_000;

  private void armed(int count) {
    laboratory.send(
        basic, "CONF:VOLT:DC 1;:VOLT:NPLC 1;:TRIG:DEL 0.01;SOUR EXT;:TRIG:COUN " + count);
    laboratory.send(basic, "INIT");
  }

  @Test
  void aPulseAtTheTriggerInputIsOneReading() {
    armed(3);
    assertEquals("32", laboratory.ask(basic, "STAT:OPER:COND?").replace("+", ""));
    TriggerInput input = basic.triggerInput().orElseThrow();
    input.pulses(100 * MS, 200 * MS, 300 * MS, 400 * MS);
    laboratory.elapse(0.15);
    assertEquals(0, points(), "from the pulse on 10 ms of delay and 40.6 ms");
    laboratory.elapse(0.001);
    assertEquals(1, points());
    laboratory.elapse(0.1);
    assertEquals(2, points());
    assertEquals(3, laboratory.ask(basic, "FETC?").split(",").length, "and no fourth");
    assertEquals(350_600_000, laboratory.nanos(), "waits for the last");
  }

  private double points() {
    return laboratory.number(basic, "DATA:POIN?");
  }

  @Test
  void pulsesThatComeWhileItIsBusyAreLost() {
    armed(10);
    TriggerInput input = basic.triggerInput().orElseThrow();
    input.pulses(100 * MS, 140 * MS, 151 * MS, 170 * MS);
    laboratory.elapse(1);
    assertEquals(2, points());
    input.pulses(1100 * MS);
    laboratory.elapse(1);
    assertEquals(3, points());
  }

  @Test
  void pulsesThatAreCalledOffDoNotCome() {
    armed(3);
    TriggerInput input = basic.triggerInput().orElseThrow();
    input.pulses(100 * MS, 200 * MS, 300 * MS);
    laboratory.elapse(0.12);
    input.noneAfter(laboratory.nanos());
    laboratory.elapse(1);
    assertEquals(1, points());
    input.pulses(2000 * MS, 2100 * MS, 2200 * MS);
    laboratory.elapse(2);
    assertEquals(3, points());
  }

  @Test
  void pulsesThatNobodyWaitsForDoNothing() {
    TriggerInput input = basic.triggerInput().orElseThrow();
    input.pulses(1 * MS);
    armed(1);
    laboratory.send(basic, "ABOR");
    input.pulses(2 * MS);
    laboratory.send(basic, "TRIG:SOUR BUS;:INIT");
    input.pulses(3 * MS);
    laboratory.elapse(1);
    assertEquals(0, points());
  }

  @Test
  void theAutomaticDelayComesBeforeEachConversion() {
    laboratory.send(fast, "CONF:VOLT:DC 1;:VOLT:NPLC 1;ZERO:AUTO OFF;:SAMP:COUN 3");
    laboratory.ask(fast, "READ?");
    assertEquals(3 * (1_500_000 + 20_020_000), laboratory.nanos());
  }

  @Test
  void theTimerSpacesTheReadings() {
    laboratory.send(fast, "CONF:VOLT:DC 1;:VOLT:NPLC 1;:SAMP:SOUR TIM;TIM 0.5;:SAMP:COUN 3");
    laboratory.ask(fast, "READ?");
    assertEquals(1_000_000_000 + 41_520_000, laboratory.nanos(), "the third begins after 1 s");
  }

  @Test
  void readingsComeInWhileTimePasses() {
    laboratory.send(fast, "CONF:VOLT:DC 1;:VOLT:NPLC 1;:TRIG:DEL 0;COUN INF;:INIT");
    laboratory.elapse(0.1);
    assertEquals("+2", laboratory.ask(fast, "DATA:POIN?"), "40 ms each");
    assertEquals("#231+1.00000000E-03,+1.00000000E-03", laboratory.ask(fast, "R?"));
    laboratory.elapse(1e6);
    assertEquals("+50000", laboratory.ask(fast, "DATA:POIN?"), "the newest stay");
    laboratory.send(fast, "ABOR");
    assertEquals("0", laboratory.ask(fast, "STAT:OPER:COND?"));
  }

  @Test
  void voltmetersIntegrateSideBySide() {
    for (SimulatedTruevolt meter : List.of(fast, noisy)) {
      laboratory.send(meter, "CONF:VOLT:DC 1;:VOLT:NPLC 1;ZERO:AUTO OFF;:TRIG:DEL 0;:INIT");
    }
    laboratory.ask(fast, "FETC?");
    laboratory.ask(noisy, "FETC?");
    assertEquals(20_020_000, laboratory.nanos());
  }

  @Test
  void aRangeHoldsTwentyPercentMore() {
    laboratory.send(basic, "CONF:VOLT:DC 0.1");
    volts = 0.1199;
    assertEquals(0.1199, laboratory.number(basic, "READ?"), 1e-12);
    volts = -0.1201;
    assertEquals(-9.9e37, laboratory.number(basic, "READ?"));
    assertEquals("1", laboratory.ask(basic, "STAT:QUES:COND?"), "bit 0: voltage overload");
    assertEquals("-9.90000000E+37 VDC", laboratory.ask(basic, "DATA:LAST?"));
  }

  @Test
  void theAutomaticRangeTakesItsRelaysTime() {
    laboratory.send(fast, "CONF:VOLT:DC AUTO;:VOLT:NPLC 1;ZERO:AUTO OFF;:TRIG:DEL 0");
    laboratory.ask(fast, "READ?");
    assertEquals("+1.00000000E-01", laboratory.ask(fast, "VOLT:RANG?"), "from 1000 V to 0.1 V");
    assertEquals(20_000_000 + 30_000_000 + 20_020_000, laboratory.nanos());
    volts = 0.5;
    laboratory.ask(fast, "READ?");
    assertEquals("+1.00000000E+00", laboratory.ask(fast, "VOLT:RANG?"));
    volts = 0.101;
    long before = laboratory.nanos();
    laboratory.ask(fast, "READ?");
    assertEquals("+1.00000000E+00", laboratory.ask(fast, "VOLT:RANG?"), "down at 10 % only");
    assertEquals(20_020_000, laboratory.nanos() - before);
  }

  private double spread(String setup, int count) {
    laboratory.send(noisy, "*RST;:" + setup);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double deviation = laboratory.number(noisy, "READ?") - volts;
      sum += deviation;
      squares += deviation * deviation;
    }
    return Math.sqrt(squares / count - sum / count * (sum / count));
  }

  @Test
  void noiseIsWhatTheModelStates() {
    // 0.3 ppm of range plus 0.1 uV rms at 1 PLC; 1000 readings give it within 2.2 % (one sigma).
    assertEquals(0.13e-6, spread("VOLT:RANG 0.1;NPLC 1", 1000), 0.013e-6);
    assertEquals(3.1e-6, spread("VOLT:RANG 10;NPLC 1", 1000), 0.31e-6);
    assertEquals(3.1e-6 / Math.sqrt(0.02), spread("VOLT:RANG 10;NPLC 0.02", 1000), 2.2e-6);
  }

  @Test
  void deviceClearEndsARun() {
    laboratory.send(basic, "CONF:VOLT:DC 1;:SAMP:COUN 100;:INIT");
    basic.endpoint().clear();
    assertEquals("0;+0", laboratory.ask(basic, "STAT:OPER:COND?;:DATA:POIN?"));
  }
}
