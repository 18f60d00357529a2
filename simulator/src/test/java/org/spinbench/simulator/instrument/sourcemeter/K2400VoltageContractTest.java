package org.spinbench.simulator.instrument.sourcemeter;

import org.junit.jupiter.api.Tag;
import org.spinbench.drivers.instrument.role.SourceFunction;
import org.spinbench.drivers.keithley.K2400;
import org.spinbench.drivers.scpi.Dialect;

@Tag("any-jdk")
class K2400VoltageContractTest extends LoadedSourceMeterContract {
  K2400VoltageContractTest() {
    super(
        Simulated2400::new,
        Dialect.SCPI,
        session -> K2400.on(session, SourceFunction.VOLTAGE, VOLTAGE_RAMP, AMPERES),
        1.5,
        VOLTAGE);
  }
}
