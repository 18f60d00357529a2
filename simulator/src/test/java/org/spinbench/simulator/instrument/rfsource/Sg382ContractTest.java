package org.spinbench.simulator.instrument.rfsource;

import org.junit.jupiter.api.Tag;
import org.spinbench.simulator.instrument.rfsource.SimulatedSg380.Kind;

@Tag("any-jdk")
class Sg382ContractTest extends Sg380Contract {
  Sg382ContractTest() {
    super(Kind.SG382);
  }
}
