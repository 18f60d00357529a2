package org.spinbench.simulator.instrument.analyzer;

import org.junit.jupiter.api.Tag;
import org.spinbench.drivers.keysight.XSeries;

@Tag("any-jdk")
class N9020bContractTest extends AnalyzerDriverContract {
  N9020bContractTest() {
    super(SimulatedXSeries::n9020b, XSeries::n9020b);
  }
}
