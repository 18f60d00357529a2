package org.spinbench.simulator.instrument;

import org.spinbench.drivers.instrument.BiasSource;
import org.spinbench.drivers.instrument.BiasSourceContract;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.qdevil.Qdac2;
import org.spinbench.drivers.safety.Ramp;

/** One channel; the others are the same. */
class Qdac2ContractTest extends BiasSourceContract<BiasSource> {
  private final Laboratory laboratory = new Laboratory();
  private final SimulatedQdac2 twin = new SimulatedQdac2(laboratory.surroundings(true));

  @Override
  protected BiasSource open() {
    return Qdac2.on(laboratory.session(twin), new Ramp(0.5, 1e3)).channel(7);
  }

  @Override
  protected double largest() {
    return 8;
  }

  @Override
  protected void changeWhatALiveOutputForbids(BiasSource source) {
    setting(source, "range", ChoiceSetting.class).set("LOW");
  }

  @Override
  protected boolean energised(BiasSource source) {
    return twin.energised();
  }
}
