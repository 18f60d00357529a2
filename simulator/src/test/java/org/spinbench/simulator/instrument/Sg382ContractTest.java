package org.spinbench.simulator.instrument;

import org.spinbench.simulator.instrument.SimulatedSg380.Kind;

class Sg382ContractTest extends Sg380Contract {
  Sg382ContractTest() {
    super(Kind.SG382);
  }
}
