package org.spinbench.simulator.instrument;

import org.spinbench.drivers.instrument.SourceFunction;
import org.spinbench.drivers.keysight.B2900;
import org.spinbench.drivers.scpi.Dialect;

/** The second channel; the first is the same. */
class B2912aContractTest extends LoadedSourceMeterContract {
  B2912aContractTest() {
    super(
        (around, load) -> SimulatedB2900.b2912a(around, channel -> load),
        Dialect.SCPI,
        session -> B2900.b2912a(session, SourceFunction.CURRENT, CURRENT_RAMP, VOLTS).channel(2),
        5e-3);
  }
}
