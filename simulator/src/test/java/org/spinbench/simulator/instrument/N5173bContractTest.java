package org.spinbench.simulator.instrument;

import org.spinbench.simulator.instrument.SimulatedKeysightSource.Kind;

class N5173bContractTest extends AnalogSourceContract {
  N5173bContractTest() {
    super(Kind.N5173B);
  }
}
