package org.spinbench.simulator.instrument.analyzer;

import org.junit.jupiter.api.Tag;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.role.SpectrumAnalyzer;
import org.spinbench.drivers.rigol.Dsa815;

@Tag("any-jdk")
class Dsa815ContractTest extends AnalyzerDriverContract {
  Dsa815ContractTest() {
    super(SimulatedDsa815::new, Dsa815::on);
  }

  /** The channel can be set only while its power is measured. */
  @Override
  protected void makeSettable(SpectrumAnalyzer analyzer, Setting setting) {
    setting(analyzer, "measurement", ChoiceSetting.class)
        .ensure(setting.name().startsWith("channel_") ? "CHP" : "SAN");
  }
}
