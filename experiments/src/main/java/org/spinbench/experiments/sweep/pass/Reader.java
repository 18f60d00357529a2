package org.spinbench.experiments.sweep.pass;

import java.util.List;
import org.spinbench.drivers.instrument.role.Reading;

/**
 * Reads one or several quantities together, for example with voltmeters that integrate in parallel.
 */
@FunctionalInterface
public interface Reader {
  /**
   * Reads once.
   *
   * @param which numbers of the wanted quantities
   * @return one reading each, in that order; null for a quantity without a value, such as the
   *     frequency of a line below the noise
   */
  List<Reading> read(int... which);
}
