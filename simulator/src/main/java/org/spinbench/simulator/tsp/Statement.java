package org.spinbench.simulator.tsp;

import java.util.List;

/** A statement of a script. */
interface Statement {
  /**
   * @return whether the loop around it continues; false after a break
   */
  boolean execute(Run run);

  /** A sequence of statements. */
  static Statement block(List<Statement> statements) {
    return run -> {
      for (Statement statement : statements) {
        if (!statement.execute(run)) {
          return false;
        }
      }
      return true;
    };
  }
}
