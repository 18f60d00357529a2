package org.spinbench.simulator.instrument.sourcemeter;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.spinbench.drivers.instrument.role.SourceFunction;
import org.spinbench.drivers.keithley.K2600;
import org.spinbench.drivers.scpi.Dialect;

/** Each of its channels. */
@Tag("any-jdk")
class K2600ContractTest {
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
          (around, load) -> new Simulated2600(around, output -> load),
          Dialect.TSP,
          session ->
              K2600.on(session, SourceFunction.CURRENT, CURRENT_RAMP, VOLTS).channel(channel),
          5e-3);
    }
  }
}
