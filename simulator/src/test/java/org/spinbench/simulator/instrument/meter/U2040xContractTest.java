package org.spinbench.simulator.instrument.meter;

import org.junit.jupiter.api.Tag;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.role.PowerMeter;
import org.spinbench.drivers.instrument.role.PowerMeterContract;
import org.spinbench.drivers.keysight.U2040x;
import org.spinbench.simulator.instrument.Laboratory;

@Tag("any-jdk")
class U2040xContractTest extends PowerMeterContract {
  private final Laboratory laboratory = new Laboratory();
  private double applied;
  private final SimulatedU2040x twin =
      new SimulatedU2040x(laboratory.surroundings(true), (from, to) -> applied);

  @Override
  protected PowerMeter open() {
    return new U2040x(laboratory.session(twin));
  }

  @Override
  protected void apply(double frequency, double watts) {
    applied = watts;
  }

  /** Answers have nine digits. */
  @Override
  protected double tolerance(NumberSetting setting, double value) {
    return super.tolerance(setting, value) + 0.5e-8 * Math.abs(value);
  }
}
