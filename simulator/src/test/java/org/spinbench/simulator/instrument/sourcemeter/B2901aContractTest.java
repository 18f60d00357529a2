package org.spinbench.simulator.instrument.sourcemeter;

import org.junit.jupiter.api.Tag;
import org.spinbench.drivers.instrument.role.SourceFunction;
import org.spinbench.drivers.keysight.B2900;
import org.spinbench.drivers.scpi.Dialect;

@Tag("any-jdk")
class B2901aContractTest extends LoadedSourceMeterContract {
  B2901aContractTest() {
    super(
        SimulatedB2900::b2901a,
        Dialect.SCPI,
        session -> B2900.b2901a(session, SourceFunction.CURRENT, CURRENT_RAMP, VOLTS),
        5e-3);
  }
}
