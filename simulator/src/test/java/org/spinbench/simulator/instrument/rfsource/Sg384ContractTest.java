package org.spinbench.simulator.instrument.rfsource;

import org.spinbench.simulator.instrument.rfsource.SimulatedSg380.Kind;

class Sg384ContractTest extends Sg380Contract {
  Sg384ContractTest() {
    super(Kind.SG384);
  }
}
