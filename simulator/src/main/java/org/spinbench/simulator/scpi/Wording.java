package org.spinbench.simulator.scpi;

/**
 * How a maker writes the answer to {@code SYSTem:ERRor?}.
 *
 * @param none the answer when the queue is empty, for example {@code +0,"No error"}
 * @param separator what stands between number and text, for example a comma
 * @param plus whether a number above zero has a sign
 * @param detail whether the text tells what was wrong, behind a semicolon
 */
public record Wording(String none, String separator, boolean plus, boolean detail) {
  /** {@code 0,"No error"}, as SCPI-99 prints it. */
  public static final Wording STANDARD = new Wording("0,\"No error\"", ",");

  /** {@code +0,"No error"}. */
  public static final Wording SIGNED = new Wording("+0,\"No error\"", ",", true, true);

  /** Numbers above zero without sign, and texts with their detail. */
  public Wording(String none, String separator) {
    this(none, separator, false, true);
  }

  /** The same with the standard's texts alone. */
  public Wording withoutDetail() {
    return new Wording(none, separator, plus, false);
  }
}
