package org.spinbench.simulator.tsp;

import java.util.List;

/** A part of a script that does something. */
interface Statement {
  /** Whether the loop around it goes on; false after a break. */
  boolean execute(Run run);

  /** One after another. */
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
