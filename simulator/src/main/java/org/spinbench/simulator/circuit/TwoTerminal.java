package org.spinbench.simulator.circuit;

/**
 * What a DC source sees between its terminals: a static characteristic, of which the voltage rises
 * with the current. Other sources may stand behind it, so that there may be a voltage without a
 * current.
 */
public interface TwoTerminal {
  /** Voltage between the terminals, V, when the source puts out a current, A. */
  double voltage(double current);

  /** Current that the source puts out, A, when it holds a voltage, V. */
  double current(double voltage);

  /**
   * What becomes of a source's level across this: the level, or, where that would take more than
   * the source's limit, the limit.
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
