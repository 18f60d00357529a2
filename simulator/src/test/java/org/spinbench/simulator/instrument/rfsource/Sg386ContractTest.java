package org.spinbench.simulator.instrument.rfsource;

import org.spinbench.simulator.instrument.rfsource.SimulatedSg380.Kind;

class Sg386ContractTest extends Sg380Contract {
  Sg386ContractTest() {
    super(Kind.SG386);
  }
}
