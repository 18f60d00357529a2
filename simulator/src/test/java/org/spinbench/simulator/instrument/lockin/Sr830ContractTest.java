package org.spinbench.simulator.instrument.lockin;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.role.LockIn;
import org.spinbench.drivers.instrument.role.LockInContract;
import org.spinbench.drivers.stanford.Sr830;
import org.spinbench.simulator.instrument.Laboratory;

@Tag("any-jdk")
class Sr830ContractTest extends LockInContract {
  private final Laboratory laboratory = new Laboratory();
  private final SimulatedSr830 twin =
      new SimulatedSr830(laboratory.surroundings(true), (from, to) -> 0);

  @Override
  protected LockIn open() {
    return new Sr830(laboratory.session(twin, Sr830.DIALECT));
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
    return Map.of("reference", "the frequency is set only with the reference that prepare chooses");
  }

  /** Frequencies are kept to five digits, whatever they are. */
  @Override
  protected double tolerance(NumberSetting setting, double value) {
    double rounding = setting.name().equals("frequency") ? 0.5e-4 * Math.abs(value) : 0;
    return super.tolerance(setting, value) + rounding;
  }
}
