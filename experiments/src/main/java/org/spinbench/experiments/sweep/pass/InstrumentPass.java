package org.spinbench.experiments.sweep.pass;

import java.util.List;
import org.spinbench.drivers.instrument.role.Reading;

/** The innermost passes of a plan that instruments make themselves. */
public interface InstrumentPass {
  /**
   * Makes one pass; the setting of the innermost axis has its first value.
   *
   * @param values of the innermost axis, in the order of the pass
   * @return for each reading of the plan, its readings at the values, in that order
   * @throws org.spinbench.drivers.instrument.LimitException if a value is refused; then the pass
   *     has not begun
   */
  List<List<Reading>> run(double[] values);
}
