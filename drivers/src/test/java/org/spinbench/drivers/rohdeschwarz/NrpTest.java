package org.spinbench.drivers.rohdeschwarz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.standin.Script;

final class NrpTest {
  private final Script script = of("NRP18S");
  private final Nrp meter = new Nrp(script.session());

  private static Script of(String model) {
    return new Script(Dialect.SCPI, "ROHDE&SCHWARZ," + model + ",101636,02.40.22081101");
  }

  private void prepare() {
    script
        .command(":INIT:CONT 0")
        .command(":SENS:FUNC 'POW:AVG'")
        .command(":UNIT:POW W")
        .command(":SENS:FREQ 3000000000")
        .command(":SENS:CORR:OFFS:STAT 0")
        .command(":SENS:AVER 1")
        .command(":SENS:AVER:TCON REP")
        .command(":SENS:AVER:COUN:AUTO 0")
        .command(":SENS:AVER:COUN 16")
        .command(":TRIG:SOUR IMM")
        .command(":TRIG:COUN 1")
        .query(":SENS:POW:AVG:APER?", "0.02");
    meter.prepare(3e9, 16);
    script.done();
  }

  private Reading read(String answer) {
    script.command(":INIT").query(":FETC?", answer);
    Reading reading = meter.read();
    script.done();
    return reading;
  }

  @Test
  void prepareMakesItMeasureOnceInWatts() {
    prepare();
    meter.prepare(3e9, 16);
    script.done();
  }

  @Test
  void aReadingHasValueUnitNoiseTimeAndIntegration() {
    prepare();
    Reading reading = read("1.234567E-05");
    assertEquals(1.234567e-5, reading.value());
    assertEquals(Unit.WATT, reading.unit());
    assertEquals(0.64, reading.integration(), 1e-12, "two windows of 20 ms, 16 times");
    assertEquals(4.3e-12 / 0.8, reading.uncertainty(), 1e-18);
    assertEquals(0.2, reading.range());
    assertEquals(Instant.EPOCH.plusMillis(640), reading.time());
    assertFalse(reading.overload());
  }

  @Test
  void aReadingMayBeBelowZeroAndOneOfAList() {
    prepare();
    assertEquals(-1e-11, read("-1E-11,0,0").value());
  }

  @Test
  void moreThanTheSensorMeasuresIsAnOverload() {
    prepare();
    assertTrue(read("0.25").overload());
  }

  @Test
  void anAnswerWithoutAPowerIsAnError() {
    prepare();
    SettingException e = assertThrows(SettingException.class, () -> read("9.91E37"));
    assertTrue(e.getMessage().contains("9.91E37"), e.getMessage());
    assertThrows(SettingException.class, () -> read("nothing"));
  }

  @Test
  void zeroIsOneCommand() {
    script.send(":CAL:ZERO:AUTO ONCE").query(":SYST:ERR?", "0");
    meter.zero();
    script.done();
  }

  @Test
  void zeroWithPowerIsTheInstrumentsError() {
    script
        .send(":CAL:ZERO:AUTO ONCE")
        .query(":SYST:ERR?", "-340,\"Calibration failed\"")
        .query(":SYST:ERR?", "0,\"No error\"");
    SettingException e = assertThrows(SettingException.class, meter::zero);
    assertTrue(e.getMessage().contains("-340") && e.getMessage().contains("RF"), e.getMessage());
    assertEquals(Instant.EPOCH.plusSeconds(10), script.session().clock().now());
  }

  @Test
  void theModelSaysUpToWhereItGoes() {
    LimitException e = assertThrows(LimitException.class, () -> meter.frequency().set(18.1e9));
    assertTrue(e.getMessage().contains("1.81E10 Hz"), e.getMessage());
    assertEquals(50e9, new Nrp(of("NRP50SN").session()).frequency().maximum());
    assertEquals(6e9, new Nrp(of("NRP6A").session()).frequency().maximum());
    assertThrows(LimitException.class, () -> meter.averaging().set(0));
    script.done();
  }

  @Test
  void everyModelHasAHighestFrequency() {
    for (String model : Nrp.MODELS) {
      double highest = new Nrp(of(model).session()).frequency().maximum();
      assertTrue(highest >= 6e9 && highest <= 50e9, model);
    }
  }

  @Test
  void everySettingIsAskedWithItsHeader() {
    for (Setting setting : meter.settings()) {
      script.query(setting.header() + "?", "0");
      assertEquals("0", setting.ask());
    }
    script.done();
  }

  @Test
  void aMeterIsAlwaysSafe() {
    meter.inspect();
    meter.safe();
    script.done();
  }
}
