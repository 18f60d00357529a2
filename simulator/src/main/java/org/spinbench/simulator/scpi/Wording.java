package org.spinbench.simulator.scpi;

/**
 * How a maker writes the answer to {@code SYSTem:ERRor?}.
 *
 * @param none the answer when the queue is empty, for example {@code +0,"No error"}
 * @param separator what stands between number and text, for example a comma
 */
public record Wording(String none, String separator) {
  /** {@code 0,"No error"}, as SCPI-99 prints it. */
  public static final Wording STANDARD = new Wording("0,\"No error\"", ",");
}
