package org.spinbench.drivers.bench.table;

import org.spinbench.drivers.bench.file.table.DriverTable;
import org.spinbench.drivers.bench.file.table.DriverTable.Measurement;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.VoltageReading;
import org.spinbench.drivers.instrument.role.Voltmeter;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * A DC voltmeter by its driver table. Without a command that starts a measurement, {@link #fetch}
 * starts it and waits for it.
 */
final class TableVoltmeter implements Voltmeter {
  /** Longest duration of a conversion, as a multiple of its aperture: signal, zero, reference. */
  private static final double CONVERSION = 3;

  private final Measurement how;
  private final TableSettings declared;

  TableVoltmeter(DriverTable table, TableSettings declared) {
    how = table.reading().orElseThrow();
    this.declared = declared;
  }

  @Override
  public NumberSetting range() {
    return declared.number("range");
  }

  @Override
  public NumberSetting integration() {
    return declared.number("integration");
  }

  @Override
  public void prepare(double range, double integration) {
    declared.ensure();
    range().ensure(range().atLeast(range));
    integration().ensure(integration().atLeast(integration));
  }

  @Override
  public void initiate() {
    settle();
    if (!how.start().isEmpty()) {
      session().command(how.start());
    }
  }

  @Override
  public Reading fetch() {
    double cycles = integration().current();
    double aperture = cycles / how.lineFrequency();
    ScpiSession session = session();
    String answer = session.lasting(CONVERSION * aperture, () -> session.query(how.query()));
    String volts = answer.split(",", 2)[0];
    return VoltageReading.of(this, how.query(), volts, how.noise() / Math.sqrt(cycles), aperture);
  }

  @Override
  public Settings settings() {
    return declared.settings();
  }
}
