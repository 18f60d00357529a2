package org.spinbench.simulator.instrument.sourcemeter;

import org.junit.jupiter.api.Tag;
import org.spinbench.drivers.instrument.role.SourceFunction;
import org.spinbench.drivers.keithley.K2450;
import org.spinbench.drivers.scpi.Dialect;

@Tag("any-jdk")
class K2450VoltageContractTest extends LoadedSourceMeterContract {
  K2450VoltageContractTest() {
    super(
        Simulated2450::new,
        Dialect.SCPI,
        session -> K2450.on(session, SourceFunction.VOLTAGE, VOLTAGE_RAMP, AMPERES),
        1.5,
        VOLTAGE);
  }
}
