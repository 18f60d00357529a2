package org.spinbench.simulator.instrument.rfsource;

import java.util.List;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.simulator.instrument.RfOutput;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.scpi.FrontPanel;

/** A simulated RF source of one carrier behind a front panel. */
interface SingleRfSource extends SimulatedInstrument {
  FrontPanel panel();

  Carrier carrier();

  @Override
  default Endpoint endpoint() {
    return panel();
  }

  @Override
  default List<RfOutput> rfOutputs() {
    return List.of(carrier());
  }

  @Override
  default boolean energised() {
    return carrier().on();
  }

  @Override
  default List<String> queuedErrors() {
    return panel().queuedErrors();
  }
}
