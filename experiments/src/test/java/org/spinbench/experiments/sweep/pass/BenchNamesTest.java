package org.spinbench.experiments.sweep.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.LockIn;
import org.spinbench.drivers.instrument.role.PowerMeter;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.SourceMeter;
import org.spinbench.experiments.DefaultBench;

/** What instruments read by their roles, whatever model plays them. */
@Tag("any-jdk")
class BenchNamesTest {
  private final Bench bench = mock(Bench.class);
  private final SourceMeter sourceMeter = mock(SourceMeter.class);
  private final LockIn lockIn = mock(LockIn.class);
  private final PowerMeter powerMeter = mock(PowerMeter.class);
  private final ChipPorts ports = mock(ChipPorts.class);
  private BenchNames names;

  @BeforeEach
  void standUp() {
    when(bench.file()).thenReturn(BenchFile.parse(DefaultBench.text(), "bench"));
    when(bench.instruments())
        .thenReturn(Map.of("smu", sourceMeter, "lockin", lockIn, "meter", powerMeter));
    when(bench.ports()).thenReturn(ports);
    when(lockIn.name()).thenReturn("lockin");
    Settings none = mock(Settings.class);
    when(none.iterator()).thenAnswer(call -> List.of().iterator());
    when(sourceMeter.settings()).thenReturn(none);
    names = new BenchNames(bench, (name, spectrum) -> {});
  }

  private static Reading reading(double value, Unit unit) {
    return new Reading("some", "thing", value, unit, 1e-9, Instant.EPOCH, false);
  }

  private static double value(SweepReading sweepReading) {
    return sweepReading.reader().read(sweepReading.which()).get(0).value();
  }

  @Test
  void aSourceMeterReadsVoltageAndCurrentWhileItIsOn() {
    SwitchSetting output = mock(SwitchSetting.class);
    when(sourceMeter.output()).thenReturn(output);
    SweepReading voltage = names.sweepReading("smu.voltage");
    assertNull(voltage.reader().read(voltage.which()).get(0), "its output is off");
    when(output.current()).thenReturn(true);
    when(sourceMeter.voltage()).thenReturn(reading(0.2, Unit.VOLT));
    when(sourceMeter.current()).thenReturn(reading(3e-3, Unit.AMPERE));
    assertEquals(0.2, value(names.sweepReading("smu.voltage")));
    assertEquals(3e-3, value(names.sweepReading("smu.current")));
    assertEquals(Unit.AMPERE, names.sweepReading("smu.current").unit());
  }

  @Test
  void theComponentsOfALockInAreOfOneInstant() {
    when(lockIn.read())
        .thenReturn(
            new LockIn.Phasor(
                reading(3, Unit.VOLT),
                reading(4, Unit.VOLT),
                reading(5, Unit.VOLT),
                reading(53.13, Unit.DEGREE)));
    SweepReading x = names.sweepReading("lockin.x");
    SweepReading theta = names.sweepReading("lockin.theta");
    assertSame(x.reader(), theta.reader());
    List<Reading> read = x.reader().read(theta.which(), x.which());
    assertEquals(53.13, read.get(0).value());
    assertEquals(3, read.get(1).value());
    verify(lockIn, times(1)).read();
    assertEquals(Unit.DEGREE, theta.unit());
    assertFalse(read.get(0).compliance());
    when(ports.limitsReadingOf(lockIn)).thenReturn(true);
    assertTrue(x.reader().read(x.which()).get(0).compliance(), "its source is limited");
  }

  @Test
  void aPowerMeterIsPreparedAsItIsSetWhenItIsFirstRead() {
    NumberSetting frequency = mock(NumberSetting.class);
    NumberSetting averaging = mock(NumberSetting.class);
    when(frequency.current()).thenReturn(250e6);
    when(averaging.current()).thenReturn(16.0);
    when(powerMeter.frequency()).thenReturn(frequency);
    when(powerMeter.averaging()).thenReturn(averaging);
    when(powerMeter.read()).thenReturn(reading(2e-6, Unit.WATT));
    SweepReading power = names.sweepReading("meter.power");
    assertEquals(2e-6, value(power));
    assertEquals(2e-6, value(power));
    verify(powerMeter, times(1)).prepare(250e6, 16);
    verify(powerMeter, times(2)).read();
  }

  @Test
  void whatARoleDoesNotReadIsNamedWithWhatItDoes() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> names.sweepReading("smu.resistance"));
    assertTrue(e.getMessage().contains("the readings of smu are: voltage, current"));
  }
}
