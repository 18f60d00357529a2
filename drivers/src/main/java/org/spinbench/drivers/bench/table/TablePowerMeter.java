package org.spinbench.drivers.bench.table;

import java.time.Duration;
import org.spinbench.drivers.bench.file.table.DriverTable;
import org.spinbench.drivers.bench.file.table.DriverTable.Measurement;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.role.PowerMeter;
import org.spinbench.drivers.instrument.role.PowerReading;
import org.spinbench.drivers.instrument.role.Reading;

/** A power meter by its driver table, whose answers are in watts. */
final class TablePowerMeter implements PowerMeter {
  private final DriverTable table;
  private final Measurement how;
  private final TableSettings declared;

  TablePowerMeter(DriverTable table, TableSettings declared) {
    this.table = table;
    how = table.reading().orElseThrow();
    this.declared = declared;
  }

  @Override
  public NumberSetting frequency() {
    return declared.number("frequency");
  }

  @Override
  public NumberSetting averaging() {
    return declared.number("averages");
  }

  @Override
  public void prepare(double frequency, double averages) {
    declared.ensure();
    frequency().ensure(frequency);
    averaging().ensure(averages);
  }

  @Override
  public Reading read() {
    settle();
    double averages = averaging().current();
    double time = averages * how.period();
    String answer;
    if (how.start().isEmpty()) {
      answer = session().lasting(time, () -> session().query(how.query()));
    } else {
      session().command(how.start());
      answer = PowerReading.after(time, session(), how.query());
    }
    double noise = how.noise() / Math.sqrt(averages);
    return PowerReading.of(this, answer, noise, Double.POSITIVE_INFINITY, time);
  }

  @Override
  public void zero() {
    if (how.zero().isEmpty()) {
      throw new SettingException(
          name()
              + " cannot be zeroed: [drivers."
              + table.model()
              + ".reading] has no zero; zero it at its front panel");
    }
    PowerReading.zero(this, how.zero(), Duration.ofNanos(Math.round(how.zeroing() * 1e9)));
  }

  @Override
  public Settings settings() {
    return declared.settings();
  }
}
