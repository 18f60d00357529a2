package org.spinbench.simulator.instrument.sourcemeter;

import org.junit.jupiter.api.Tag;
import org.spinbench.drivers.instrument.role.SourceFunction;
import org.spinbench.drivers.keysight.B2900;
import org.spinbench.drivers.scpi.Dialect;

@Tag("any-jdk")
class B2901aVoltageContractTest extends LoadedSourceMeterContract {
  B2901aVoltageContractTest() {
    super(
        SimulatedB2900::b2901a,
        Dialect.SCPI,
        session -> B2900.b2901a(session, SourceFunction.VOLTAGE, VOLTAGE_RAMP, AMPERES),
        1.5,
        VOLTAGE);
  }
}
