package org.spinbench.simulator.instrument.rfsource;

import org.spinbench.simulator.instrument.rfsource.SimulatedKeysightSource.Kind;

class N5181bContractTest extends AnalogSourceContract {
  N5181bContractTest() {
    super(Kind.N5181B);
  }
}
