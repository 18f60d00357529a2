package org.spinbench.simulator.instrument.analyzer;

import org.junit.jupiter.api.Tag;
import org.spinbench.drivers.siglent.Ssa3021x;

@Tag("any-jdk")
class Ssa3021xContractTest extends AnalyzerDriverContract {
  Ssa3021xContractTest() {
    super(SimulatedSsa3021x::new, Ssa3021x::on);
  }
}
