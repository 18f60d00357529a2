package org.spinbench.simulator.instrument;

import java.util.List;
import java.util.Optional;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.simulator.circuit.Sine;
import org.spinbench.simulator.scpi.FrontPanel;

/** An instrument of a simulated bench, behind its front panel. */
public interface SimulatedInstrument {
  /** Its front panel, with the commands, the status and the error queue behind it. */
  FrontPanel panel();

  /** Where program messages go in and response messages come out. */
  default Endpoint endpoint() {
    return panel();
  }

  /** Its RF connectors, in the order of the numbers that are on them. */
  default List<RfOutput> rfOutputs() {
    return List.of();
  }

  /** Its DC output terminals, in the order of their channels. */
  default List<DcOutput> dcOutputs() {
    return List.of();
  }

  /** What its oscillator puts out now, at a connector of its own; empty if the model has none. */
  default Optional<Sine> sine() {
    return Optional.empty();
  }

  /** Its trigger input; empty if the model has none, or none that is simulated. */
  default Optional<TriggerInput> triggerInput() {
    return Optional.empty();
  }

  /**
   * Leads its trigger output to an input of another instrument: a pulse at the beginning of every
   * point of a pass.
   *
   * @return false if the model has no such output
   */
  default boolean triggers(TriggerInput input) {
    return false;
  }

  /** Whether the model has a serial port (RS-232, or USB that shows up as one). */
  default boolean hasSerialPort() {
    return false;
  }

  /** Whether an output is on with a level that is not zero, or RF is on. */
  boolean energised();

  /** Errors waiting in the queue, oldest first; looking does not take them out. */
  default List<String> queuedErrors() {
    return panel().queuedErrors();
  }
}
