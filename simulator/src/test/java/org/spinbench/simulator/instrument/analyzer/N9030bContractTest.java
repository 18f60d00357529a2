package org.spinbench.simulator.instrument.analyzer;

import org.junit.jupiter.api.Tag;
import org.spinbench.drivers.keysight.XSeries;

@Tag("any-jdk")
class N9030bContractTest extends AnalyzerDriverContract {
  N9030bContractTest() {
    super(SimulatedXSeries::n9030b, XSeries::n9030b);
  }
}
