package org.spinbench.simulator.tsp;

/** A runtime error of a script. It ends the script and never leaves this package. */
final class ScriptException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScriptException(String problem) {
    super(problem, null, false, false);
  }
}
