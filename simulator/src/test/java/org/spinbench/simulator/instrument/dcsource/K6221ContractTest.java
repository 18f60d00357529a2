package org.spinbench.simulator.instrument.dcsource;

import org.junit.jupiter.api.Tag;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.role.SweptBiasSource;
import org.spinbench.drivers.instrument.role.SweptBiasSourceContract;
import org.spinbench.drivers.keithley.K6221;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.simulator.instrument.Laboratory;

@Tag("any-jdk")
class K6221ContractTest extends SweptBiasSourceContract {
  private final Laboratory laboratory = new Laboratory();
  private final Simulated6221 twin =
      new Simulated6221(laboratory.surroundings(true), Laboratory.load(45));

  @Override
  protected SweptBiasSource open() {
    return K6221.on(laboratory.session(twin), new Ramp(0.5e-3, 1), 0.8);
  }

  @Override
  protected double largest() {
    return 5e-3;
  }

  /** Within one step of its ramp from zero. */
  @Override
  protected double base() {
    return 0.4e-3;
  }

  @Override
  protected void changeWhatALiveOutputForbids(SweptBiasSource source) {
    setting(source, "range", NumberSetting.class).set(0.1);
  }

  @Override
  protected boolean energised(SweptBiasSource source) {
    return twin.energised();
  }
}
