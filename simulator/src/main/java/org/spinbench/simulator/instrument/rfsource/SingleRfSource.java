package org.spinbench.simulator.instrument.rfsource;

import java.util.List;
import org.spinbench.simulator.instrument.RfOutput;
import org.spinbench.simulator.instrument.SimulatedInstrument;

/** A simulated RF source of one carrier behind a front panel. */
interface SingleRfSource extends SimulatedInstrument {
  Carrier carrier();

  @Override
  default List<RfOutput> rfOutputs() {
    return List.of(carrier());
  }

  @Override
  default boolean energised() {
    return carrier().on();
  }
}
