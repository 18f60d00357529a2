package org.spinbench.simulator.instrument;

import org.spinbench.drivers.instrument.BiasSourceContract;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.yokogawa.Gs200;

class Gs200ContractTest extends BiasSourceContract<Gs200> {
  private final Laboratory laboratory = new Laboratory();
  private final SimulatedGs200 twin = new SimulatedGs200(laboratory.surroundings(true));

  @Override
  protected Gs200 open() {
    return new Gs200(laboratory.session(twin), new Ramp(0.5e-3, 1));
  }

  @Override
  protected double largest() {
    return 5e-3;
  }

  @Override
  protected void changeWhatALiveOutputForbids(Gs200 source) {
    source.range().set(100e-3);
  }

  @Override
  protected boolean energised(Gs200 source) {
    return twin.energised();
  }
}
