package org.spinbench.simulator.instrument.gauge;

import java.util.List;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.role.Gauge;
import org.spinbench.drivers.instrument.role.GaugeContract;
import org.spinbench.drivers.lakeshore.Model336;
import org.spinbench.simulator.instrument.Laboratory;

class Model336ContractTest extends GaugeContract {
  private final Laboratory laboratory = new Laboratory();
  private final Simulated336 twin = new Simulated336(laboratory.surroundings(true));

  /** Limited as in a bench file, beyond what the instrument can do. */
  @Override
  protected Gauge open() {
    Gauge gauge = new Model336(laboratory.session(twin, Model336.DIALECT));
    gauge.settings().limit("setpoint_1", -1e31, 1e31);
    gauge.settings().limit("setpoint_2", -1e31, 1e31);
    return gauge;
  }

  @Override
  protected NumberSetting principal(Gauge gauge) {
    return setting(gauge, "setpoint_1", NumberSetting.class);
  }

  @Override
  protected List<String> present() {
    return List.of("temperature_a", "temperature_b", "temperature_c");
  }
}
