package org.spinbench.simulator.instrument.rfsource;

import org.spinbench.simulator.instrument.rfsource.SimulatedKeysightSource.Kind;

class N5171bContractTest extends AnalogSourceContract {
  N5171bContractTest() {
    super(Kind.N5171B);
  }
}
