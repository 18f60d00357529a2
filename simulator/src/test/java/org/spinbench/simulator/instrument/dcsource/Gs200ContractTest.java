package org.spinbench.simulator.instrument.dcsource;

import org.junit.jupiter.api.Tag;
import org.spinbench.drivers.instrument.role.BiasSourceContract;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.safety.SafeSource;
import org.spinbench.drivers.yokogawa.Gs200;
import org.spinbench.simulator.instrument.Laboratory;

@Tag("any-jdk")
class Gs200ContractTest extends BiasSourceContract<SafeSource> {
  private final Laboratory laboratory = new Laboratory();
  private final SimulatedGs200 twin =
      new SimulatedGs200(laboratory.surroundings(true), Laboratory.load(45));

  @Override
  protected SafeSource open() {
    return Gs200.on(laboratory.session(twin), new Ramp(0.5e-3, 1), 2);
  }

  @Override
  protected double largest() {
    return 5e-3;
  }

  @Override
  protected void changeWhatALiveOutputForbids(SafeSource source) {
    source.range().set(100e-3);
  }

  @Override
  protected boolean energised(SafeSource source) {
    return twin.energised();
  }
}
