package org.spinbench.simulator.instrument;

import org.spinbench.simulator.instrument.SimulatedKeysightSource.Kind;

class N5171bContractTest extends AnalogSourceContract {
  N5171bContractTest() {
    super(Kind.N5171B);
  }
}
