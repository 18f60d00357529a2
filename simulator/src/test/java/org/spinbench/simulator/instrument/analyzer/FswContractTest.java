package org.spinbench.simulator.instrument.analyzer;

import org.junit.jupiter.api.Tag;
import org.spinbench.drivers.rohdeschwarz.FsAnalyzer;

@Tag("any-jdk")
class FswContractTest extends AnalyzerDriverContract {
  FswContractTest() {
    super(SimulatedFsAnalyzer::fsw, FsAnalyzer::fsw);
  }
}
