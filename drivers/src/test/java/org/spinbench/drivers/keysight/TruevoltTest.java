package org.spinbench.drivers.keysight;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.scpi.InstrumentErrorException;
import org.spinbench.drivers.standin.Script;

final class TruevoltTest {
  private static final String BASIC = "Keysight Technologies,34461A,MY1,A.02.14-02.40-02.14";
  private static final String FAST = "Keysight Technologies,34465A,MY2,A.02.16-02.40-02.16";

  private final Script script = new Script(Dialect.SCPI, BASIC);
  private final Truevolt meter = new Truevolt(script.session());

  private static Truevolt fast(String options) {
    Script other = new Script(Dialect.SCPI, FAST);
    other.query("*OPT?", options);
    Truevolt meter = new Truevolt(other.session());
    meter.inspect();
    other.done();
    return meter;
  }

  private void prepare() {
    script
        .command(":FUNC 'VOLT'")
        .command(":VOLT:RANG 0.1")
        .command(":VOLT:NPLC 10")
        .command(":VOLT:ZERO:AUTO 1")
        .command(":VOLT:NULL 0")
        .command(":TRIG:SOUR IMM")
        .command(":TRIG:COUN 1")
        .command(":TRIG:DEL 0")
        .command(":SAMP:COUN 1")
        .command(":FORM ASC")
        .query(":SYST:LFR?", "+50");
    meter.prepare(0.1, 10);
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
    prepare();
    meter.prepare(0.1, 10);
    script.done();
  }

  @Test
  void aReadingHasValueUnitNoiseRangeIntegrationAndTime() {
    prepare();
    script.session().clock().sleep(Duration.ofMillis(400));
    Reading reading = read("1;-1.23456789E-03");
    assertEquals(-1.23456789e-3, reading.value());
    assertEquals(Unit.VOLT, reading.unit());
    assertEquals(0.13e-6 / Math.sqrt(10), reading.uncertainty(), 1e-15);
    assertEquals(0.1, reading.range());
    assertEquals(0.2, reading.integration(), 1e-12);
    assertEquals(Instant.EPOCH.plusMillis(400), reading.time());
    assertFalse(reading.overload());
  }

  @Test
  void moreThanTheRangeHoldsIsAnOverload() {
    prepare();
    Reading under = read("1;-9.90000000E+37");
    assertTrue(under.overload());
    assertEquals(-9.9e37, under.value());
  }

  @Test
  void anAnswerWithoutAVoltageIsAnError() {
    prepare();
    assertThrows(SettingException.class, () -> read("1;9.91E37"));
    assertThrows(SettingException.class, () -> read("1;VOLT"));
  }

  /** The answer to *OPC? alone is 1, which is no voltage of 1 V. */
  @Test
  void whereTheVoltageIsMissingItIsAnError() {
    prepare();
    SettingException e = assertThrows(SettingException.class, () -> read("1"));
    assertTrue(e.getMessage().contains("\"1\" instead of a voltage"), e.getMessage());
  }

  @Test
  void aBurstIsOneCommandAndOneBlock() {
    prepare();
    byte[] answer = new byte[4 + 16];
    ByteBuffer bytes = ByteBuffer.wrap(answer);
    bytes.put(new byte[] {'#', '2', '1', '6'}).putDouble(1e-3).putDouble(-9.9e37);
    script
        .command(":SAMP:COUN 2")
        .command(":FORM REAL,64")
        .command(":FORM:BORD NORM")
        .command(":INIT")
        .query(":FETC?", answer);
    assertArrayEquals(new double[] {1e-3, -9.9e37}, meter.burst(2));
    script.done();
  }

  @Test
  void afterABurstSingleReadingsAreTextAgain() {
    aBurstIsOneCommandAndOneBlock();
    script
        .command(":SAMP:COUN 1")
        .command(":FORM ASC")
        .command(":INIT")
        .query("*OPC?;:FETC?", "1;+0.0E+00");
    meter.initiate();
    assertEquals(0, meter.fetch().value());
    script.done();
  }

  private void arm(int count) {
    script
        .command(":FORM REAL,64")
        .command(":FORM:BORD NORM")
        .command(":TRIG:SLOP POS")
        .command(":TRIG:SOUR EXT")
        .command(":TRIG:COUN " + count)
        .command(":TRIG:DEL 0.005")
        .command(":INIT");
    meter.arm(count, 5e-3);
    script.done();
  }

