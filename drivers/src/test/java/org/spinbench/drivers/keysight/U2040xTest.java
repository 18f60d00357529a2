package org.spinbench.drivers.keysight;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.standin.Script;

final class U2040xTest {
  private final Script script = of("U2044XA");
  private final U2040x meter = new U2040x(script.session());

  private static Script of(String model) {
    return new Script(Dialect.SCPI, "Keysight Technologies," + model + ",MY1,A.02.10");
  }

  private void prepare() {
    script
        .command(":INIT:CONT 0")
        .command(":SENS:DET:FUNC AVER")
        .command(":SENS:MRAT NORM")
        .command(":UNIT:POW W")
        .command(":SENS:FREQ 3000000000")
        .command(":SENS:CORR:GAIN2:STAT 0")
        .command(":SENS:AVER 1")
        .command(":SENS:AVER:COUN:AUTO 0")
        .command(":SENS:AVER:COUN 16")
        .command(":TRIG:SOUR IMM")
        .command(":TRIG:COUN 1");
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
  void aReadingHasValueUnitNoiseAndIntegration() {
    prepare();
    Reading reading = read("+1.23456789E-05");
    assertEquals(1.23456789e-5, reading.value());
    assertEquals(Unit.WATT, reading.unit());
    assertEquals(0.8, reading.integration(), 1e-12);
    assertEquals(13e-12 / Math.sqrt(0.8), reading.uncertainty(), 1e-18);
    assertEquals(0.39810717, reading.range(), 1e-8);
    assertFalse(reading.overload());
    assertTrue(read("+5.0E-01").overload());
  }

  @Test
  void anAnswerWithoutAPowerIsAnError() {
    prepare();
    assertThrows(SettingException.class, () -> read("9.91E37"));
  }

  @Test
  void aBurstIsOneCommand() {
    prepare();
    script
        .command(":SENS:MRAT FAST")
        .command(":SENS:SWE:APER 0.001")
        .command(":TRIG:COUN 3")
        .command(":INIT")
        .query(":FETC?", "+1.0E-06,+2.0E-06,-3.0E-12");
    assertArrayEquals(new double[] {1e-6, 2e-6, -3e-12}, meter.burst(3, 1e-3));
    script.done();
    script.command(":TRIG:COUN 1").command(":SENS:MRAT NORM");
    assertEquals(1e-6, read("+1.0E-06").value());
  }

  @Test
  void aBurstThatIsTooShortIsAnError() {
    aBurstIsOneCommand();
    script
        .command(":SENS:MRAT FAST")
        .command(":TRIG:COUN 3")
        .command(":INIT")
        .query(":FETC?", "+1.0E-06");
    SettingException e = assertThrows(SettingException.class, () -> meter.burst(3, 1e-3));
    assertTrue(e.getMessage().contains("1 readings instead of 3"), e.getMessage());
    assertThrows(LimitException.class, () -> meter.burst(201, 1e-3));
  }

  @Test
  void zeroIsOneCommand() {
    script.send(":CAL:ZERO:AUTO ONCE").query(":SYST:ERR?", "0");
    meter.zero();
    script.done();
  }

  @Test
  void theModelSaysUpToWhereItGoes() {
    List<Double> highest =
        U2040x.MODELS.stream()
            .map(model -> new U2040x(of(model).session()).frequency().maximum())
            .toList();
    assertEquals(List.of(6e9, 6e9, 18e9, 18e9, 33e9), highest);
    LimitException e = assertThrows(LimitException.class, () -> meter.frequency().set(1e6));
    assertTrue(e.getMessage().contains("1000000.0 Hz"), e.getMessage());
    script.done();
  }

  @Test
  void everySettingIsAskedWithItsHeader() {
    for (Setting setting : meter.settings()) {
      script.query(setting.header() + "?", "0");
      assertEquals("0", setting.ask());
    }
    script.done();
  }
}
