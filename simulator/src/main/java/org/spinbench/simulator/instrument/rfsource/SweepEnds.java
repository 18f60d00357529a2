package org.spinbench.simulator.instrument.rfsource;

import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.StandardError;

/**
 * Start and stop of a frequency sweep, which centre and span also change (SCPI-99 volume 2 section
 * 19.7).
 */
final class SweepEnds {
  private final NumberRange range;
  private final Runnable changed;
  private double start;
  private double stop;

  /**
   * @param changed called after each change
   */
  SweepEnds(NumberRange range, Runnable changed) {
    this.range = range;
    this.changed = changed;
  }

  void preset(double from, double to) {
    start = from;
    stop = to;
  }

  double start() {
    return start;
  }

  double stop() {
    return stop;
  }

  void declare(CommandTree tree) {
    double most = range.max();
    NumberRange spans = new NumberRange(Quantity.FREQUENCY, -most, most, 0);
    tree.number("[:SOURce#]:FREQuency:STARt", range, () -> start, hertz -> move(hertz, stop));
    tree.number("[:SOURce#]:FREQuency:STOP", range, () -> stop, hertz -> move(start, hertz));
    tree.number(
        "[:SOURce#]:FREQuency:CENTer",
        range,
        () -> (start + stop) / 2,
        centre -> move(centre - (stop - start) / 2, centre + (stop - start) / 2));
    tree.number(
        "[:SOURce#]:FREQuency:SPAN",
        spans,
        () -> stop - start,
        span -> move((start + stop - span) / 2, (start + stop + span) / 2));
  }

  private void move(double from, double to) {
    if (!contains(from) || !contains(to)) {
      throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
    }
    start = from;
    stop = to;
    changed.run();
  }

  private boolean contains(double hertz) {
    return hertz >= range.min() && hertz <= range.max();
  }
}
