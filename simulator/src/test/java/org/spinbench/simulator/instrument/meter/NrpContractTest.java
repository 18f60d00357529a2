package org.spinbench.simulator.instrument.meter;

import org.junit.jupiter.api.Tag;
import org.spinbench.drivers.instrument.role.PowerMeter;
import org.spinbench.drivers.instrument.role.PowerMeterContract;
import org.spinbench.drivers.rohdeschwarz.Nrp;
import org.spinbench.simulator.instrument.Laboratory;

@Tag("any-jdk")
class NrpContractTest extends PowerMeterContract {
  private final Laboratory laboratory = new Laboratory();
  private double applied;
  private final SimulatedNrp twin =
      new SimulatedNrp(laboratory.surroundings(true), (from, to) -> applied);

  @Override
  protected PowerMeter open() {
    return new Nrp(laboratory.session(twin));
  }

  @Override
  protected void apply(double frequency, double watts) {
    applied = watts;
  }
}
