package org.spinbench.simulator.instrument.rfsource;

import org.junit.jupiter.api.Tag;
import org.spinbench.simulator.instrument.rfsource.SimulatedKeysightSource.Kind;

@Tag("any-jdk")
class E8257dContractTest extends AnalogSourceContract {
  E8257dContractTest() {
    super(Kind.E8257D);
  }
}
