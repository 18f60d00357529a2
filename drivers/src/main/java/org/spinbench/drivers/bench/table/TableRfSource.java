package org.spinbench.drivers.bench.table;

import java.util.List;
import org.spinbench.drivers.bench.file.table.DriverTable;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.role.RfSource;

/** An RF source by its driver table. */
record TableRfSource(DriverTable table, TableSettings declared) implements RfSource {
  @Override
  public NumberSetting frequency() {
    return declared.number("frequency");
  }

  @Override
  public NumberSetting power() {
    return declared.number("power");
  }

  @Override
  public SwitchSetting output() {
    return declared.onOff("output");
  }

  @Override
  public List<SwitchSetting> modulations() {
    return declared.off();
  }

  @Override
  public void prepare() {
    RfSource.super.prepare();
    declared.ensure();
  }

  @Override
  public void inspect() {
    RfSource.super.inspect();
    if (output().current()) {
      declared.requireStated();
    }
  }

  @Override
  public double settling() {
    return table.settling();
  }

  @Override
  public Settings settings() {
    return declared.settings();
  }
}
