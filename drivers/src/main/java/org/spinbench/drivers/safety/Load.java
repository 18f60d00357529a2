package org.spinbench.drivers.safety;

import java.util.function.ToDoubleFunction;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.Unit;

/**
 * A load on the chip with its limit, such as the RF power of all tones at a junction. It is a
 * function of the state of several instruments. It must not fall when the level of one rises, or
 * its output is switched on, during a change of another.
 *
 * @param what such as {@code RF power at the synapses of chain 1}
 * @param unit of load and limit
 * @param limit largest load that the device card allows
 * @param advice what to change if it would be exceeded
 * @param of the load in a state
 */
public record Load(
    String what, Unit unit, double limit, String advice, ToDoubleFunction<State> of) {
  /** A load exactly at its limit, but for rounding, is allowed. */
  private static final double ROUNDING = 1e-9;

  /**
   * Refuses a change that would take the load over its limit. A change that lowers or keeps an
   * excessive load is allowed.
   *
   * @throws LimitException naming setting, value, load and limit
   */
  public void check(Setting setting, double value) {
    double most = limit * (1 + ROUNDING);
    if (of.applyAsDouble(State.atMost(setting, value)) <= most) {
      return;
    }
    double would = of.applyAsDouble(State.after(setting, value));
    if (would <= most || would <= of.applyAsDouble(State.PRESENT)) {
      return;
    }
    String symbol = " " + unit.symbol();
    throw new LimitException(
        LimitException.Level.CHIP,
        setting.label()
            + ": "
            + value
            + " would bring "
            + what
            + " to "
            + would
            + symbol
            + ", the chip's limit is "
            + limit
            + symbol
            + "; "
            + advice);
  }
}
