package org.spinbench.simulator.instrument.rfsource;

import org.junit.jupiter.api.Tag;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.instrument.role.SweptRfSourceContract;
import org.spinbench.drivers.rohdeschwarz.Smb100a;
import org.spinbench.simulator.instrument.Laboratory;

@Tag("any-jdk")
class Smb100aContractTest extends SweptRfSourceContract {
  private final Laboratory laboratory = new Laboratory();
  private final SimulatedSmb100a twin = new SimulatedSmb100a(laboratory.surroundings(true));

  @Override
  protected RfSource open() {
    return Smb100a.on(laboratory.session(twin));
  }

  @Override
  protected boolean energised(RfSource source) {
    return twin.energised();
  }
}
