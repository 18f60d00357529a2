package org.spinbench.experiments.sweep.formula;

/** An expression that cannot be used, with the place of the problem in it. */
public final class FormulaException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final int at;

  /**
   * A problem.
   *
   * @param at its first character in the expression, from 0
   */
  FormulaException(int at, String problem) {
    super(problem);
    this.at = at;
  }

  /** The first character of the problem in the expression, from 0. */
  public int at() {
    return at;
  }
}
