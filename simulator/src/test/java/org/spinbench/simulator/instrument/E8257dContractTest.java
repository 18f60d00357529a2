package org.spinbench.simulator.instrument;

import org.spinbench.simulator.instrument.SimulatedKeysightSource.Kind;

class E8257dContractTest extends AnalogSourceContract {
  E8257dContractTest() {
    super(Kind.E8257D);
  }
}
