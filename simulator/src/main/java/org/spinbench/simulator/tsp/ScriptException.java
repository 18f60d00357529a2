package org.spinbench.simulator.tsp;

/** What went wrong while a script ran. It ends the script and never leaves the language. */
final class ScriptException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScriptException(String problem) {
    super(problem, null, false, false);
  }
}
