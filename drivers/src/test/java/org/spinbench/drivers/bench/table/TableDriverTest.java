package org.spinbench.drivers.bench.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.file.DriverFiles;
import org.spinbench.drivers.bench.file.table.DriverTable;
import org.spinbench.drivers.bench.model.Drivers;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.Gauge;
import org.spinbench.drivers.instrument.role.PowerMeter;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.instrument.role.Voltmeter;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.standin.Script;

/** The messages of drivers that are tables: those of the examples. */
class TableDriverTest {
  private static final Path EXAMPLES = Path.of("..", "docs", "examples", "drivers");

  private Script script = new Script();

  private static DriverTable example(String model) {
    try {
      Path file = EXAMPLES.resolve(model + ".toml");
      return DriverFiles.parse(Files.readString(file), file.toString()).get(model);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private <R> R open(DriverTable table, Class<R> role) {
    Drivers.Driver driver = BenchDrivers.of(table);
    script = new Script(driver.dialect(), "Maker," + table.identities().get(0) + ",1,1.0");
    return role.cast(driver.maker().make(script.session(), driver.usual(), new Ramp(1e-3, 1), 0.8));
  }

  @Test
  void anRfSourceIsInspectedPreparedSetAndBroughtToRest() {
    RfSource source = open(example("E8267D"), RfSource.class);
    assertTrue(BenchDrivers.of(example("E8267D")).rf());
    script.query(":FREQ?", "1E9").query(":POW?", "-130").query(":OUTP?", "0");
    script.query(":OUTP:MOD?", "1");
    source.inspect();
    script.command(":OUTP:MOD 0").command(":POW:OFFS 0");
    source.prepare();
    source.prepare();
    script.command(":FREQ 300000000.125").command(":POW -20.5").command(":OUTP 1");
    source.frequency().set(300e6 + 0.125);
    source.power().set(-20.5);
    source.output().set(true);
    script.command(":POW -130").command(":OUTP 0").query(":OUTP?", "0").query(":POW?", "-130");
    source.safe();
    script.done();
    assertEquals(0.02, source.settling());
    assertThrows(LimitException.class, () -> source.power().set(10.5));
    script.done();
  }

  @Test
  void aLiveOutputWithAnotherOffsetIsRefused() {
    RfSource source = open(example("E8267D"), RfSource.class);
    script.query(":FREQ?", "1E9").query(":POW?", "-130").query(":OUTP?", "1");
    script.query(":OUTP:MOD?", "0").query(":OUTP:MOD?", "0").query(":POW:OFFS?", "6");
    SettingException e = assertThrows(SettingException.class, source::inspect);
    assertTrue(e.getMessage().contains("offset is not 0.0"), e.getMessage());
    script.done();
  }

  @Test
  void aGaugeAsksOneQuestionForEachReading() {
    Gauge gauge = open(example("335"), Gauge.class);
    assertEquals(Set.of("temperature_a", "temperature_b"), gauge.quantities().keySet());
    script.query("KRDG? B", "+77.352,1").query("KRDG? A", "+295.10");
    Reading sample = gauge.read("temperature_b");
    assertEquals(77.352, sample.value());
    assertEquals(Unit.KELVIN, sample.unit());
    assertEquals(1e-3 * Math.sqrt(1 + 1.0 / 12), sample.uncertainty(), 1e-12);
    assertEquals(0.01 / Math.sqrt(12), gauge.read("temperature_a").uncertainty(), 1e-12);
    assertEquals(0.1, gauge.response());
    script.done();
  }

  @Test
  void aCurrentSourceTakesRangeAndProtectionWhileItIsOff() {
    BiasSource source = open(example("6220"), BiasSource.class);
    assertEquals(Unit.AMPERE, source.level().unit());
    script.query(":SOUR:CURR:RANG?", "0.1").query(":OUTP?", "0").command(":SOUR:CURR 0");
    script.query(":SOUR:CURR:RANG?", "0.1").query(":OUTP?", "0").command(":SOUR:CURR:RANG 0.002");
    script.query(":SOUR:CURR:RANG?", "0.002").query(":SOUR:CURR:RANG:AUTO?", "1");
    script.query(":OUTP?", "0").command(":SOUR:CURR:RANG:AUTO 0");
    script.query(":SOUR:CURR:RANG:AUTO?", "0").query(":SOUR:CURR:FILT?", "1");
    script.query(":SOUR:CURR:COMP?", "10").command(":SOUR:CURR:COMP 0.8");
    script.query(":SOUR:CURR:COMP?", "0.8");
    source.prepare(1.5e-3);
    script.done();
    script.query(":STAT:MEAS:COND?", "9");
    assertTrue(source.limited().orElseThrow().getAsBoolean());
    script.query(":STAT:MEAS:COND?", "7");
    assertFalse(source.limited().orElseThrow().getAsBoolean());
    assertThrows(LimitException.class, () -> source.level().set(2.2e-3));
    script.done();
  }

  @Test
  void aSourceWithoutRangesGoesToItsLargestLevel() {
    BiasSource source = open(example("E3633A"), BiasSource.class);
    LimitException e = assertThrows(LimitException.class, () -> source.prepare(9));
    assertTrue(e.getMessage().contains("the largest goes to 8.24 V"), e.getMessage());
    script.query(":VOLT:RANG?", "P8V").query(":CURR?", "0.8");
    source.prepare(8);
    script.done();
    assertEquals(0.09, source.settling());
  }

  @Test
  void aChannelIsNamedBehindOrBeforeTheValue() {
    BiasSource source = open(example("E36312A"), BiasSource.class);
    script.query(":OUTP? (@1)", "0").query(":VOLT? (@1)", "0");
    source.inspect();
    script.query(":CURR? (@1)", "1").query(":OUTP? (@1)", "0").command(":VOLT 0,(@1)");
    script.query(":CURR? (@1)", "1").command(":CURR 0.8,(@1)").query(":CURR? (@1)", "0.8");
    source.prepare(1);
    script.command(":OUTP 1,(@1)").command(":VOLT 0.001,(@1)");
    source.output().set(true);
    source.level().set(0.001);
    script.done();
    BiasSource other = open(example("DP832"), BiasSource.class);
    script.query(":OUTP? CH1", "OFF").query(":SOUR1:VOLT?", "0");
    other.inspect();
    script.command(":OUTP CH1,1").command(":SOUR1:VOLT 0.001");
    other.output().set(true);
    other.level().set(0.001);
    script.query(":SOUR1:VOLT?", "0.001").command(":SOUR1:VOLT 0").command(":OUTP CH1,0");
    script.query(":OUTP? CH1", "OFF").query(":SOUR1:VOLT?", "0");
    other.safe();
    script.done();
  }

  @Test
  void aVoltmeterStartsAndFetches() {
    Voltmeter meter = open(example("34401A"), Voltmeter.class);
    script.command(":ZERO:AUTO 1").command(":VOLT:RANG 1").command(":VOLT:NPLC 10");
    meter.prepare(0.5, 2);
    meter.prepare(0.5, 2);
    script.command(":INIT").query(":FETC?", "+1.25000000E-01");
    meter.initiate();
    Reading reading = meter.fetch();
    script.done();
    assertEquals(0.125, reading.value());
    assertEquals(3e-7 / Math.sqrt(10), reading.uncertainty(), 1e-15);
    assertEquals(0.2, reading.integration(), 1e-12);
    script.command(":INIT").query(":FETC?", "9.90000000E+37");
    meter.initiate();
    assertTrue(meter.fetch().overload());
  }

  @Test
  void aPowerMeterReadsWattsAndIsZeroed() {
    PowerMeter meter = open(example("N1911A"), PowerMeter.class);
    script.command(":AVER:COUN:AUTO 0").command(":AVER 1").command(":UNIT:POW W");
    script.command(":INIT:CONT 0").command(":FREQ 1000000000").command(":AVER:COUN 4");
    meter.prepare(1e9, 4);
    script.command(":INIT").query(":FETC?", "1.5E-06");
    Reading reading = meter.read();
    assertEquals(1.5e-6, reading.value());
    assertEquals(2.5e-9, reading.uncertainty(), 1e-15);
    script.send(":CAL:ZERO:AUTO ONCE").query(":SYST:ERR?", "0,\"No error\"");
    meter.zero();
    script.done();
  }

  @Test
  void withoutACommandForItAPowerMeterIsNotZeroed() throws IOException {
    String toml = Files.readString(EXAMPLES.resolve("N1911A.toml")).replaceAll("zero .*", "");
    DriverTable table = DriverFiles.parse(toml, "my.toml").get("N1911A");
    PowerMeter meter = open(table, PowerMeter.class);
    SettingException e = assertThrows(SettingException.class, meter::zero);
    assertTrue(e.getMessage().contains("[drivers.N1911A.reading] has no zero"), e.getMessage());
  }

  @Test
  void aLanguageBeforeScpiAsksOneQuestionAMessage() throws IOException {
    String toml =
        Files.readString(EXAMPLES.resolve("E8267D.toml"))
            .replace("settling = 0.02", "dialect = \"mnemonics\"");
    RfSource source = open(DriverFiles.parse(toml, "my.toml").get("E8267D"), RfSource.class);
    script.command("FREQ 1000000000");
    source.frequency().set(1e9);
    script.done();
  }
}
