package org.spinbench.simulator.instrument.rfsource;

import org.spinbench.simulator.instrument.rfsource.SimulatedKeysightSource.Kind;

class N5183bContractTest extends AnalogSourceContract {
  N5183bContractTest() {
    super(Kind.N5183B);
  }
}
