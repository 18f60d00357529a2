package org.spinbench.simulator.instrument;

import org.spinbench.simulator.circuit.Resistor;
import org.spinbench.simulator.circuit.TwoTerminal;

/** The load at the terminals of a simulated DC source. It may change with time. */
public interface TerminalLoad {
  /** An open circuit. */
  TerminalLoad OPEN = nanos -> Resistor.OPEN;

  /**
   * The load at a moment of the bench's clock, after all earlier events. Moments come in order;
   * only the moments of one reading may repeat.
   */
  TwoTerminal at(long nanos);
}
