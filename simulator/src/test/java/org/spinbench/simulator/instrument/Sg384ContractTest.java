package org.spinbench.simulator.instrument;

import org.spinbench.simulator.instrument.SimulatedSg380.Kind;

class Sg384ContractTest extends Sg380Contract {
  Sg384ContractTest() {
    super(Kind.SG384);
  }
}
