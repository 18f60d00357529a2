package org.spinbench.simulator.instrument.gauge;

import java.util.List;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.role.Gauge;
import org.spinbench.drivers.instrument.role.GaugeContract;
import org.spinbench.drivers.lakeshore.Model425;
import org.spinbench.simulator.instrument.Laboratory;

class Model425ContractTest extends GaugeContract {
  private final Laboratory laboratory = new Laboratory();
  private final Simulated425 twin = new Simulated425(laboratory.surroundings(true), nanos -> 2e-3);

  @Override
  protected Gauge open() {
    return new Model425(laboratory.session(twin, Model425.DIALECT));
  }

  @Override
  protected NumberSetting principal(Gauge gauge) {
    return setting(gauge, "range", NumberSetting.class);
  }

  @Override
  protected List<String> present() {
    return List.of("field");
  }
}
