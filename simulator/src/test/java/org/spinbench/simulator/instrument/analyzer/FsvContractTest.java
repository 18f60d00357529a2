package org.spinbench.simulator.instrument.analyzer;

import org.spinbench.drivers.rohdeschwarz.FsAnalyzer;

class FsvContractTest extends AnalyzerDriverContract {
  FsvContractTest() {
    super(SimulatedFsAnalyzer::fsv, FsAnalyzer::fsv);
  }
}
