package org.spinbench.simulator.instrument.analyzer;

import org.spinbench.drivers.siglent.Ssa3021x;

class Ssa3021xContractTest extends AnalyzerDriverContract {
  Ssa3021xContractTest() {
    super(SimulatedSsa3021x::new, Ssa3021x::on);
  }
}
