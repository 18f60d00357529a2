package org.spinbench.simulator.tsp;

/** An expression of a script. */
interface Expression {
  Object value(Run run);

  /** All of its values; a call may have none or several. */
  default Object[] values(Run run) {
    return new Object[] {value(run)};
  }
}
