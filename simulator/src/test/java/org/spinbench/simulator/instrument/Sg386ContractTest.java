package org.spinbench.simulator.instrument;

import org.spinbench.simulator.instrument.SimulatedSg380.Kind;

class Sg386ContractTest extends Sg380Contract {
  Sg386ContractTest() {
    super(Kind.SG386);
  }
}
