package org.spinbench.drivers.keithley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.standin.Script;
import org.spinbench.drivers.standin.TestClock;

final class K2182aTest {
  private final TestClock clock = new TestClock();
  private final Script script = new Script(clock);
  private final K2182a meter = new K2182a(script.session());

  private void prepare(String range, String integration) {
    script
        .command(":INIT:CONT 0")
        .command(":SENS:FUNC 'VOLT'")
        .command(":SENS:CHAN 1")
        .command(":SENS:VOLT:CHAN1:RANG " + range)
        .command(":SENS:VOLT:NPLC " + integration)
        .command(":SENS:VOLT:CHAN1:DFIL 0")
        .command(":SENS:VOLT:CHAN1:LPAS 0")
        .command(":SAMP:COUN 1")
        .command(":TRIG:SOUR IMM")
        .command(":TRIG:COUN 1")
        .command(":TRIG:DEL 0")
        .query(":SYST:LFR?", "50");
    meter.prepare(Double.parseDouble(range), Double.parseDouble(integration));
    script.done();
  }

  private Reading read(String answer) {
    script.command(":INIT").query("*OPC?;:FETC?", answer);
    meter.initiate();
    Reading reading = meter.fetch();
    script.done();
    return reading;
  }

  @Test
  void prepareMakesItMeasureOncePerInitiate() {
    prepare("0.01", "1");
    meter.prepare(0.01, 1);
    script.done();
  }

  @Test
  void aReadingHasValueUnitNoiseAndTime() {
    prepare("0.01", "1");
    clock.sleep(Duration.ofMillis(20));
    Reading reading = read("1;-1.23456789E-03");
    assertEquals(
        new Reading(
            "it",
            "voltage",
            -1.23456789e-3,
            Unit.VOLT,
            23e-9,
            Instant.EPOCH.plusMillis(20),
            0.01,
            0.02,
            false,
            false),
        reading);
  }

  @Test
  void noiseFallsWithTheSquareRootOfTheIntegrationTime() {
    prepare("0.1", "4");
    assertEquals(50e-9, read("1;+0.00000000E+00").uncertainty(), 1e-18);
  }

  @Test
  void noiseIsThatOfTheRange() {
    prepare("100", "1");
    assertEquals(100e-6, read("1;+5.0E+01").uncertainty(), 1e-15);
  }

  @Test
  void moreThanTheRangeHoldsIsAnOverload() {
    prepare("0.01", "1");
    Reading over = read("1;+9.9E37");
    assertTrue(over.overload());
    assertEquals(9.9e37, over.value());
    Reading under = read("1;-9.9E37");
    assertTrue(under.overload());
    assertEquals(-9.9e37, under.value());
    assertFalse(read("1;0.0119").overload());
  }

  /** What is as it has to be already is not sent. */
  private void arm(int count, int buffer) {
    script.command(":TRIG:SOUR EXT");
    if (count > 1) {
      script.command(":TRIG:COUN " + count);
    }
    script
        .command(":TRIG:DEL 0.006")
        .command(":TRAC:POIN " + buffer)
        .command(":TRAC:FEED SENS")
        .command(":TRAC:FEED:CONT NEXT")
        .query(":STAT:MEAS?", "928")
        .command(":INIT");
    meter.arm(count, 5.2e-3);
  }

  private void immediate(int count) {
    script.command(":TRIG:SOUR IMM");
    if (count > 1) {
      script.command(":TRIG:COUN 1");
    }
    script.command(":TRIG:DEL 0");
  }

  @Test
  void pulsesTriggerReadingsIntoTheBuffer() {
    prepare("0.01", "1");
    assertEquals(1024, meter.capacity());
    assertEquals(0.062, meter.duration(), 1e-9, "three apertures, and 2 ms");
    arm(3, 3);
    script.query(":STAT:MEAS?", "928").query(":TRAC:DATA?", "+1.0E-03,-2.0E-03,+9.9E37");
    immediate(3);
    List<Reading> readings = meter.collect(3);
    script.done();
    assertEquals(1e-3, readings.get(0).value());
    assertEquals(23e-9, readings.get(1).uncertainty());
    assertFalse(readings.get(1).overload());
    assertTrue(readings.get(2).overload());
  }

  @Test
  void aSingleReadingIsNoBuffer() {
    prepare("0.01", "1");
    arm(1, 2);
    script.query(":STAT:MEAS?", "32").query(":FETC?", "+1.0E-03");
    immediate(1);
    assertEquals(1e-3, meter.collect(1).get(0).value());
    script.done();
  }

  @Test
  void pulsesThatDoNotComeAreAnError() {
    prepare("0.01", "1");
    arm(3, 3);
    script.query(":STAT:MEAS?", "160").command(":ABOR");
    immediate(3);
    SettingException e = assertThrows(SettingException.class, () -> meter.collect(3));
    assertTrue(e.getMessage().startsWith("it was triggered to take less than 3 readings"));
    script.done();
  }

  /** Or else it refuses to measure for whoever comes next. */
  @Test
  void itWaitsForNoTriggersAtRest() {
    prepare("0.01", "1");
    meter.safe();
    arm(3, 3);
    script.command(":ABOR");
    meter.safe();
    meter.safe();
    script.done();
    script.command(":ABOR");
    meter.takeOver();
    script.done();
  }

  @Test
  void anAnswerWithoutAVoltageIsAnError() {
    prepare("0.01", "1");
    SettingException e = assertThrows(SettingException.class, () -> read("1;9.91E37"));
    assertTrue(e.getMessage().contains("9.91E37"), e.getMessage());
    assertThrows(SettingException.class, () -> read("1;VOLT"));
  }

  /** The answer to *OPC? alone is 1, which is no voltage of 1 V. */
  @Test
  void whereTheVoltageIsMissingItIsAnError() {
    prepare("0.01", "1");
    SettingException e = assertThrows(SettingException.class, () -> read("1"));
    assertTrue(e.getMessage().contains("\"1\" instead of a voltage"), e.getMessage());
  }

  @Test
  void rangesAreThoseOfChannelOne() {
    LimitException e = assertThrows(LimitException.class, () -> meter.range().set(0.03));
    assertTrue(e.getMessage().contains("0.01, 0.1, 1.0, 10.0, 100.0"), e.getMessage());
    assertThrows(LimitException.class, () -> meter.integration().set(61));
    script.done();
  }

  @Test
  void theFunctionIsUnderstoodInItsLongForm() {
    script.query(":SENS:FUNC?", "\"VOLT:DC\"");
    ChoiceSetting function = (ChoiceSetting) meter.settings().iterator().next();
    assertEquals("VOLT", function.get());
    script.done();
  }

  @Test
  void aMeterIsAlwaysSafe() {
    meter.inspect();
    meter.safe();
    script.done();
  }
}
