package org.spinbench.simulator.instrument;

import org.spinbench.drivers.instrument.RfSource;
import org.spinbench.drivers.instrument.RfSourceContract;
import org.spinbench.drivers.stanford.Sg380;

class Sg384ContractTest extends RfSourceContract {
  private final Laboratory laboratory = new Laboratory();
  private final SimulatedSg380 twin =
      new SimulatedSg380(laboratory.surroundings(true), SimulatedSg380.Kind.SG384);

  @Override
  protected RfSource open() {
    return Sg380.on(laboratory.session(twin, Sg380.DIALECT));
  }

  @Override
  protected boolean energised(RfSource source) {
    return twin.energised();
  }
}
