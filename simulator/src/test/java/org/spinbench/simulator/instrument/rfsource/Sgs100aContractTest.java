package org.spinbench.simulator.instrument.rfsource;

import org.junit.jupiter.api.Tag;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.instrument.role.RfSourceContract;
import org.spinbench.drivers.rohdeschwarz.Sgs100a;
import org.spinbench.simulator.instrument.Laboratory;

@Tag("any-jdk")
class Sgs100aContractTest extends RfSourceContract {
  private final Laboratory laboratory = new Laboratory();
  private final SimulatedSgs100a twin = new SimulatedSgs100a(laboratory.surroundings(true));

  @Override
  protected RfSource open() {
    return Sgs100a.on(laboratory.session(twin));
  }

  @Override
  protected boolean energised(RfSource source) {
    return twin.energised();
  }
}
