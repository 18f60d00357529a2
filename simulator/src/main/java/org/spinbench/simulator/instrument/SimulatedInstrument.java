package org.spinbench.simulator.instrument;

import java.util.List;
import java.util.Optional;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.simulator.circuit.Sine;
import org.spinbench.simulator.scpi.FrontPanel;

/** An instrument of a simulated bench, behind its front panel. */
public interface SimulatedInstrument {
  /** Its front panel: commands, status and error queue. */
  FrontPanel panel();

  /** The interface for program messages and response messages. */
  default Endpoint endpoint() {
    return panel();
  }

  /** Its RF connectors, in the order of their numbers. */
  default List<RfOutput> rfOutputs() {
    return List.of();
  }

  /** Its DC outputs, in the order of their channels. */
  default List<DcOutput> dcOutputs() {
    return List.of();
  }

  /** The present output of its oscillator at a separate connector; empty if the model has none. */
  default Optional<Sine> sine() {
    return Optional.empty();
  }

  /** Its trigger input; empty if the model has none, or if it is not simulated. */
  default Optional<TriggerInput> triggerInput() {
    return Optional.empty();
  }

  /**
   * Connects its trigger output to an input of another instrument. It gives a pulse at the
   * beginning of every point of a pass.
   *
   * @return false if the model has no such output
   */
  default boolean triggers(TriggerInput input) {
    return false;
  }

  /** Itself as the nanovoltmeter of a current source; empty if the model cannot be one. */
  default Optional<Nanovoltmeter> nanovoltmeter() {
    return Optional.empty();
  }

  /**
   * Connects a nanovoltmeter to its serial port and its trigger link. A model that does not read
   * one ignores it.
   */
  default void attach(Nanovoltmeter meter) {}

  /** Whether the model has a serial port (RS-232, or USB that appears as one). */
  default boolean hasSerialPort() {
    return false;
  }

  /** Whether an output is on at a level other than zero, or RF is on. */
  boolean energised();

  /** The errors in the queue, oldest first; they stay there. */
  default List<String> queuedErrors() {
    return panel().queuedErrors();
  }
}
