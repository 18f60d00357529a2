package org.spinbench.simulator.instrument.rfsource;

import org.spinbench.simulator.instrument.rfsource.SimulatedKeysightSource.Kind;

class E8257dContractTest extends AnalogSourceContract {
  E8257dContractTest() {
    super(Kind.E8257D);
  }
}
