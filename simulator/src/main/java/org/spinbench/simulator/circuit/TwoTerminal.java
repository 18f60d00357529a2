package org.spinbench.simulator.circuit;

/**
 * The load of a DC source: a static characteristic with a voltage that rises with the current. It
 * may contain other sources, so there may be a voltage without a current.
 */
public interface TwoTerminal {
  /** Voltage between the terminals for a current from the source, V. */
  double voltage(double current);

  /** Current from the source for a voltage, A. */
  double current(double voltage);

  /**
   * The result of a source's level across this load: the level, or the source's limit if the level
   * would exceed it.
   */
  default Terminals under(DcLevel level) {
    double wanted = level.value();
    double answer = level.current() ? voltage(wanted) : current(wanted);
    boolean limited = Math.abs(answer) > level.limit();
    double other = limited ? Math.copySign(level.limit(), answer) : answer;
    if (level.current()) {
      return new Terminals(other, limited ? current(other) : wanted, limited);
    }
    return new Terminals(limited ? voltage(other) : wanted, other, limited);
  }
}
