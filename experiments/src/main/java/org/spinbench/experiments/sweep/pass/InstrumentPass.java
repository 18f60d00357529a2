package org.spinbench.experiments.sweep.pass;

import java.util.List;
import org.spinbench.drivers.instrument.role.Reading;

/** The innermost passes of a plan, as instruments make them by themselves. */
public interface InstrumentPass {
  /**
   * Makes one; the setting of the innermost axis stands at its first value.
   *
   * @param values of the innermost axis, in the order in which the pass takes them
   * @return of each reading of the plan the readings at the values, in that order
   * @throws org.spinbench.drivers.instrument.LimitException if a value is refused; then the pass
   *     has not begun
   */
  List<List<Reading>> run(double[] values);
}
