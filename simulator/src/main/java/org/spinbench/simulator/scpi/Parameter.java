package org.spinbench.simulator.scpi;

/** One program data element of IEEE 488.2 section 7.7. */
sealed interface Parameter {
  /**
   * Decimal or non-decimal numeric data.
   *
   * @param value the number before its suffix
   * @param text its digits as sent
   * @param suffix multiplier and unit in upper case; empty when there is none
   */
  record Numeric(double value, String text, String suffix) implements Parameter {}

  /** Character data such as {@code MIN}, in upper case. */
  record Word(String text) implements Parameter {}

  /** String data without its quotes. */
  record Quoted(String text) implements Parameter {}

  /** Arbitrary block data, one character a byte. */
  record Block(String bytes) implements Parameter {}

  /** Expression data without its outer parentheses, for example {@code @1,2:4}. */
  record Expression(String text) implements Parameter {}
}
