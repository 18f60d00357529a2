package org.spinbench.simulator.instrument;

import org.spinbench.drivers.instrument.BiasSource;
import org.spinbench.drivers.instrument.BiasSourceContract;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.keithley.K6221;
import org.spinbench.drivers.safety.Ramp;

class K6221ContractTest extends BiasSourceContract<BiasSource> {
  private final Laboratory laboratory = new Laboratory();
  private final Simulated6221 twin = new Simulated6221(laboratory.surroundings(true));

  @Override
  protected BiasSource open() {
    return K6221.on(laboratory.session(twin), new Ramp(0.5e-3, 1), 0.8);
  }

  @Override
  protected double largest() {
    return 5e-3;
  }

  @Override
  protected void changeWhatALiveOutputForbids(BiasSource source) {
    setting(source, "range", NumberSetting.class).set(0.1);
  }

  @Override
  protected boolean energised(BiasSource source) {
    return twin.energised();
  }
}
