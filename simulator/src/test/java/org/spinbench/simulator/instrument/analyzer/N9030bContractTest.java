package org.spinbench.simulator.instrument.analyzer;

import org.spinbench.drivers.keysight.XSeries;

class N9030bContractTest extends AnalyzerDriverContract {
  N9030bContractTest() {
    super(SimulatedXSeries::n9030b, XSeries::n9030b);
  }
}
