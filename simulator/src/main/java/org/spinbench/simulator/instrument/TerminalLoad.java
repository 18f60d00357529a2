package org.spinbench.simulator.instrument;

import org.spinbench.simulator.circuit.Resistor;
import org.spinbench.simulator.circuit.TwoTerminal;

/** What a bench has joined to the terminals of a simulated DC source: it may change with time. */
public interface TerminalLoad {
  /** Nothing is joined. */
  TerminalLoad OPEN = nanos -> Resistor.OPEN;

  /**
   * What the source sees at a moment of the bench's clock, when everything that has happened until
   * then has left its mark. Moments come in order, but for those of one reading, which may come
   * twice.
   */
  TwoTerminal at(long nanos);

  /** A resistor that nothing changes, Ω. */
  static TerminalLoad of(double resistance) {
    Resistor resistor = new Resistor(resistance);
    return nanos -> resistor;
  }
}
