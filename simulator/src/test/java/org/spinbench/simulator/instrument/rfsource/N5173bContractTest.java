package org.spinbench.simulator.instrument.rfsource;

import org.junit.jupiter.api.Tag;
import org.spinbench.simulator.instrument.rfsource.SimulatedKeysightSource.Kind;

@Tag("any-jdk")
class N5173bContractTest extends AnalogSourceContract {
  N5173bContractTest() {
    super(Kind.N5173B);
  }
}
