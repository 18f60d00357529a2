package org.spinbench.simulator.instrument;

import org.spinbench.simulator.instrument.SimulatedKeysightSource.Kind;

class N5183bContractTest extends AnalogSourceContract {
  N5183bContractTest() {
    super(Kind.N5183B);
  }
}
