package org.spinbench.simulator.instrument.sourcemeter;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.spinbench.drivers.instrument.role.SourceFunction;
import org.spinbench.drivers.keysight.B2900;
import org.spinbench.drivers.scpi.Dialect;

/** Each of its channels. */
@Tag("any-jdk")
class B2912aContractTest {
  @Nested
  class First extends Contract {
    First() {
      super(1);
    }
  }

  @Nested
  class Second extends Contract {
    Second() {
      super(2);
    }
  }

  private abstract static class Contract extends LoadedSourceMeterContract {
    Contract(int channel) {
      super(
          (around, load) -> SimulatedB2900.b2912a(around, output -> load),
          Dialect.SCPI,
          session ->
              B2900.b2912a(session, SourceFunction.CURRENT, CURRENT_RAMP, VOLTS).channel(channel),
          5e-3);
    }
  }
}
