package org.spinbench.simulator.instrument.rfsource;

import org.junit.jupiter.api.Tag;
import org.spinbench.simulator.instrument.rfsource.SimulatedKeysightSource.Kind;

@Tag("any-jdk")
class N5171bContractTest extends AnalogSourceContract {
  N5171bContractTest() {
    super(Kind.N5171B);
  }
}
