package org.spinbench.simulator.instrument.rfsource;

import org.spinbench.simulator.instrument.rfsource.SimulatedKeysightSource.Kind;

class N5173bContractTest extends AnalogSourceContract {
  N5173bContractTest() {
    super(Kind.N5173B);
  }
}
