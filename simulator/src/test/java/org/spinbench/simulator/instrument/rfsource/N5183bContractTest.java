package org.spinbench.simulator.instrument.rfsource;

import org.junit.jupiter.api.Tag;
import org.spinbench.simulator.instrument.rfsource.SimulatedKeysightSource.Kind;

@Tag("any-jdk")
class N5183bContractTest extends AnalogSourceContract {
  N5183bContractTest() {
    super(Kind.N5183B);
  }
}
