package org.spinbench.simulator.instrument;

import org.spinbench.drivers.rohdeschwarz.FsAnalyzer;

class FsvContractTest extends AnalyzerDriverContract {
  FsvContractTest() {
    super(SimulatedFsAnalyzer::fsv, FsAnalyzer::fsv);
  }
}
