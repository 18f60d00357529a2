package org.spinbench.simulator.instrument;

import org.spinbench.drivers.instrument.SourceFunction;
import org.spinbench.drivers.keithley.K2600;
import org.spinbench.drivers.scpi.Dialect;

/** The second channel; the first is the same. */
class K2600ContractTest extends LoadedSourceMeterContract {
  K2600ContractTest() {
    super(
        (around, load) -> new Simulated2600(around, channel -> load),
        Dialect.TSP,
        session -> K2600.on(session, SourceFunction.CURRENT, CURRENT_RAMP, VOLTS).channel(2),
        5e-3);
  }
}
