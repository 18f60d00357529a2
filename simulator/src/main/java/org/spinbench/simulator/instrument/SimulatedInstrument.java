package org.spinbench.simulator.instrument;

import java.util.List;
import org.spinbench.drivers.transport.Endpoint;

/** An instrument of a simulated bench, behind its SCPI front panel. */
public interface SimulatedInstrument {
  /** Where program messages go in and response messages come out. */
  Endpoint endpoint();

  /** Whether the model has a serial port (RS-232, or USB that shows up as one). */
  default boolean hasSerialPort() {
    return false;
  }

  /** Whether an output is on with a level that is not zero, or RF is on. */
  boolean energised();

  /** Errors waiting in the queue, oldest first; looking does not take them out. */
  List<String> queuedErrors();
}
