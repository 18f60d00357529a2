package org.spinbench.simulator.instrument;

import org.spinbench.drivers.instrument.SourceFunction;
import org.spinbench.drivers.instrument.SourceMeter;
import org.spinbench.drivers.instrument.SourceMeterContract;
import org.spinbench.drivers.keithley.K2450;
import org.spinbench.drivers.safety.Ramp;

class K2450VoltageContractTest extends SourceMeterContract {
  private static final double LOAD = 100;

  private final Laboratory laboratory = new Laboratory();
  private final Simulated2450 twin =
      new Simulated2450(laboratory.surroundings(true), new Load(LOAD));

  @Override
  protected SourceMeter open() {
    return K2450.on(laboratory.session(twin), SourceFunction.VOLTAGE, new Ramp(0.1, 100), 9e-3);
  }

  @Override
  protected double largest() {
    return 1.5;
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
