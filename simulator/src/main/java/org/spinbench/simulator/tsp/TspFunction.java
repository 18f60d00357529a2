package org.spinbench.simulator.tsp;

/** A function that scripts can call. */
public interface TspFunction {
  /**
   * Its results: each a {@link Double}, {@link String}, {@link Boolean}, {@link TspTable} or null.
   *
   * @throws org.spinbench.simulator.scpi.CommandException with the error that ends the script
   */
  Object[] call(Arguments arguments);
}
