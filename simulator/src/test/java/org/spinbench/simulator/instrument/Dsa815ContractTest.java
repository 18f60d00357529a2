package org.spinbench.simulator.instrument;

import java.util.Set;
import org.spinbench.drivers.rigol.Dsa815;

class Dsa815ContractTest extends AnalyzerDriverContract {
  Dsa815ContractTest() {
    super(SimulatedDsa815::new, Dsa815::on);
  }

  /** The channel can be set only while its power is measured. */
  @Override
  protected Set<String> leftAlone() {
    return Set.of("channel_bandwidth", "channel_span", "channel_averaging");
  }
}
