package org.spinbench.simulator.instrument.rfsource;

import org.spinbench.simulator.instrument.rfsource.SimulatedSg380.Kind;

class Sg382ContractTest extends Sg380Contract {
  Sg382ContractTest() {
    super(Kind.SG382);
  }
}
