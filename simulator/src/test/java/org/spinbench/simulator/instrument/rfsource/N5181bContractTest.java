package org.spinbench.simulator.instrument.rfsource;

import org.junit.jupiter.api.Tag;
import org.spinbench.simulator.instrument.rfsource.SimulatedKeysightSource.Kind;

@Tag("any-jdk")
class N5181bContractTest extends AnalogSourceContract {
  N5181bContractTest() {
    super(Kind.N5181B);
  }
}
