package org.spinbench.simulator.instrument.analyzer;

import org.junit.jupiter.api.Tag;
import org.spinbench.drivers.rohdeschwarz.FsAnalyzer;

@Tag("any-jdk")
class FsvContractTest extends AnalyzerDriverContract {
  FsvContractTest() {
    super(SimulatedFsAnalyzer::fsv, FsAnalyzer::fsv);
  }
}
