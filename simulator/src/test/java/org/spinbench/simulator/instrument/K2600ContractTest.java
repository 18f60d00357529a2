package org.spinbench.simulator.instrument;

import org.spinbench.drivers.instrument.SourceFunction;
import org.spinbench.drivers.instrument.SourceMeter;
import org.spinbench.drivers.instrument.SourceMeterContract;
import org.spinbench.drivers.keithley.K2600;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.scpi.Dialect;

/** The second channel; the first is the same. */
class K2600ContractTest extends SourceMeterContract {
  private static final double LOAD = 100;

  private final Laboratory laboratory = new Laboratory();
  private final Simulated2600 twin =
      new Simulated2600(laboratory.surroundings(true), channel -> new Load(LOAD));

  @Override
  protected SourceMeter open() {
    return K2600
        .on(laboratory.session(twin, Dialect.TSP), SourceFunction.CURRENT, new Ramp(0.5e-3, 1), 0.8)
        .channel(2);
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
