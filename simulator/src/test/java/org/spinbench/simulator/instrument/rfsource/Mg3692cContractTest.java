package org.spinbench.simulator.instrument.rfsource;

import org.spinbench.drivers.anritsu.Mg3692c;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.instrument.role.RfSourceContract;
import org.spinbench.simulator.instrument.Laboratory;

class Mg3692cContractTest extends RfSourceContract {
  private final Laboratory laboratory = new Laboratory();
  private final SimulatedMg3692c twin = new SimulatedMg3692c(laboratory.surroundings(true));

  @Override
  protected RfSource open() {
    return Mg3692c.on(laboratory.session(twin));
  }

  @Override
  protected boolean energised(RfSource source) {
    return twin.energised();
  }
}
