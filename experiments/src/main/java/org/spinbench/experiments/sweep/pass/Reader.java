package org.spinbench.experiments.sweep.pass;

import java.util.List;
import org.spinbench.drivers.instrument.role.Reading;

/** What reads one or several quantities in one go, such as voltmeters that integrate together. */
@FunctionalInterface
public interface Reader {
  /**
   * Reads once.
   *
   * @param which numbers of the quantities that are wanted
   * @return one reading each, in that order; null for a quantity that is not there now, such as the
   *     frequency of a line that no noise floor lets through
   */
  List<Reading> read(int... which);
}