  private void measuresAsBefore() {
    script
        .command(":TRIG:SOUR IMM")
        .command(":TRIG:COUN 1")
        .command(":TRIG:DEL 0")
        .command(":FORM ASC");
  }

  @Test
  void triggersFromOutsideGiveOneReadingEach() {
    prepare();
    assertEquals(10_000, meter.capacity());
    assertEquals(0.402, meter.duration(), 1e-9, "two apertures of 10 cycles at 50 Hz, and 2 ms");
    arm(2);
    byte[] values = ByteBuffer.allocate(16).putDouble(1e-3).putDouble(-9.9e37).array();
    byte[] answer = ByteBuffer.allocate(20).put("#216".getBytes(US_ASCII)).put(values).array();
    script.query(":DATA:POIN?", "+2").query(":FETC?", answer);
    measuresAsBefore();
    List<Reading> readings = meter.collect(2);
    script.done();
    assertEquals(1e-3, readings.get(0).value());
    assertFalse(readings.get(0).overload());
    assertEquals(0.1, readings.get(0).range());
    assertEquals(0.2, readings.get(0).integration(), 1e-12);
    assertTrue(readings.get(1).overload());
    read("1;+2.0E-03");
  }

  @Test
  void triggersThatAreMissingAreAnErrorThatCountsThem() {
    prepare();
    arm(41);
    script.query(":DATA:POIN?", "+40").command(":ABOR");
    measuresAsBefore();
    SettingException e = assertThrows(SettingException.class, () -> meter.collect(41));
    assertTrue(e.getMessage().startsWith("it was triggered to take 40 of 41 readings"));
    script.done();
  }

  /** Or else it refuses to measure for whoever comes next. */
  @Test
  void itWaitsForNoTriggersAtRest() {
    prepare();
    meter.safe();
    arm(41);
    script.command(":ABOR");
    meter.safe();
    meter.safe();
    script.done();
    script.command(":ABOR");
    meter.takeOver();
    script.done();
  }

  @Test
  void rangesAndIntegrationTimesAreThoseOfTheModel() {
    LimitException e = assertThrows(LimitException.class, () -> meter.range().set(0.3));
    assertTrue(e.getMessage().contains("0.1, 1.0, 10.0, 100.0, 1000.0"), e.getMessage());
    e = assertThrows(LimitException.class, () -> meter.integration().set(0.06));
    assertTrue(e.getMessage().contains("0.02, 0.2, 1.0, 10.0, 100.0"), e.getMessage());
    script.done();
  }

  @Test
  void theOptionOfTheFasterModelAddsShorterOnes() {
    assertEquals(0.02, fast("0").integration().minimum());
    assertEquals(6, fast("SEC").integration().values().length);
    assertEquals(0.001, fast("DIG,MEM").integration().minimum());
    assertThrows(LimitException.class, () -> fast("0").integration().set(0.006));
  }

  @Test
  void onlyTheFasterModelHasATimer() {
    assertFalse(has(meter, "sample_interval"));
    assertTrue(has(fast("0"), "sample_interval"));
  }

  private static boolean has(Truevolt driver, String name) {
    for (Setting setting : driver.settings()) {
      if (setting.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void everySettingIsAskedWithItsHeader() {
    for (Setting setting : meter.settings()) {
      script.query(setting.header() + "?", "x");
      assertEquals("x", setting.ask());
    }
    script.done();
  }

  @Test
  void whatTheInstrumentRejectsHasItsErrorNumber() {
    script
        .refusal(":VOLT:NPLC 1", "-221,\"Settings conflict\"")
        .query(":SYST:ERR?", "+0,\"No error\"");
    InstrumentErrorException e =
        assertThrows(InstrumentErrorException.class, () -> meter.integration().set(1));
    assertTrue(e.getMessage().contains("-221"), e.getMessage());
    script.done();
  }

  @Test
  void aMeterIsAlwaysSafe() {
    meter.inspect();
    meter.safe();
    script.done();
  }

  @Test
  void aLongMeasurementIsWaitedFor() {
    prepare();
    script.command(":VOLT:NPLC 100");
    meter.integration().set(100);
    Instant start = script.session().clock().now();
    assertEquals(1e-3, read("1;+1.0E-03").value());
    assertEquals(start.plusSeconds(4), script.session().clock().now(), "two apertures of 2 s");
  }
}
