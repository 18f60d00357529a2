package org.spinbench.simulator.instrument.analyzer;

import org.spinbench.drivers.rohdeschwarz.FsAnalyzer;

class FswContractTest extends AnalyzerDriverContract {
  FswContractTest() {
    super(SimulatedFsAnalyzer::fsw, FsAnalyzer::fsw);
  }
}
