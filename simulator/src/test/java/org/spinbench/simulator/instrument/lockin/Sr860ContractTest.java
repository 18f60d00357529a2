package org.spinbench.simulator.instrument.lockin;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.role.LockIn;
import org.spinbench.drivers.instrument.role.LockInContract;
import org.spinbench.drivers.stanford.Sr860;
import org.spinbench.simulator.instrument.Laboratory;

@Tag("any-jdk")
class Sr860ContractTest extends LockInContract {
  private final Laboratory laboratory = new Laboratory();
  private final SimulatedSr860 twin =
      new SimulatedSr860(laboratory.surroundings(true), (from, to) -> 0);

  @Override
  protected LockIn open() {
    return new Sr860(laboratory.session(twin, Sr860.DIALECT));
  }

  @Override
  protected boolean energised(LockIn lockIn) {
    return twin.energised();
  }

  @Override
  protected double testSensitivity() {
    return 1e-3;
  }

  @Override
  protected double testTimeConstant() {
    return 0.1;
  }

  @Override
  protected Map<String, String> leftAlone() {
    return Map.of("reference", "with another reference than prepare chooses it reads nothing");
  }

  /** Answers have nine digits. */
  @Override
  protected double tolerance(NumberSetting setting, double value) {
    return super.tolerance(setting, value) + 0.5e-8 * Math.abs(value);
  }
}
