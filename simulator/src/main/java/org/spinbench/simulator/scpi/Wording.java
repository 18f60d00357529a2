package org.spinbench.simulator.scpi;

/**
 * How a maker formats the answer to {@code SYSTem:ERRor?}.
 *
 * @param none answer of an empty queue, for example {@code +0,"No error"}
 * @param separator between number and text, for example a comma
 * @param plus whether positive numbers have a sign
 * @param detail whether the cause follows the text, after a semicolon
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

  /** The same without causes. */
  public Wording withoutDetail() {
    return new Wording(none, separator, plus, false);
  }
}
