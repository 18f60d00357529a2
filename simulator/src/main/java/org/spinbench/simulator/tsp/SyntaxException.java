package org.spinbench.simulator.tsp;

/** A syntax error. It never leaves this package. */
final class SyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int line;

  SyntaxException(int line, String problem) {
    super(problem, null, false, false);
    this.line = line;
  }

  int line() {
    return line;
  }
}
