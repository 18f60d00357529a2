package org.spinbench.simulator.instrument.meter;

import org.junit.jupiter.api.Tag;
import org.spinbench.drivers.instrument.role.Voltmeter;
import org.spinbench.drivers.instrument.role.VoltmeterContract;
import org.spinbench.drivers.keithley.K2182a;
import org.spinbench.simulator.instrument.Laboratory;

@Tag("any-jdk")
class K2182aContractTest extends VoltmeterContract {
  private final Laboratory laboratory = new Laboratory();
  private double applied;
  private final Simulated2182a twin =
      new Simulated2182a(laboratory.surroundings(true), (from, to) -> applied);

  @Override
  protected Voltmeter open() {
    return new K2182a(laboratory.session(twin));
  }

  @Override
  protected double testRange() {
    return 10e-3;
  }

  @Override
  protected void apply(double volts) {
    applied = volts;
  }
}
