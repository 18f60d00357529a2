package org.spinbench.simulator.instrument.meter;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.role.Voltmeter;
import org.spinbench.drivers.instrument.role.VoltmeterContract;
import org.spinbench.drivers.keysight.Truevolt;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.meter.SimulatedTruevolt.Variant;

/** Both models of the family. */
@Tag("any-jdk")
class TruevoltContractTest {
  @Nested
  class The34461a extends Contract {
    The34461a() {
      super(Variant.M34461A);
    }
  }

  @Nested
  class The34465a extends Contract {
    The34465a() {
      super(Variant.M34465A);
    }
  }

  private abstract static class Contract extends VoltmeterContract {
    private final Laboratory laboratory = new Laboratory();
    private final SimulatedTruevolt twin;
    private double applied;

    Contract(Variant variant) {
      twin = new SimulatedTruevolt(variant, laboratory.surroundings(true), (from, to) -> applied);
    }

    @Override
    protected Voltmeter open() {
      return new Truevolt(laboratory.session(twin));
    }

    @Override
    protected double testRange() {
      return 0.1;
    }

    @Override
    protected void apply(double volts) {
      applied = volts;
    }

    /** Integration times are a list, of which no number is beyond. */
    @Override
    protected NumberSetting principal(Voltmeter meter) {
      return setting(meter, "trigger_delay", NumberSetting.class);
    }

    /** The timer cannot be faster than a conversion of ten power-line cycles with autozero. */
    @Override
    protected double[] settable(NumberSetting setting) {
      return setting.name().equals("sample_interval")
          ? new double[] {0.5, setting.maximum()}
          : super.settable(setting);
    }

    /** Answers have nine digits. */
    @Override
    protected double tolerance(NumberSetting setting, double value) {
      return super.tolerance(setting, value) + 0.5e-8 * Math.abs(value);
    }
  }
}
