package org.spinbench.simulator.instrument;

import org.spinbench.simulator.instrument.SimulatedKeysightSource.Kind;

class N5181bContractTest extends AnalogSourceContract {
  N5181bContractTest() {
    super(Kind.N5181B);
  }
}
