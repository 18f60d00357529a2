package org.spinbench.drivers.bench.table;

import java.util.LinkedHashMap;
import java.util.Map;
import org.spinbench.drivers.bench.file.table.DriverTable;
import org.spinbench.drivers.bench.file.table.DriverTable.Gauged;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Gauge;
import org.spinbench.drivers.instrument.role.Reading;

/** A gauge by its driver table: one query for each of its readings. */
final class TableGauge implements Gauge {
  private final DriverTable table;
  private final TableSettings declared;
  private final Map<String, Unit> quantities = new LinkedHashMap<>();

  TableGauge(DriverTable table, TableSettings declared) {
    this.table = table;
    this.declared = declared;
    table.gauged().forEach((name, one) -> quantities.put(name, one.unit()));
  }

  @Override
  public Map<String, Unit> quantities() {
    return quantities;
  }

  @Override
  public double response() {
    return table.settling();
  }

  @Override
  public Reading read(String quantity) {
    settle();
    declared.ensure();
    Gauged one = table.gauged().get(quantity);
    String answer = session().query(one.query()).split(",", 2)[0];
    return reading(quantity, answer, 1, one.noise());
  }

  @Override
  public Settings settings() {
    return declared.settings();
  }
}
