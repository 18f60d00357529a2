package org.spinbench.simulator.instrument;

import org.spinbench.drivers.instrument.SourceFunction;
import org.spinbench.drivers.instrument.SourceMeter;
import org.spinbench.drivers.instrument.SourceMeterContract;
import org.spinbench.drivers.keysight.B2900;
import org.spinbench.drivers.safety.Ramp;

class B2901aContractTest extends SourceMeterContract {
  private static final double LOAD = 100;

  private final Laboratory laboratory = new Laboratory();
  private final SimulatedB2900 twin =
      SimulatedB2900.b2901a(laboratory.surroundings(true), new Load(LOAD));

  @Override
  protected SourceMeter open() {
    return B2900.b2901a(laboratory.session(twin), SourceFunction.CURRENT, new Ramp(0.5e-3, 1), 0.8);
  }

  @Override
  protected double largest() {
    return 5e-3;
  }

  @Override
  protected double load() {
    return LOAD;
  }

  @Override
  protected boolean energised(SourceMeter source) {
    return twin.energised();
  }
}
